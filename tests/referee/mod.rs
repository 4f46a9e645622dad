//! The parser's referee: html5ever's tree beside the document of the same page.

pub mod blocks;
pub mod mutants;
pub mod outline;
pub mod reference;
