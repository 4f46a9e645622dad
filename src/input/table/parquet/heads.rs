//! The heads of the pages of a column: how many rows each holds, and how large it says that it is.
//!
//! The `parquet` crate reads them as well, but takes the memory that a head asks for without a question, and
//! tells nobody how much that is. Heads are written in Thrift's compact protocol; four numbers of them count,
//! all else is passed over.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::ops::Range;

/// Fields within fields: the head of a page has three levels.
const DEEPEST: u8 = 8;

/// A page of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Page {
    /// Rows of the group that stand in it; all of them for a dictionary.
    pub(super) rows: Range<u64>,
    /// Its values.
    pub(super) values: u64,
    /// Bytes that it says it unpacks to.
    pub(super) unpacked: u64,
}

/// The pages of a column, up to the first head that cannot be.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) pages: Vec<Page>,
    /// Rows from the group's first on of which the pages are known.
    pub(super) known: u64,
}

/// The pages of a column without repeated values that stands in these bytes of a file and has so many rows.
pub(super) fn column(file: impl Read + Seek, bytes: Range<u64>, rows: u64) -> Column {
    let (mut pages, mut row, mut at) = (Vec::new(), 0, bytes.start);
    let mut source = BufReader::new(file);
    while row < rows && at < bytes.end {
        let Ok(Some(head)) = head(&mut source, at..bytes.end) else { break };
        at = head.end;
        let page = |rows| Page { rows, values: head.values, unpacked: head.unpacked };
        match head.kind {
            Kind::Data if head.values <= rows - row => {
                pages.push(page(row..row + head.values));
                row += head.values;
            }
            Kind::Data => break,
            Kind::Dictionary => pages.push(page(0..rows)),
            Kind::Other => {}
        }
    }
    Column { pages, known: row }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Data,
    Dictionary,
    Other,
}

struct Head {
    kind: Kind,
    unpacked: u64,
    values: u64,
    /// Byte of the file behind the page.
    end: u64,
}

/// The head that begins at the first of these bytes; `None` where its page would not fit into them.
fn head(source: &mut BufReader<impl Read + Seek>, bytes: Range<u64>) -> io::Result<Option<Head>> {
    source.seek(SeekFrom::Start(bytes.start))?;
    let mut compact = Compact { source: source.take(bytes.end - bytes.start) };
    let (mut kind, mut unpacked, mut packed, mut values) = (None, None, None, None);
    compact.fields(0, &mut |compact, field, of| {
        match (field, of) {
            (1, I32) => kind = Some(compact.number()?),
            (2, I32) => unpacked = u64::try_from(compact.number()?).ok(),
            (3, I32) => packed = u64::try_from(compact.number()?).ok(),
            // What a page of data, a dictionary and a page of the second version say of themselves.
            (5 | 7 | 8, STRUCT) => {
                // The rows of the second version stand third, the values of all first.
                let counted = if field == 8 { 3 } else { 1 };
                compact.fields(1, &mut |compact, field, of| {
                    if (field, of) == (counted, I32) {
                        values = u64::try_from(compact.number()?).ok();
                        return Ok(());
                    }
                    compact.pass(of, 2)
                })?;
            }
            _ => compact.pass(of, 1)?,
        }
        Ok(())
    })?;
    let left = compact.source.limit();
    let kind = match kind {
        Some(0 | 3) => Kind::Data,
        Some(2) => Kind::Dictionary,
        _ => Kind::Other,
    };
    let (Some(unpacked), Some(packed)) = (unpacked, packed) else { return Ok(None) };
    if packed > left || (kind == Kind::Data && values.is_none()) {
        return Ok(None);
    }
    Ok(Some(Head { kind, unpacked, values: values.unwrap_or(0), end: bytes.end - left + packed }))
}

const I32: u8 = 5;
const STRUCT: u8 = 12;

/// Thrift's compact protocol.
struct Compact<S> {
    source: S,
}

/// What is done with each field: its number and its type are told.
type Each<'a, S> = &'a mut dyn FnMut(&mut Compact<S>, i64, u8) -> io::Result<()>;

impl<S: BufRead> Compact<S> {
    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.source.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    /// Seven bits a byte, the lowest first.
    fn varint(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(io::ErrorKind::InvalidData.into())
    }

    fn number(&mut self) -> io::Result<i64> {
        let zigzag = self.varint()?;
        Ok((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }

    /// The fields of a struct.
    fn fields(&mut self, depth: u8, each: Each<S>) -> io::Result<()> {
        if depth > DEEPEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut field = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Ok(());
            }
            field = match head >> 4 {
                0 => self.number()?,
                more => field.saturating_add(i64::from(more)),
            };
            each(self, field, head & 15)?;
        }
    }

    fn pass_bytes(&mut self, count: u64) -> io::Result<()> {
        let passed = io::copy(&mut self.source.by_ref().take(count), &mut io::sink())?;
        if passed < count { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Passes over a value of a type.
    fn pass(&mut self, of: u8, depth: u8) -> io::Result<()> {
        match of {
            // A field that is a truth has it in its type.
            1 | 2 => Ok(()),
            3 => self.byte().map(drop),
            4..=6 => self.varint().map(drop),
            7 => self.pass_bytes(8),
            8 => {
                let count = self.varint()?;
                self.pass_bytes(count)
            }
            STRUCT => self.fields(depth, &mut |compact, _, of| compact.pass(of, depth + 1)),
            // Heads of pages have neither lists nor maps.
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}
