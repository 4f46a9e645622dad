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
    let mut out = String::with_capacity(text.len() + 16);
    let mut open = Vec::new();
    let mut in_string = false;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if in_string {
            match c {
                '"' if ends_string(&text[at + 1..]) => {
                    in_string = false;
                    out.push('"');
                }
                '"' => out.push_str("\\\""),
                '\\' => {
                    let escape = chars.peek().map(|(_, next)| *next);
                    match escape {
                        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') => {
                            out.push('\\');
                            out.extend(escape);
                            chars.next();
                        }
                        Some('\'') => {}
                        _ => out.push_str("\\\\"),
                    }
                }
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                out.push(c);
            }
            ',' if closes(&text[at + 1..]) => {}
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                if open.last() == Some(&c) {
                    open.pop();
                    out.push(c);
                }
            }
            ';' => {}
            c => out.push(c),
        }
    }
    if in_string {
        out.push('"');
    }
    while out.ends_with([',', ':', ' ', '\n', '\r', '\t']) {
        out.pop();
    }
    out.extend(open.iter().rev());
    out
}

/// Whether a quote is the end of its string: what follows must go on with the JSON.
fn ends_string(after: &str) -> bool {
    after.trim_start().chars().next().is_none_or(|c| matches!(c, ',' | ':' | '}' | ']'))
}

/// Whether nothing stands between a comma and a closing bracket, another comma or the end.
fn closes(after: &str) -> bool {
    after.trim_start().chars().next().is_none_or(|c| matches!(c, '}' | ']' | ','))
}
