//! Bytes that are no text: named by their first bytes where possible, else told by control bytes.

use crate::rejects::{Failure, RejectCode};

/// Bytes looked at for control bytes.
const SAMPLE_BYTES: usize = 16 * 1024;

/// Share of control bytes, one in so many, from which a sample is no text. Random and compressed
/// data hold one in ten; text in any charset but UTF-16 and UTF-32 holds none, but for the few
/// that a broken template leaves behind.
const TEXT_BYTES_PER_CONTROL: usize = 33;

/// What to do about a kind of file.
#[derive(Clone, Copy)]
enum Remedy {
    Unpack,
    Convert,
    LeaveOut,
}

impl Remedy {
    fn text(self) -> &'static str {
        match self {
            Self::Unpack => "unpack it and give tamis the pages inside",
            Self::Convert => "convert it to UTF-8 first",
            Self::LeaveOut => "give tamis HTML or plain text, or leave the file out",
        }
    }
}

/// First bytes of the kinds of file that crawls bring home under a page's name.
const SIGNATURES: &[(usize, &[u8], &str, Remedy)] = &[
    (0, b"%PDF-", "a PDF document", Remedy::LeaveOut),
    (0, b"\x89PNG\r\n\x1a\n", "a PNG picture", Remedy::LeaveOut),
    (0, b"\xff\xd8\xff", "a JPEG picture", Remedy::LeaveOut),
    (0, b"GIF87a", "a GIF picture", Remedy::LeaveOut),
    (0, b"GIF89a", "a GIF picture", Remedy::LeaveOut),
    (8, b"WEBP", "a WebP picture", Remedy::LeaveOut),
    (0, b"\0\0\x01\0", "an icon", Remedy::LeaveOut),
    (0, b"II*\0", "a TIFF picture", Remedy::LeaveOut),
    (0, b"MM\0*", "a TIFF picture", Remedy::LeaveOut),
    (4, b"ftyp", "an MP4 or AVIF file", Remedy::LeaveOut),
    (0, b"\x1a\x45\xdf\xa3", "a Matroska or WebM video", Remedy::LeaveOut),
    (8, b"AVI LIST", "an AVI video", Remedy::LeaveOut),
    (8, b"WAVEfmt ", "a WAVE sound", Remedy::LeaveOut),
    (0, b"OggS\0", "an Ogg file", Remedy::LeaveOut),
    (0, b"ID3\x02", "an MP3 sound", Remedy::LeaveOut),
    (0, b"ID3\x03", "an MP3 sound", Remedy::LeaveOut),
    (0, b"ID3\x04", "an MP3 sound", Remedy::LeaveOut),
    (0, b"fLaC\0", "a FLAC sound", Remedy::LeaveOut),
    (0, b"wOFF", "a web font", Remedy::LeaveOut),
    (0, b"wOF2", "a web font", Remedy::LeaveOut),
    (0, b"\0\x01\0\0\0", "a TrueType font", Remedy::LeaveOut),
    (0, b"PK\x03\x04", "a zip archive, which office documents are too", Remedy::Unpack),
    (0, b"PK\x05\x06", "an empty zip archive", Remedy::LeaveOut),
    (0, b"\x1f\x8b\x08", "gzip data inside the page", Remedy::Unpack),
    (0, b"\x28\xb5\x2f\xfd", "zstd data inside the page", Remedy::Unpack),
    (0, b"BZh", "bzip2 data", Remedy::Unpack),
    (0, b"\xfd7zXZ\0", "xz data", Remedy::Unpack),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", Remedy::Unpack),
    (0, b"Rar!\x1a\x07", "a RAR archive", Remedy::Unpack),
    (257, b"ustar", "a tar archive", Remedy::Unpack),
    (0, b"\x7fELF", "an ELF program", Remedy::LeaveOut),
    (0, b"MZ\x90\0", "a Windows program", Remedy::LeaveOut),
    (0, b"\xca\xfe\xba\xbe", "a Java class or a macOS program", Remedy::LeaveOut),
    (0, b"\0asm", "a WebAssembly program", Remedy::LeaveOut),
    (0, b"SQLite format 3\0", "an SQLite database", Remedy::LeaveOut),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document", Remedy::LeaveOut),
    (0, b"\xff\xfe\0\0", "UTF-32 text", Remedy::Convert),
    (0, b"\0\0\xfe\xff", "UTF-32 text", Remedy::Convert),
];

