//! Parquet, a row a page: only the columns that count are read, group of rows by group of rows.
//!
//! Damage costs the rows of the Parquet page that it hit, and a page that would take too much memory is not
//! read: `heads.rs` looks at the heads of pages first, `stretches.rs` says which rows are read together, and
//! `values.rs` makes bytes of what stands in them.

mod heads;
mod stretches;
mod values;

use super::{Columns, ContainerFile, Jobs, Row, Use};
use crate::input::job::{Found, Job, Place, Position};
use crate::rejects::{Failure, Reject, RejectCode};
use arrow_array::RecordBatch;
use arrow_schema::Field;
use heads::Column;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelector,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use std::fs::File;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use stretches::{Stretch, Stretches};

/// Rows that make one job; pages are large, and the rows of all jobs under way are held.
const JOB_ROWS: usize = 8;

/// The jobs of a table from a row on.
pub(super) fn open(
    file: &Arc<ContainerFile>,
    source: File,
    columns: &Columns,
    from: &Place,
    limit: u64,
) -> Result<Jobs, Failure> {
    let metadata = values::metadata(&source).map_err(|error| {
        let message = format!("this is no Parquet table that could be read ({error}); fetch it again");
        Failure::new(RejectCode::Damaged, message)
    })?;
    let fields = metadata.schema().fields();
    let used: Vec<(usize, Use)> =
        fields.iter().enumerate().filter_map(|(at, field)| Some((at, use_of(field, columns)?))).collect();
    let names = used.iter().map(|(at, _)| fields[*at].name().as_str());
    if !columns.hold_pages(names, file.in_folder) {
        let names: Vec<String> = fields.iter().map(|field| told(field, columns)).collect();
        return Err(Columns::none_of(names.iter().map(String::as_str)));
    }
    let mask = ProjectionMask::roots(metadata.parquet_schema(), used.iter().map(|(at, _)| *at));
    let uses = used.iter().map(|(_, used)| *used).collect();
    Ok(Box::new(Rows {
        file: file.clone(),
        source,
        metadata,
        mask,
        uses,
        limit,
        group: 0,
        first: 0,
        end: 0,
        stretches: Stretches::default(),
        open: None,
        ahead: None,
        from: from.offset,
    }))
}

/// What a column is for. Lists and structs hold nothing that is wanted, and pages are no dates.
fn use_of(field: &Field, columns: &Columns) -> Option<Use> {
    let of = field.data_type();
    let used = columns.use_of(field.name()).filter(|_| !of.is_nested())?;
    (values::may_be_pages(of) || !matches!(used, Use::Page(..))).then_some(used)
}

/// The name of a column, and why it holds no pages where it should by its name.
fn told(field: &Field, columns: &Columns) -> String {
    match (columns.use_of(field.name()), use_of(field, columns)) {
        (Some(Use::Page(..)), None) => {
            format!("{}, which is no text but {}", field.name(), field.data_type())
        }
        _ => field.name().clone(),
    }
}

struct Rows {
    file: Arc<ContainerFile>,
    source: File,
    metadata: ArrowReaderMetadata,
    mask: ProjectionMask,
    /// What the projected columns are for.
    uses: Arc<[Use]>,
    limit: u64,
    /// Number of the group behind the one that is read.
    group: usize,
    /// The first row of the group that is read, and the one behind it.
    first: u64,
    end: u64,
    /// What is still to come of it, by rows of the group.
    stretches: Stretches,
    /// The stretch that is being read, by rows of the group.
    open: Option<(ParquetRecordBatchReader, Range<u64>)>,
    /// What comes next, where it was read already.
    ahead: Option<Piece>,
    /// The first row that is wanted.
    from: u64,
}

/// Rows of the group, or why they are lost.
type Piece = (Range<u64>, Result<RecordBatch, Failure>);

impl Rows {
    /// Goes to the next group; false when there is none.
    fn next_group(&mut self) -> bool {
        let groups = self.metadata.metadata();
        if self.group >= groups.num_row_groups() {
            return false;
        }
        let group = groups.row_group(self.group);
        let rows = u64::try_from(group.num_rows()).unwrap_or(0);
        self.group += 1;
        (self.first, self.end) = (self.end, self.end.saturating_add(rows));
        if self.end <= self.from {
            return true;
        }
        let columns: Vec<Column> = (0..group.num_columns())
            .filter(|leaf| self.mask.leaf_included(*leaf))
            .map(|leaf| self.column(group.column(leaf), rows))
            .collect();
        self.stretches = Stretches::new(rows, &columns, self.limit);
        true
    }

