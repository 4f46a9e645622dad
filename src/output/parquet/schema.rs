//! The columns of `pages.parquet`, made from the record's types by way of their JSON Schema.
//!
//! Objects become structs, arrays lists, names of codes strings, whole numbers signed integers that every
//! reader of Parquet knows. A type that holds itself (the items of an item) has no end as columns: where it
//! comes round again, the column is a string that holds the value as JSON, so that nothing is cut off at
//! whatever depth. Such a column carries the extension name `arrow.json`.

use crate::output::schema::record_schema_value;
use arrow_schema::extension::EXTENSION_TYPE_NAME_KEY;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};
use serde_json::Value;
use std::sync::{Arc, LazyLock};

/// Extension name of strings that hold JSON.
const JSON_TEXT: &str = "arrow.json";

/// Where a JSON Schema keeps the types that it refers to.
const DEFINITIONS: &str = "#/$defs/";

/// The columns of a record; the same in every run.
pub fn record_columns() -> SchemaRef {
    static COLUMNS: LazyLock<SchemaRef> = LazyLock::new(|| {
        let root = record_schema_value();
        let columns = Columns { root: &root };
        Arc::new(Schema::new(columns.fields(&root, &mut Vec::new())))
    });
    COLUMNS.clone()
}

/// Whether a column's strings hold JSON.
pub(super) fn is_json_text(field: &Field) -> bool {
    field.metadata().get(EXTENSION_TYPE_NAME_KEY).is_some_and(|name| name == JSON_TEXT)
}

/// A JSON Schema being read.
struct Columns<'a> {
    root: &'a Value,
}

/// Names of the types that are being read, the outermost first.
type Around<'a> = Vec<&'a str>;

impl<'a> Columns<'a> {
    /// The columns of an object.
    fn fields(&self, object: &'a Value, around: &mut Around<'a>) -> Fields {
        let properties = object["properties"].as_object().into_iter().flatten();
        properties.map(|(name, schema)| self.field(name, schema, around)).collect()
    }

    fn field(&self, name: &str, schema: &'a Value, around: &mut Around<'a>) -> Field {
        let (schema, nullable) = without_null(schema);
        match self.data_type(schema, around) {
            Some(data_type) => Field::new(name, data_type, nullable),
            None => Field::new(name, DataType::Utf8, nullable)
                .with_metadata([(EXTENSION_TYPE_NAME_KEY, JSON_TEXT)]),
        }
    }

    /// The type of a column; `None` where a type holds itself.
    fn data_type(&self, schema: &'a Value, around: &mut Around<'a>) -> Option<DataType> {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix(DEFINITIONS)) {
            if around.contains(&name) {
                return None;
            }
            around.push(name);
            let data_type = self.data_type(&self.root["$defs"][name], around);
            around.pop();
            return data_type;
        }
        Some(match (kind(schema), schema["format"].as_str()) {
            ("object", _) => DataType::Struct(self.fields(schema, around)),
            ("array", _) => {
                let (items, nullable) = without_null(&schema["items"]);
                DataType::List(Arc::new(Field::new_list_field(self.data_type(items, around)?, nullable)))
            }
            ("boolean", _) => DataType::Boolean,
            ("number", Some("float")) => DataType::Float32,
            ("number", _) => DataType::Float64,
            ("integer", Some("uint8" | "int8" | "uint16" | "int16" | "int32")) => DataType::Int32,
            ("integer", _) => DataType::Int64,
            // Words, and codes, which are alternatives of constant words.
            _ => DataType::Utf8,
        })
    }
}

/// Name of the type of a value that is not null.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.as_str(),
    }
    .unwrap_or_default()
}

/// A schema without the alternative that the value is null, and whether there was one.
fn without_null(schema: &Value) -> (&Value, bool) {
    let is_null = |schema: &Value| schema["type"] == "null";
    match schema["anyOf"].as_array() {
        Some(either) if either.iter().any(is_null) => {
            (either.iter().find(|own| !is_null(own)).unwrap_or(schema), true)
        }
        _ => (schema, schema["type"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_those_of_the_record() {
        let columns = record_columns();
        let type_of = |name: &str| columns.field_with_name(name).expect(name).data_type().clone();
        assert_eq!(columns.field(0).name(), "schema");
        assert_eq!((type_of("id"), type_of("confidence")), (DataType::Utf8, DataType::Float32));
        assert!(!columns.field_with_name("id").expect("id").is_nullable());
        assert!(columns.field_with_name("url").expect("url").is_nullable());
        let DataType::Struct(navigation) = type_of("navigation") else { panic!("a struct") };
        let (_, previous) = navigation.find("previous").expect("previous");
        assert!(previous.is_nullable() && matches!(previous.data_type(), DataType::Struct(_)));
    }

    #[test]
    fn items_of_items_are_json() {
        let columns = record_columns();
        let DataType::List(list) =
            columns.field_with_name("advice_lists").expect("lists").data_type().clone()
        else {
            panic!("a list")
        };
        let inner = |field: &Field, name: &str| {
            let DataType::Struct(fields) = field.data_type() else { panic!("a struct") };
            fields.find(name).expect(name).1.clone()
        };
        let DataType::List(item) = inner(&list, "items").data_type().clone() else { panic!("a list") };
        assert!(is_json_text(&inner(&item, "items")));
        assert!(!is_json_text(&inner(&item, "text")));
    }
}