/// Whether the first bytes are those of a known kind of file that is no text.
///
/// # Errors
/// `binary`, with the kind and the remedy.
pub(super) fn check_signature(page: &[u8]) -> Result<(), Failure> {
    let known = SIGNATURES.iter().find(|(at, bytes, ..)| {
        page.get(*at..).is_some_and(|rest| rest.starts_with(bytes)) && is_plausible(page, bytes)
    });
    match known {
        None => Ok(()),
        Some((_, _, kind, remedy)) => {
            Err(Failure::new(RejectCode::Binary, format!("this is {kind}, not a page: {}", remedy.text())))
        }
    }
}

/// Signatures that are words need a second look, lest a text that begins with them be lost.
fn is_plausible(page: &[u8], signature: &[u8]) -> bool {
    match signature {
        b"WEBP" | b"AVI LIST" | b"WAVEfmt " => page.starts_with(b"RIFF"),
        b"BZh" => page.get(4..10) == Some(b"1AY&SY"),
        b"ftyp" => page.starts_with(b"\0\0"),
        b"ustar" | b"wOFF" | b"wOF2" => memchr::memchr(0, &page[..page.len().min(512)]).is_some(),
        _ => true,
    }
}

/// Whether there are too many control bytes for text; UTF-16 must be ruled out before.
///
/// # Errors
/// `binary`, with the count.
pub(super) fn check_controls(page: &[u8]) -> Result<(), Failure> {
    let sample = &page[..page.len().min(SAMPLE_BYTES)];
    // Counted in bytes, chunk by chunk, so that the compiler takes many at a time.
    let counts = sample.chunks(usize::from(u8::MAX));
    let controls: usize =
        counts.map(|own| usize::from(own.iter().map(|byte| u8::from(is_control(*byte))).sum::<u8>())).sum();
    if controls * TEXT_BYTES_PER_CONTROL <= sample.len() {
        return Ok(());
    }
    let message = format!(
        "{controls} of the first {} bytes are control bytes, so this is no text in a charset that tamis can tell: {}",
        sample.len(),
        Remedy::LeaveOut.text()
    );
    Err(Failure::new(RejectCode::Binary, message))
}

/// Control bytes that no text uses; ESC, SO and SI switch character sets in ISO-2022 texts.
fn is_control(byte: u8) -> bool {
    // Without a jump: most bytes are asked every question.
    (byte <= 0x08) | (byte == 0x0b) | (byte.wrapping_sub(0x10) <= 0x0f) & (byte != 0x1b) | (byte == 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_kinds_are_named() {
        let kinds: [(&[u8], &str); 7] = [
            (b"%PDF-1.7\n", "PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0", "PNG"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
            (b"\0\0\0\x20ftypisom", "MP4"),
            (b"\x1f\x8b\x08\0", "gzip"),
            (b"BZh91AY&SY", "bzip2"),
            (b"\x7fELF\x02", "ELF"),
        ];
        for (bytes, kind) in kinds {
            let failure = check_signature(bytes).expect_err(kind);
            assert!(failure.message.contains(kind), "{failure}");
        }
    }

    #[test]
    fn texts_that_begin_like_a_signature_are_texts() {
        for text in ["BZh is a name", "The WEBP format", "1234ftyp", "wOFF the web font", "PK is here"] {
            assert_eq!(check_signature(text.as_bytes()), Ok(()), "{text}");
        }
    }

    #[test]
    fn control_bytes_tell_data_from_text() {
        let noise: Vec<u8> = (0..4096_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(check_controls(&noise).is_err());
        let mut text = b"Words and words. ".repeat(20);
        text[5] = 0;
        assert_eq!(check_controls(&text), Ok(()));
    }
}
