//! Title, authors, dates, language and the rest, each with its origin.
