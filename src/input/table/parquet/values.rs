//! The values of columns as bytes.
//!
//! In: columns of text, bytes or whole numbers. Out: each value as the bytes that a table of text would have for
//! it. Text comes as it is written, for the crate rejects all rows of a Parquet page when one character is none.

use super::Use;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, FixedSizeBinaryArray};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{ConvertedType, Type as Physical};
use parquet::errors::Result;
use parquet::file::metadata::{FileMetaData, ParquetMetaData};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use std::fmt::{Display, Write};
use std::fs::File;
use std::sync::Arc;

/// What a table says of itself, its columns of text being columns of bytes.
pub(super) fn metadata(source: &File) -> Result<ArrowReaderMetadata> {
    // Plain types, whatever those were from which the table was written.
    let options = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let told = ArrowReaderMetadata::load(source, options())?;
    let (told, file) = (told.metadata(), told.metadata().file_metadata());
    let root = file.schema_descr().root_schema();
    let fields = root.get_fields().iter().map(as_bytes).collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder(root.name()).with_fields(fields).build()?;
    let schema = Arc::new(SchemaDescriptor::new(Arc::new(schema)));
    let file = FileMetaData::new(file.version(), file.num_rows(), None, None, schema, None);
    ArrowReaderMetadata::try_new(Arc::new(ParquetMetaData::new(file, told.row_groups().to_vec())), options())
}

/// A column of text as one of bytes; any other as it is.
fn as_bytes(column: &TypePtr) -> Result<TypePtr> {
    let about = column.get_basic_info();
    let is_text = column.is_primitive()
        && column.get_physical_type() == Physical::BYTE_ARRAY
        && matches!(about.converted_type(), ConvertedType::UTF8 | ConvertedType::JSON | ConvertedType::ENUM);
    if !is_text {
        return Ok(column.clone());
    }
    let bytes = Type::primitive_type_builder(about.name(), Physical::BYTE_ARRAY);
    bytes.with_repetition(about.repetition()).build().map(Arc::new)
}

/// Gives a value of a column as bytes; an empty one for null and for what is neither text, bytes nor a
/// whole number.
pub(super) fn with_value(column: &dyn Array, at: usize, used: Use, mut take: impl FnMut(&[u8])) {
    if column.is_null(at) {
        take(b"");
    } else if let Some(bytes) = column.as_binary_opt::<i32>() {
        take(bytes.value(at));
    } else if let Some(bytes) = column.as_binary_opt::<i64>() {
        take(bytes.value(at));
    } else if let Some(bytes) = column.as_fixed_size_binary_opt() {
        with_fixed(bytes, at, used, take);
    } else {
        let number = number::<Int64Type>(column, at)
            .or_else(|| number::<Int32Type>(column, at))
            .or_else(|| number::<Int16Type>(column, at))
            .or_else(|| number::<Int8Type>(column, at))
            .or_else(|| number::<UInt64Type>(column, at))
            .or_else(|| number::<UInt32Type>(column, at))
            .or_else(|| number::<UInt16Type>(column, at))
            .or_else(|| number::<UInt8Type>(column, at));
        take(number.unwrap_or_default().as_bytes());
    }
}

/// A value of fixed length: where it is no text it is a number of many bytes, as UUIDs are, and two of them must
/// not become one name.
fn with_fixed(bytes: &FixedSizeBinaryArray, at: usize, used: Use, mut take: impl FnMut(&[u8])) {
    let value = bytes.value(at);
    let is_text = std::str::from_utf8(value).is_ok_and(|text| !text.contains(char::is_control));
    if is_text || matches!(used, Use::Page(..)) {
        return take(value);
    }
    let mut hex = String::with_capacity(2 * value.len());
    for byte in value {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    take(hex.as_bytes());
}

/// A whole number, when the column has those of this type.
fn number<T: ArrowPrimitiveType<Native: Display>>(column: &dyn Array, at: usize) -> Option<String> {
    column.as_primitive_opt::<T>().map(|numbers| numbers.value(at).to_string())
}
