//! Parquet, a row a page: only the columns that count are read, group of rows by group of rows.

use super::{Columns, ContainerFile, Jobs, Row, Use};
use crate::input::job::{Found, Job, Place, Position};
use crate::rejects::{Failure, Reject, RejectCode};
use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type, UInt64Type};
use arrow_array::{Array, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use std::fs::File;
use std::ops::Range;
use std::sync::Arc;

/// Rows that make one job; pages are large, and the rows of all jobs under way are held.
const JOB_ROWS: usize = 8;

/// The jobs of a table from a row on.
pub(super) fn open(
    file: &Arc<ContainerFile>,
    source: File,
    columns: &Columns,
    from: &Place,
) -> Result<Jobs, Failure> {
    // Plain types, whatever those were from which the table was written.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let metadata = ArrowReaderMetadata::load(&source, options).map_err(|error| {
        let message = format!("this is no Parquet table that could be read ({error}); fetch it again");
        Failure::new(RejectCode::Damaged, message)
    })?;
    let names = || metadata.schema().fields().iter().map(|field| field.name().as_str());
    let used: Vec<(usize, Use)> =
        names().enumerate().filter_map(|(at, name)| Some((at, columns.use_of(name)?))).collect();
    if !columns.hold_pages(names(), file.in_folder) {
        return Err(Columns::none_of(names()));
    }
    let roots = used.iter().map(|(at, _)| *at);
    let mask = ProjectionMask::roots(metadata.parquet_schema(), roots);
    let uses = used.iter().map(|(_, used)| *used).collect();
    Ok(Box::new(Rows {
        file: file.clone(),
        source,
        metadata,
        mask,
        uses,
        group: 0,
        open: None,
        rows: 0..0,
        from: from.offset,
    }))
}

struct Rows {
    file: Arc<ContainerFile>,
    source: File,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    /// What the projected columns are for.
    uses: Arc<[Use]>,
    /// Number of the next group.
    group: usize,
    open: Option<ParquetRecordBatchReader>,
    /// Rows of the open group that are still to come.
    rows: Range<u64>,
    /// The first row that is wanted.
    from: u64,
}

impl Rows {
    /// Opens the next group; false when there is none.
    fn next_group(&mut self) -> bool {
        let groups = self.metadata.metadata();
        if self.group >= groups.num_row_groups() {
            return false;
        }
        let count = u64::try_from(groups.row_group(self.group).num_rows()).unwrap_or(0);
        let first = self.rows.end;
        self.rows = first..first + count;
        self.group += 1;
        let done = self.from.clamp(first, first + count) - first;
        self.rows.start += done;
        let opened =
            self.source.try_clone().map_err(parquet::errors::ParquetError::from).and_then(|source| {
                ParquetRecordBatchReaderBuilder::new_with_metadata(source, self.metadata.clone())
                    .with_row_groups(vec![self.group - 1])
                    .with_projection(self.mask.clone())
                    .with_batch_size(JOB_ROWS)
                    .with_offset(usize::try_from(done).unwrap_or(usize::MAX))
                    .build()
            });
        self.open = opened.map_err(|error| log::debug!("{}: {error}", self.file.id)).ok();
        true
    }

    fn job(&mut self, batch: Result<RecordBatch, Failure>) -> Box<dyn Job> {
        let rows = match &batch {
            Ok(batch) => self.rows.start..self.rows.start + batch.num_rows() as u64,
            Err(_) => self.rows.clone(),
        };
        self.rows.start = rows.end;
        let id = || Some(self.file.numbered(rows.start + 1));
        let batch = batch.map_err(|failure| self.file.reject(id(), None, rows.start, 0, failure));
        Box::new(RowsJob { file: self.file.clone(), uses: self.uses.clone(), batch, rows })
    }
}

impl Iterator for Rows {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.rows.is_empty() {
                self.open = None;
                if !self.next_group() {
                    return None;
                }
                continue;
            }
            let lost = |reason: &dyn std::fmt::Display| {
                let message = format!(
                    "rows {} to {} of the table are damaged ({reason}); fetch it again",
                    self.rows.start + 1,
                    self.rows.end
                );
                Failure::new(RejectCode::Damaged, message)
            };
            let batch = match self.open.as_mut().map(Iterator::next) {
                Some(Some(Ok(batch))) => Ok(batch),
                Some(Some(Err(error))) => Err(lost(&error)),
                Some(None) => Err(lost(&"it ends early")),
                None => Err(lost(&"they cannot be opened")),
            };
            return Some(self.job(batch));
        }
    }
}

/// Some rows, or what stands for those that are lost.
struct RowsJob {
    file: Arc<ContainerFile>,
    uses: Arc<[Use]>,
    batch: Result<RecordBatch, Box<Reject>>,
    rows: Range<u64>,
}

impl Job for RowsJob {
    fn read(&mut self, max_page_bytes: u64, each: &mut dyn FnMut(Found)) {
        let batch = match &self.batch {
            Ok(batch) => batch,
            Err(reject) => return each(Found::Reject(reject.clone())),
        };
        for (at, number) in (0..batch.num_rows()).zip(self.rows.start..) {
            let mut row = Row::default();
            for (used, column) in self.uses.iter().zip(batch.columns()) {
                with_value(column, at, |value| row.take(*used, value.into()));
            }
            each(row.found(&self.file, (number + 1, number), max_page_bytes, Vec::new));
        }
    }

    fn reject(&self, failure: Failure) -> Box<Reject> {
        self.file.reject(Some(self.file.numbered(self.rows.start + 1)), None, self.rows.start, 0, failure)
    }

    fn begin(&self) -> Position {
        self.file.position(self.rows.start, 0)
    }

    fn place(&self) -> Place {
        self.file.place(self.rows.end, 0)
    }
}

/// Gives a value of a column as bytes; an empty one for null and for what is neither text, bytes nor a
/// whole number.
fn with_value(column: &dyn Array, at: usize, mut take: impl FnMut(&[u8])) {
    if column.is_null(at) {
        take(b"");
    } else if let Some(texts) = column.as_string_opt::<i32>() {
        take(texts.value(at).as_bytes());
    } else if let Some(texts) = column.as_string_opt::<i64>() {
        take(texts.value(at).as_bytes());
    } else if let Some(bytes) = column.as_binary_opt::<i32>() {
        take(bytes.value(at));
    } else if let Some(bytes) = column.as_binary_opt::<i64>() {
        take(bytes.value(at));
    } else if let Some(numbers) = column.as_primitive_opt::<Int64Type>() {
        take(numbers.value(at).to_string().as_bytes());
    } else if let Some(numbers) = column.as_primitive_opt::<Int32Type>() {
        take(numbers.value(at).to_string().as_bytes());
    } else if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        take(numbers.value(at).to_string().as_bytes());
    } else {
        take(b"");
    }
}
