//! Block to role: the one place where it is decided what a block is.
