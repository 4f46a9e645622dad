//! One member of a gzip file or one frame of a zstd file, unpacked up to the very byte at which it breaks.
//!
//! The decoders that libraries offer as streams drop what they have unpacked since they were last asked when
//! they come upon damage, so that how much comes out depends on how much is asked for. Here all that can be
//! had comes out before the damage is told, and so the same bytes whoever asks.

use flate2::{Decompress, FlushDecompress, Status};
use std::io::{self, BufRead, Read};
use zstd::dict::DecoderDictionary;
use zstd::stream::raw::{Decoder as Frame, InBuffer, Operation, OutBuffer};

/// Largest window of deflate.
const WINDOW_BITS: u8 = 15;

/// Bytes of the head of a frame by which zstd knows how long it is.
const FRAME_HEAD: usize = 5;

/// Bytes of the head of a block of zstd.
const BLOCK_HEAD: usize = 3;

/// The unpacked bytes of one member.
pub(super) struct Member<'a, R> {
    source: R,
    decoder: Decoder<'a>,
    state: State,
}

enum Decoder<'a> {
    Gzip(Box<Decompress>),
    /// A frame, and how many bytes it wants next.
    Zstd(Frame<'a>, usize),
}

enum State {
    Open,
    Whole,
    Broken(io::ErrorKind, String),
}

/// What one step of a decoder came to.
struct Step {
    taken: usize,
    written: usize,
    state: State,
}

impl<R> Member<'static, R> {
    /// A member of gzip.
    pub(super) fn gzip(source: R) -> Self {
        let decoder = Decoder::Gzip(Box::new(Decompress::new_gzip(WINDOW_BITS)));
        Self { source, decoder, state: State::Open }
    }

    /// A frame of zstd that needs this dictionary, which may be empty.
    pub(super) fn zstd(source: R, dictionary: &[u8]) -> io::Result<Self> {
        let decoder = Decoder::Zstd(Frame::with_dictionary(dictionary)?, FRAME_HEAD);
        Ok(Self { source, decoder, state: State::Open })
    }
}

impl<'a, R> Member<'a, R> {
    /// A frame of zstd that needs a dictionary which was prepared.
    pub(super) fn zstd_prepared(source: R, dictionary: &'a DecoderDictionary<'static>) -> io::Result<Self> {
        let decoder = Decoder::Zstd(Frame::with_prepared_dictionary(dictionary)?, FRAME_HEAD);
        Ok(Self { source, decoder, state: State::Open })
    }

    /// The source, right behind the member once that was read to its end.
    pub(super) fn into_inner(self) -> R {
        self.source
    }

    /// The source as it stands.
    pub(super) fn get_ref(&self) -> &R {
        &self.source
    }
}

impl<R: BufRead> Read for Member<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while !into.is_empty() {
            match &self.state {
                State::Open => {}
                State::Whole => return Ok(0),
                State::Broken(kind, what) => return Err(io::Error::new(*kind, what.clone())),
            }
            let input = self.source.fill_buf()?;
            let ended = input.is_empty();
            let step = self.decoder.step(input, into);
            self.source.consume(step.taken);
            self.state = match step.state {
                State::Open if ended && step.written == 0 => {
                    State::Broken(io::ErrorKind::UnexpectedEof, "they end too early".to_owned())
                }
                state => state,
            };
            if step.written > 0 {
                return Ok(step.written);
            }
        }
        Ok(0)
    }
}

impl Decoder<'_> {
    fn step(&mut self, input: &[u8], into: &mut [u8]) -> Step {
        match self {
            Self::Gzip(decoder) => {
                let (taken, written) = (decoder.total_in(), decoder.total_out());
                let result = decoder.decompress(input, into, FlushDecompress::None);
                // Both are below the lengths of the slices.
                let taken = (decoder.total_in() - taken) as usize;
                let written = (decoder.total_out() - written) as usize;
                let state = match result {
                    Ok(Status::StreamEnd) => State::Whole,
                    Ok(_) => State::Open,
                    Err(error) => broken(error.message().filter(|what| what.ends_with("check")).unwrap_or(
                        // What else zlib-rs says depends on how much was asked for.
                        "they are no valid gzip data",
                    )),
                };
                Step { taken, written, state }
            }
            Self::Zstd(frame, hint) => {
                // A block and the head of the next in one step would lose the block where the head is bad.
                let wanted = if *hint > BLOCK_HEAD { *hint - BLOCK_HEAD } else { (*hint).max(1) };
                let mut input = InBuffer::around(&input[..input.len().min(wanted)]);
                let mut output = OutBuffer::around(into);
                let state = match frame.run(&mut input, &mut output) {
                    Ok(0) => State::Whole,
                    Ok(next) => {
                        *hint = next;
                        State::Open
                    }
                    Err(error) => broken(&error.to_string()),
                };
                Step { taken: input.pos(), written: output.pos(), state }
            }
        }
    }
}

fn broken(what: &str) -> State {
    // What zlib and zstd say when everything unpacks and is not what was packed.
    let what = match what {
        "incorrect data check" | "incorrect length check" | "Restored data doesn't match checksum" => {
            "their checksum does not match, so that any of them may be wrong"
        }
        "Frame requires too much memory for decoding" => {
            "they need a window of more than 128 MiB (`zstd --long`): pack them anew without it"
        }
        what => what,
    };
    State::Broken(io::ErrorKind::InvalidData, what.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Write};

    /// What comes out before the damage, when so many bytes are asked for at a time.
    fn before(member: &[u8], asked: usize, is_gzip: bool) -> (Vec<u8>, bool) {
        let source = BufReader::with_capacity(asked.max(7), member);
        let mut member = if is_gzip {
            Member::gzip(source)
        } else {
            Member::zstd(source, &[]).expect("memory for a decoder")
        };
        let (mut all, mut piece) = (Vec::new(), vec![0; asked]);
        loop {
            match member.read(&mut piece) {
                Ok(0) => return (all, true),
                Ok(read) => all.extend_from_slice(&piece[..read]),
                Err(_) => return (all, false),
            }
        }
    }

    #[test]
    fn how_much_comes_out_before_damage_does_not_depend_on_who_asks() {
        let text: Vec<u8> = (0..90_000_u32)
            .flat_map(|n| format!("word {} ", n.wrapping_mul(2_654_435_761)).into_bytes())
            .collect();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(&text).expect("memory");
        let gzip = encoder.finish().expect("memory");
        // Without a checksum a frame may unpack to other bytes unseen.
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).expect("memory");
        encoder.include_checksum(true).expect("a setting");
        encoder.write_all(&text).expect("memory");
        let zstd = encoder.finish().expect("memory");
        for (packed, is_gzip) in [(gzip, true), (zstd, false)] {
            assert_eq!(before(&packed, 4096, is_gzip), (text.clone(), true));
            for at in [packed.len() / 2, packed.len() / 3] {
                let mut damaged = packed.clone();
                damaged[at..at + 30].fill(0xaa);
                let (all, whole) = before(&damaged, 1 << 20, is_gzip);
                assert!(!whole && all.len() > text.len() / 4, "{}", all.len());
                // Behind the damage wrong bytes may come before it is seen.
                assert!(text.starts_with(&all[..text.len() / 4]));
                for asked in [100, 4096, 70_000] {
                    assert!(before(&damaged, asked, is_gzip) == (all.clone(), false), "{asked}");
                }
            }
        }
    }
}
