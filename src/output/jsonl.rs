//! Records and rejects as JSON, one object a line.

use serde::Serialize;

/// The line of a record or a reject, line feed included.
pub fn line(value: &impl Serialize) -> Vec<u8> {
    // Serialising to memory fails only for maps whose keys are no strings; the contract has no maps.
    let mut bytes = serde_json::to_vec(value).expect("the contract's types are plain JSON");
    bytes.push(b'\n');
    bytes
}
