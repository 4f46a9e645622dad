//! HTML to document: a parser of our own, which keeps what later steps read and nothing else.
//!
//! In: a page's text. Out: a [`Document`]. The tokenizer cuts the source, the builder follows the rules of
//! the HTML standard, and the tree holds the nodes. Its referee is html5ever (`tests/parser_referee.rs`);
//! what differs from the standard, and why, stands in `docs/parser.md`.
//!
//! Whatever a page holds, the work grows with its length alone.

mod adoption;
mod around;
mod attributes;
mod bare_references;
mod body;
mod body_ends;
mod budget;
mod builder;
mod doctype;
mod foreign;
mod formatting;
mod head;
mod insertion;
mod keys;
mod names;
mod raw_text;
mod references;
mod scan;
mod stack;
mod streamed;
mod tables;
mod tokenizer;
mod tree;
mod wanted;
mod words;

use super::{Document, NodeId};
use builder::{Builder, Next};
pub use streamed::arrange;
use tokenizer::{Declaration, Piece, Tokenizer};

/// Depth of the deepest elements: what is nested deeper stands beside them. Browsers do the same; of
/// 2,178 real pages the deepest has 139.
pub const MAX_DEPTH: u32 = 512;

/// Parses a page as browsers do that do not run scripts.
pub fn parse(source: &str) -> Document {
    let mut tokenizer = Tokenizer::new(source);
    let mut builder = Builder::new(source);
    let mut piece = tokenizer.next();
    loop {
        piece = match piece {
            Piece::Text | Piece::Sign => {
                let (text, next) = tokenizer.text(piece == Piece::Sign);
                builder.text(text);
                next
            }
            Piece::StartTag => {
                let Some(tag) = tokenizer.start_tag(&mut builder.tree) else { break };
                let next = builder.start(tag);
                if next != Next::Markup {
                    unmarked(&mut tokenizer, &mut builder, next);
                }
                tokenizer.next()
            }
            Piece::EndTag => {
                let innermost = tokenizer.end_tag_name().and_then(|name| builder.end_innermost(name));
                match innermost {
                    Some(len) => tokenizer.skip_end_tag(len),
                    None => {
                        let Some(tag) = tokenizer.end_tag() else { break };
                        builder.end(tag);
                    }
                }
                tokenizer.next()
            }
            Piece::Declaration => {
                match tokenizer.declaration(builder.open.is_foreign()) {
                    Declaration::Comment => builder.comment(),
                    Declaration::Doctype(quirks) => builder.doctype(quirks),
                    Declaration::Text(text) => builder.text(text),
                    Declaration::Nothing => {}
                }
                tokenizer.next()
            }
            Piece::EndOfSource => break,
        }
    }
    builder.finish(tokenizer.truncated)
}

/// Reads what follows a start tag where that is not markup.
#[inline(never)]
fn unmarked(tokenizer: &mut Tokenizer, builder: &mut Builder, next: Next) {
    match next {
        Next::Markup => {}
        Next::RawText(name, node) => {
            let wanted = builder.tree.keeps_words(node);
            if let Some(words) = tokenizer.raw_text(name, name.written(), wanted) {
                builder.raw_text(node, words);
            }
        }
        Next::PlainText => builder.words(tokenizer.plain_text()),
    }
}
