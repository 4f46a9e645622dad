//! The contract for machines: JSON Schema of a record, and the tables of columns for people.

use super::csv::Table;
use crate::record::PageRecord;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::fmt::Write;

/// JSON Schema of a line of `pages.jsonl`, pretty-printed; `src/record.schema.json` is a copy of it.
pub fn record_schema() -> String {
    format!("{:#}\n", record_schema_value())
}

/// The same as a value.
pub(super) fn record_schema_value() -> Value {
    // As written, not as read: every key is there, so every key is required.
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<PageRecord>().to_value()
}

/// The columns of the CSV tables as Markdown, for the README.
pub fn table_columns() -> String {
    let mut text = String::from("| file | column | meaning |\n|---|---|---|\n");
    for table in Table::ALL {
        for column in table.columns() {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "| `{}` | `{}` | {} |", table.file_name(), column.name, column.meaning);
        }
    }
    text
}
