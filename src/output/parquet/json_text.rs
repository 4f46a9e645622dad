//! Values of columns that hold JSON, out of a row's JSON.

use super::schema::is_json_text;
use arrow_array::{ArrayRef, StringArray};
use arrow_json::reader::{ArrayDecoder, DecoderContext, DecoderFactory, Tape, TapeElement};
use arrow_schema::{ArrowError, FieldRef};
use std::sync::Arc;

/// Makes decoders for columns that hold JSON, and leaves all others as they are.
#[derive(Debug)]
pub(super) struct JsonTexts;

impl DecoderFactory for JsonTexts {
    fn make_default_decoder(
        &self,
        _: &DecoderContext,
        field: &FieldRef,
        _: bool,
    ) -> Result<Option<Box<dyn ArrayDecoder>>, ArrowError> {
        Ok(is_json_text(field).then(|| Box::new(JsonText) as _))
    }
}

struct JsonText;

impl ArrayDecoder for JsonText {
    fn decode(&mut self, tape: &Tape<'_>, rows: &[u32]) -> Result<ArrayRef, ArrowError> {
        let text = |row: &u32| match tape.get(*row) {
            TapeElement::Null => Ok(None),
            _ => {
                let mut text = String::new();
                write(tape, *row, &mut text)?;
                Ok(Some(text))
            }
        };
        let texts: Vec<Option<String>> = rows.iter().map(text).collect::<Result<_, ArrowError>>()?;
        Ok(Arc::new(StringArray::from(texts)))
    }
}

/// Writes the value at a place as compact JSON; returns the place behind it.
fn write(tape: &Tape<'_>, at: u32, text: &mut String) -> Result<u32, ArrowError> {
    match tape.get(at) {
        TapeElement::StartList(end) => {
            text.push('[');
            let mut value = at + 1;
            while value < end {
                separate(text, value > at + 1);
                value = write(tape, value, text)?;
            }
            text.push(']');
        }
        TapeElement::StartObject(end) => {
            text.push('{');
            let mut key = at + 1;
            while key < end {
                separate(text, key > at + 1);
                let value = write(tape, key, text)?;
                text.push(':');
                key = write(tape, value, text)?;
            }
            text.push('}');
        }
        TapeElement::String(index) => {
            text.push_str(&serde_json::Value::from(tape.get_string(index)).to_string())
        }
        TapeElement::Number(index) => text.push_str(tape.get_string(index)),
        TapeElement::True => text.push_str("true"),
        TapeElement::False => text.push_str("false"),
        TapeElement::Null => text.push_str("null"),
        // A tape made of text has no other kinds of numbers.
        _ => return Err(tape.error(at, "a value")),
    }
    tape.next(at, "a value")
}

fn separate(text: &mut String, comma: bool) {
    if comma {
        text.push(',');
    }
}
