//! JSON as pages write it, into values.
//!
//! In: the text of a script. Out: the values in it, in order; none when it is beyond cheap repair.
//! Repaired are comments and CDATA marks around it, raw line breaks and stray quotes in strings,
//! escapes that JSON does not have, trailing commas, and an end that is cut off.

use serde_json::{Deserializer, Value};
use std::borrow::Cow;

/// The values that a script holds.
pub(super) fn values(script: &str) -> Vec<Value> {
    let body = unwrapped(script);
    if body.is_empty() {
        return Vec::new();
    }
    let body = if body.starts_with("{&quot;") || body.starts_with("[{&quot;") {
        Cow::Owned(body.replace("&quot;", "\""))
    } else {
        Cow::Borrowed(body)
    };
    let (mut found, whole) = stream(&body);
    if !whole {
        let (repaired, _) = stream(&repaired(&body));
        if repaired.len() >= found.len() {
            found = repaired;
        }
    }
    found
}

/// The values up to the first mistake, and whether there was none.
fn stream(text: &str) -> (Vec<Value>, bool) {
    let mut found = Vec::new();
    for value in Deserializer::from_str(text).into_iter::<Value>() {
        match value {
            Ok(value) => found.push(value),
            Err(_) => return (found, false),
        }
    }
    (found, true)
}

/// Cuts off what stands before the first bracket and after the last one.
fn unwrapped(script: &str) -> &str {
    let start = script.find(['{', '[']).unwrap_or(script.len());
    let mut body = &script[start..];
    // "<![CDATA[" opens with a bracket of its own.
    if let Some(inner) = body.strip_prefix("[CDATA[") {
        body = &inner[inner.find(['{', '[']).unwrap_or(inner.len())..];
        body = body.rfind("]]").map_or(body, |end| &body[..end]);
    }
    // The last bracket ends the JSON; semicolons, comment marks and the like follow it.
    match body.rfind(['}', ']']) {
        Some(end) if body[end + 1..].chars().all(|c| !c.is_alphanumeric() && c != '"') => &body[..=end],
        _ => body,
    }
}

/// Writes the text anew, character by character, with every mistake mended that can be told.
fn repaired(text: &str) -> String {
    let mut repair =
        Repair { out: String::with_capacity(text.len() + 16), open: Vec::new(), in_string: false };
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        rest = if repair.in_string { repair.inside(c, rest) } else { repair.outside(c, rest) };
    }
    repair.finish()
}

/// Where a repair stands.
struct Repair {
    out: String,
    /// The brackets that must still be closed.
    open: Vec<char>,
    in_string: bool,
}

impl Repair {
    /// One character of a string; hands back what is still to be read.
    fn inside<'a>(&mut self, c: char, rest: &'a str) -> &'a str {
        match c {
            '"' if ends_string(rest) => {
                self.in_string = false;
                self.out.push('"');
            }
            '"' => self.out.push_str("\\\""),
            '\\' => match rest.chars().next() {
                Some(escape @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    self.out.extend(['\\', escape]);
                    return &rest[1..];
                }
                Some('\'') => {}
                _ => self.out.push_str("\\\\"),
            },
            c if c.is_control() => self.out.push(' '),
            c => self.out.push(c),
        }
        rest
    }

    /// One character between strings.
    fn outside<'a>(&mut self, c: char, rest: &'a str) -> &'a str {
        match c {
            '"' => {
                self.in_string = true;
                self.out.push(c);
            }
            ',' if closes(rest) => {}
            '{' | '[' => {
                self.open.push(if c == '{' { '}' } else { ']' });
                self.out.push(c);
            }
            '}' | ']' if self.open.last() != Some(&c) => {}
            '}' | ']' => {
                self.open.pop();
                self.out.push(c);
            }
            ';' => {}
            c => self.out.push(c),
        }
        rest
    }

    /// Closes what the page left open.
    fn finish(mut self) -> String {
        if self.in_string {
            self.out.push('"');
        }
        while self.out.ends_with([',', ':', ' ', '\n', '\r', '\t']) {
            self.out.pop();
        }
        self.out.extend(self.open.iter().rev());
        self.out
    }
}

/// Whether a quote is the end of its string: what follows must go on with the JSON.
fn ends_string(after: &str) -> bool {
    after.trim_start().chars().next().is_none_or(|c| matches!(c, ',' | ':' | '}' | ']'))
}

/// Whether nothing stands between a comma and a closing bracket, another comma or the end.
fn closes(after: &str) -> bool {
    after.trim_start().chars().next().is_none_or(|c| matches!(c, '}' | ']' | ','))
}
