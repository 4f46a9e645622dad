//! Patterns of paths: letters as they stand, and `*` for any run of them.

/// A pattern that a whole path must match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(String);

impl Pattern {
    pub(super) fn new(pattern: &str) -> Self {
        Self(pattern.to_owned())
    }

    /// Number of bytes that stand for themselves.
    pub(super) fn letters(&self) -> usize {
        self.0.bytes().filter(|byte| *byte != b'*').count()
    }

    pub(super) fn matches(&self, path: &str) -> bool {
        let Some((first, rest)) = self.0.split_once('*') else { return self.0 == path };
        let Some(mut path) = path.strip_prefix(first) else { return false };
        let mut parts = rest.split('*');
        // `split` always gives one part; the last must end the path, those before stand anywhere.
        let last = parts.next_back().unwrap_or_default();
        for part in parts {
            match path.find(part) {
                Some(at) => path = &path[at + part.len()..],
                None => return false,
            }
        }
        path.ends_with(last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        let cases = [
            ("/guides/*", "/guides/sleep", true),
            ("/guides/*", "/guides/", true),
            ("/guides/*", "/guide", false),
            ("/guides", "/guides/", false),
            ("*.html", "/a/b.html", true),
            ("/*/print/*.html", "/a/print/b/c.html", true),
            ("/*/print/*.html", "/a/b.html", false),
            ("/a*a", "/a", false),
            ("**", "/", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(Pattern::new(pattern).matches(path), expected, "{pattern} on {path}");
        }
    }
}
