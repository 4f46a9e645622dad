//! The values of columns as bytes.
//!
//! In: columns of text, bytes, numbers, truths, dates and times. Out: each value as the bytes that a table of text
//! would have for it. Text comes as it is written, for the crate rejects all rows of a Parquet page when one character is none.

use super::Use;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowTimestampType, Float16Type, Float32Type, Float64Type, TimestampMicrosecondType,
    TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
};
use arrow_array::{Array, ArrayRef, FixedSizeBinaryArray};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{DataType, TimeUnit};
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions};
use parquet::basic::{ConvertedType, Type as Physical};
use parquet::errors::Result;
use parquet::file::metadata::{FileMetaData, ParquetMetaData};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};
use std::fmt::Write;
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

/// Whether a column of this type may hold pages: text, bytes, or what stands for them in tables of text.
pub(super) fn may_be_pages(of: &DataType) -> bool {
    let is_bytes = matches!(of, DataType::Binary | DataType::LargeBinary | DataType::FixedSizeBinary(_));
    is_bytes || of.is_integer() || *of == DataType::Null
}

/// Gives a value of a column as bytes; empty ones for what is none.
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
        take(told(column, at).unwrap_or_default().as_bytes());
    }
}

/// A number, a truth, a date or a time as people write it: `-7`, `1.5`, `true`, `2024-05-31`,
/// `2024-05-31T08:00:00Z`. What is no number names nothing.
fn told(column: &dyn Array, at: usize) -> Option<String> {
    let is_none = match column.data_type() {
        DataType::Float64 => !column.as_primitive::<Float64Type>().value(at).is_finite(),
        DataType::Float32 => !column.as_primitive::<Float32Type>().value(at).is_finite(),
        DataType::Float16 => !column.as_primitive::<Float16Type>().value(at).is_finite(),
        _ => false,
    };
    let in_utc = in_utc(column);
    let options = FormatOptions::new();
    let values = ArrayFormatter::try_new(in_utc.as_deref().unwrap_or(column), &options);
    values.ok().filter(|_| !is_none)?.value(at).try_to_string().ok()
}

/// Instants as those of a zone that is told by its hours: the crate knows no other by its name, and Parquet has
/// them all in UTC.
fn in_utc(column: &dyn Array) -> Option<ArrayRef> {
    fn zoned<T: ArrowTimestampType>(column: &dyn Array) -> ArrayRef {
        Arc::new(column.as_primitive::<T>().clone().with_timezone("+00:00"))
    }
    let DataType::Timestamp(unit, Some(_)) = column.data_type() else { return None };
    Some(match unit {
        TimeUnit::Second => zoned::<TimestampSecondType>(column),
        TimeUnit::Millisecond => zoned::<TimestampMillisecondType>(column),
        TimeUnit::Microsecond => zoned::<TimestampMicrosecondType>(column),
        TimeUnit::Nanosecond => zoned::<TimestampNanosecondType>(column),
    })
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
