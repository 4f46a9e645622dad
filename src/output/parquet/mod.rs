//! Records as a nested Parquet table, a row a page.
//!
//! In: rows as JSON, the lines of `pages.jsonl`. Out: row groups, each made for itself in memory, and the
//! foot of a file. A file is so a plain sequence of row groups with a foot behind them: groups can be made
//! side by side, whoever appends them needs only their bytes and a list of what they hold, and a file that
//! a dead run left can be gone on with behind its last group. Columns are packed with zstd; `schema.rs`
//! says which there are.

mod json_text;
mod schema;

pub use schema::record_columns;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::Result;
use ::parquet::file::metadata::{
    ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader,
    ParquetMetaDataWriter, RowGroupMetaData,
};
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use arrow_json::ReaderBuilder;
use json_text::JsonTexts;
use std::sync::Arc;

/// Bytes of rows, as JSON, that make a row group: one to two thousand pages. It bounds the memory of the
/// rows that wait and of the group that is made of them; larger groups pack hardly better.
pub(super) const GROUP_BYTES: usize = 16 << 20;

/// Rows turned into columns at once: what is between rows and packed columns takes memory too.
const BATCH_ROWS: usize = 128;

/// Level of zstd for the columns: its own default.
const ZSTD_LEVEL: i32 = 3;

/// What stands at both ends of a file.
const MAGIC: &[u8; 4] = b"PAR1";

/// A row group: its bytes, and where in them the columns are.
#[derive(Debug)]
pub(super) struct Group {
    pub bytes: Vec<u8>,
    description: RowGroupMetaData,
}

/// Makes a group of rows.
pub(super) fn group(rows: &[u8]) -> Result<Group> {
    let (mut file, metadata) = file_of(rows)?;
    let [description] = metadata.row_groups() else {
        return Err(::parquet::errors::ParquetError::General("rows that make no group".to_owned()));
    };
    // As it is read out of a foot, so that a run that was gone on with writes the same foot.
    let description = Groups::read(&Groups(vec![description.clone()]).foot()?)?.0.remove(0);
    let end =
        description.columns().iter().map(|column| column.byte_range()).map(|(at, size)| at + size).max();
    file.truncate(end.unwrap_or_default() as usize);
    file.drain(..MAGIC.len());
    Ok(Group { bytes: file, description })
}

/// A file of these rows, without statistics of its pages: then columns alone stand before its foot.
fn file_of(rows: &[u8]) -> Result<(Vec<u8>, ParquetMetaData)> {
    let columns = record_columns();
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        // Cut where the bytes say so, not by a count of rows.
        .set_max_row_group_row_count(None)
        .build();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, columns.clone(), Some(properties))?;
    let reader = ReaderBuilder::new(columns)
        .with_batch_size(BATCH_ROWS)
        .with_strict_mode(true)
        .with_decoder_factory(Arc::new(JsonTexts))
        .build(rows)?;
    for batch in reader {
        writer.write(&batch?)?;
    }
    let metadata = writer.close()?;
    Ok((file, metadata))
}

/// The groups of a file under way.
#[derive(Debug, Default)]
pub(super) struct Groups(Vec<RowGroupMetaData>);

impl Groups {
    /// What a file begins with.
    pub fn head() -> Vec<u8> {
        MAGIC.to_vec()
    }

    /// Adds a group, whose bytes are put at this offset of the file.
    pub fn add(&mut self, group: &Group, offset: u64) -> Result<()> {
        let by = offset as i64 - MAGIC.len() as i64;
        let columns = group.description.columns().iter().map(|column| moved(column, by));
        let builder =
            group.description.clone().into_builder().set_column_metadata(columns.collect::<Result<_>>()?);
        let builder = builder.set_file_offset(offset as i64).set_ordinal(self.0.len() as i32);
        self.0.push(builder.build()?);
        Ok(())
    }

    /// The foot of a file of these groups.
    pub fn foot(&self) -> Result<Vec<u8>> {
        let (_, empty) = file_of(b"")?;
        let metadata = ParquetMetaData::new(empty.file_metadata().clone(), self.0.clone());
        let mut foot = Vec::new();
        ParquetMetaDataWriter::new(&mut foot, &metadata).finish()?;
        Ok(foot)
    }

    /// The groups that such a foot tells of.
    pub fn read(foot: &[u8]) -> Result<Self> {
        let end = foot.len().saturating_sub(FOOT_END);
        // By default the counts of encodings become a mask, which would not be written as it was read.
        let options = ParquetMetaDataOptions::new().with_encoding_stats_as_mask(false);
        let metadata = ParquetMetaDataReader::decode_metadata_with_options(&foot[..end], Some(&options))?;
        Ok(Self(metadata.row_groups().to_vec()))
    }
}

/// Bytes behind the description of a file: its length and the magic word.
const FOOT_END: usize = 4 + MAGIC.len();

/// A column of a group that stands so many bytes further on.
fn moved(column: &ColumnChunkMetaData, by: i64) -> Result<ColumnChunkMetaData> {
    let dictionary = column.dictionary_page_offset().map(|offset| offset + by);
    column
        .clone()
        .into_builder()
        .set_data_page_offset(column.data_page_offset() + by)
        .set_dictionary_page_offset(dictionary)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::jsonl;
    use crate::record::PageRecord;
    use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    /// A line of `pages.jsonl`; the page is a sample of the project's own.
    fn row(id: &str) -> Vec<u8> {
        let sample = include_str!("../../../fixtures/listicle/first-bicycle.html.json");
        let mut record: PageRecord = serde_json::from_str(sample).expect("a fixture is a record");
        id.clone_into(&mut record.id);
        jsonl::line(&record)
    }

    /// The file of these groups.
    fn file(groups: &[Group]) -> Vec<u8> {
        let (mut file, mut list) = (Groups::head(), Groups::default());
        for group in groups {
            list.add(group, file.len() as u64).expect("a group of this file");
            file.extend(&group.bytes);
        }
        file.extend(list.foot().expect("a foot"));
        file
    }

    #[test]
    fn groups_in_a_file_read_as_one_table() {
        let groups = [[row("a"), row("b")].concat(), row("c")].map(|rows| group(&rows).expect("a group"));
        let file = bytes::Bytes::from(file(&groups));
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("a file");
        assert_eq!((reader.metadata().num_row_groups(), reader.schema()), (2, &record_columns()));
        let batches: Vec<_> = reader.build().expect("a reader").map(|batch| batch.expect("rows")).collect();
        assert_eq!(batches.iter().map(|batch| batch.num_rows()).sum::<usize>(), 3);
    }

    #[test]
    fn a_file_without_rows_is_a_file() {
        let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(file(&[]))).expect("a file");
        assert_eq!((reader.metadata().num_row_groups(), reader.schema()), (0, &record_columns()));
    }

    #[test]
    fn the_list_of_groups_is_read_as_it_was_written() {
        let mut list = Groups::default();
        for (at, id) in ["a", "b"].into_iter().enumerate() {
            list.add(&group(&row(id)).expect("a group"), 4 + at as u64 * 100).expect("a place");
        }
        let foot = list.foot().expect("a foot");
        assert!(Groups::read(&foot).and_then(|read| read.foot()).expect("a foot") == foot);
    }
}
