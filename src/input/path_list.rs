//! A list of paths, as `find` prints it, to the paths; read as they come, never all at once.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;

/// Bytes looked at to tell how paths are parted. A list parted by NUL bytes shows one here, because
/// no system takes paths of this length; that is also why a longer one is an error.
pub(super) const LONGEST_PATH_BYTES: u64 = 64 * 1024;

/// The beginning of a stream, and the whole stream again.
pub(super) fn peeked(mut stream: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    stream.by_ref().take(LONGEST_PATH_BYTES).read_to_end(&mut head)?;
    let again = Cursor::new(head.clone()).chain(stream);
    Ok((head, Box::new(again)))
}

/// The paths of a list, in its order. Empty lines are passed over.
pub(super) struct PathList {
    source: Option<Box<dyn BufRead + Send>>,
    separator: u8,
}

impl PathList {
    /// Reads the beginning of the list to see how its paths are parted.
    pub(super) fn new(mut list: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut head = Vec::new();
        list.by_ref().take(LONGEST_PATH_BYTES).read_to_end(&mut head)?;
        let separator = if memchr::memchr(0, &head).is_some() { 0 } else { b'\n' };
        let source = Cursor::new(head).chain(BufReader::new(list));
        Ok(Self { source: Some(Box::new(source)), separator })
    }

    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let Some(source) = &mut self.source else { return Ok(None) };
        let mut line = Vec::new();
        let read = source.take(LONGEST_PATH_BYTES).read_until(self.separator, &mut line)? as u64;
        if line.last() == Some(&self.separator) {
            line.pop();
        } else if read == LONGEST_PATH_BYTES {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a line is too long to be a path"));
        }
        if self.separator == b'\n' && line.last() == Some(&b'\r') {
            // Lists written on Windows; a name that ends so can be given between NUL bytes.
            line.pop();
        }
        Ok((read > 0).then_some(line))
    }
}

impl Iterator for PathList {
    type Item = io::Result<PathBuf>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.line() {
                Ok(Some(line)) if line.is_empty() => {}
                Ok(Some(line)) => return Some(path(line)),
                Ok(None) => return None,
                Err(error) => {
                    self.source = None;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// A line as a path.
#[cfg(unix)]
pub(super) fn path(bytes: Vec<u8>) -> io::Result<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Ok(std::ffi::OsString::from_vec(bytes).into())
}

/// A line as a path.
#[cfg(not(unix))]
pub(super) fn path(bytes: Vec<u8>) -> io::Result<PathBuf> {
    String::from_utf8(bytes)
        .map(PathBuf::from)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(list: &'static [u8]) -> Vec<String> {
        let list = PathList::new(Box::new(list)).expect("memory");
        list.map(|path| crate::input::names::id_of(&path.expect("a path"))).collect()
    }

    #[test]
    fn lines_are_paths_as_they_stand() {
        assert_eq!(paths(b"a.html\n\n b c .html\r\nd\"e.html"), ["a.html", " b c .html", "d\"e.html"]);
        assert_eq!(paths(b""), Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn a_nul_byte_frees_newlines() {
        assert_eq!(paths(b"a\nb.html\0\xff.html\0"), ["a\nb.html", "\\xff.html"]);
    }

    #[test]
    fn what_is_no_list_ends_with_an_error() {
        let mut list = PathList::new(Box::new(io::repeat(b'x'))).expect("memory");
        assert!(list.next().is_some_and(|path| path.is_err()));
        assert!(list.next().is_none());
    }
}