    /// The pages of a column of a group; none where the foot of the file tells nonsense.
    fn column(&self, column: &ColumnChunkMetaData, rows: u64) -> Column {
        let start = column.dictionary_page_offset().unwrap_or(column.data_page_offset());
        let bytes = u64::try_from(start.min(column.data_page_offset())).and_then(|start| {
            Ok(start..start.saturating_add(u64::try_from(column.compressed_size())?).min(self.file.size))
        });
        match (bytes, self.source.try_clone()) {
            (Ok(bytes), Ok(source)) => heads::column(source, bytes, rows),
            _ => Column::default(),
        }
    }

    /// A reader of some rows of the group.
    fn reader(&self, rows: &Range<u64>) -> Result<ParquetRecordBatchReader, ParquetError> {
        let count = |rows: u64| usize::try_from(rows).unwrap_or(usize::MAX);
        let selected =
            vec![RowSelector::skip(count(rows.start)), RowSelector::select(count(rows.end - rows.start))];
        ParquetRecordBatchReaderBuilder::new_with_metadata(self.source.try_clone()?, self.metadata.clone())
            .with_row_groups(vec![self.group - 1])
            .with_projection(self.mask.clone())
            .with_batch_size(JOB_ROWS)
            .with_row_selection(selected.into())
            .build()
    }

    /// The next rows of the group; `None` at its end.
    fn piece(&mut self) -> Option<Piece> {
        loop {
            let opened = self.open.take();
            let (rows, batch) = match opened {
                Some((mut reader, rows)) => {
                    let batch = unpanicked(|| reader.next().transpose().map_err(ParquetError::from));
                    if let Ok(Some(batch)) = batch {
                        let end = rows.start + batch.num_rows() as u64;
                        self.open = (end < rows.end).then_some((reader, end..rows.end));
                        return Some((rows.start..end, Ok(batch)));
                    }
                    (rows, batch.map(drop))
                }
                None => {
                    let Stretch { rows, failure } =
                        self.stretches.next(self.from.saturating_sub(self.first))?;
                    if let Some(failure) = failure {
                        return Some((rows, Err(failure)));
                    }
                    let reader = unpanicked(|| self.reader(&rows));
                    match reader {
                        Ok(reader) => {
                            self.open = Some((reader, rows));
                            continue;
                        }
                        Err(reason) => (rows, Err(reason)),
                    }
                }
            };
            // Rows of pages that are whole still come, where this was not one page alone.
            if !self.stretches.part(&rows) {
                let reason = batch.err().unwrap_or_else(|| "it ends early".to_owned());
                return Some((rows, Err(Failure::new(RejectCode::Damaged, reason))));
            }
        }
    }

    /// The same, with rows that are lost one behind the other for one reason as one loss.
    fn merged(&mut self) -> Option<Piece> {
        let (mut rows, batch) = self.ahead.take().or_else(|| self.piece())?;
        if let Err(failure) = &batch {
            loop {
                match self.piece() {
                    Some((more, Err(same))) if same == *failure => rows.end = more.end,
                    other => {
                        self.ahead = other;
                        break;
                    }
                }
            }
        }
        Some((rows, batch))
    }
}

/// The error of something that may panic: the crate trusts what it reads now and then.
fn unpanicked<T>(read: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("it makes no sense".to_owned()),
    }
}

impl Iterator for Rows {
    type Item = Box<dyn Job>;

    fn next(&mut self) -> Option<Self::Item> {
        let (rows, batch) = loop {
            if let Some(piece) = self.merged() {
                break piece;
            }
            if !self.next_group() {
                return None;
            }
        };
        let rows = self.first + rows.start..self.first + rows.end;
        let batch = batch.map_err(|Failure { code, message }| {
            let told = format!("rows {} to {} of the table are lost", rows.start + 1, rows.end);
            let failure = match code {
                RejectCode::TooLarge => Failure::new(code, format!("{told}: {message}")),
                _ => Failure::new(code, format!("{told}, for they are damaged ({message}); fetch it again")),
            };
            self.file.reject(Some(self.file.numbered(rows.start + 1)), None, rows.start, 0, failure)
        });
        Some(Box::new(RowsJob { file: self.file.clone(), uses: self.uses.clone(), batch, rows }))
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
                values::with_value(column, at, *used, |value| row.take(*used, value.into()));
            }
            each(row.found(&self.file, (number + 1, number), max_page_bytes, Vec::new));
        }
    }

    fn held(&self) -> usize {
        self.batch.as_ref().map_or(0, RecordBatch::get_array_memory_size)
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
