//! The contract for machines: JSON Schema of a record, and the tables of columns for people.

use super::csv::Table;
use crate::record::PageRecord;
use schemars::Schema;
use schemars::generate::SchemaSettings;
use serde_json::Value;
use std::fmt::Write;

/// JSON Schema of a line of `pages.jsonl`, pretty-printed; `src/record.schema.json` is a copy of it.
pub fn record_schema() -> String {
    // A schema is a JSON value already.
    let mut text = serde_json::to_string_pretty(&root_schema()).expect("a schema is plain JSON");
    text.push('\n');
    text
}

/// The same as a value, for the formats whose columns are made from it.
pub(super) fn record_schema_value() -> Value {
    root_schema().to_value()
}

fn root_schema() -> Schema {
    // As written, not as read: every key is there, so every key is required.
    SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<PageRecord>()
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
