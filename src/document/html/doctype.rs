//! Whether a doctype asks for the "quirks" of old browsers: then a table does not end a paragraph.

/// Beginnings of public identifiers, in lower case, that ask for quirks.
const PREFIXES: &[&str] = &[
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//",
    "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//",
    "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//",
    "-//ietf//dtd html 2.0//",
    "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//",
    "-//ietf//dtd html 3.2 final//",
    "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//",
    "-//ietf//dtd html level 0//",
    "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//",
    "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//",
    "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//",
    "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//",
    "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//",
    "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//",
    "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//",
    "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//",
    "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//",
    "-//w3c//dtd html 3.2 draft//",
    "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//",
    "-//w3c//dtd html 3.2s draft//",
    "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//",
    "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//",
    "-//w3c//dtd w3 html//",
    "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//",
    "-//webtechs//dtd mozilla html//",
];

/// Public identifiers, in lower case, that ask for quirks.
const PUBLIC: &[&str] =
    &["-//w3o//dtd w3 html strict 3.0//en//", "-/w3c/dtd html 4.0 transitional/en", "html"];

/// A system identifier that does.
const SYSTEM: &str = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

/// Beginnings of public identifiers that do where no system identifier follows.
const PREFIXES_ALONE: &[&str] = &["-//w3c//dtd html 4.01 frameset//", "-//w3c//dtd html 4.01 transitional//"];

/// What a doctype asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Doctype {
    pub quirks: bool,
    /// Whether it goes on in a way that nothing follows from, so that its end is no loss.
    pub junk: bool,
}

/// The identifiers of a doctype.
#[derive(Debug, Default)]
struct Identifiers<'d> {
    public: Option<&'d str>,
    system: Option<&'d str>,
    /// Whether something stands where an identifier or nothing should.
    junk: bool,
    /// Whether the lack of an identifier asks for quirks.
    broken: bool,
}

/// Reads a doctype: `written` is what stands between `<!doctype` and `>`, and `cut` says that the source
/// ends before a `>`.
pub(super) fn read(written: &str, cut: bool) -> Doctype {
    let written = written.to_ascii_lowercase();
    let rest = written.trim_ascii_start();
    let (name, rest) =
        rest.split_at(rest.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(rest.len()));
    let identifiers = identifiers(rest.trim_ascii_start());
    let starts = |own: &str, prefixes: &[&str]| prefixes.iter().any(|prefix| own.starts_with(prefix));
    let quirks = cut
        || name != "html"
        || identifiers.broken
        || identifiers.system == Some(SYSTEM)
        || identifiers.public.is_some_and(|public| {
            PUBLIC.contains(&public)
                || starts(public, PREFIXES)
                || (identifiers.system.is_none() && starts(public, PREFIXES_ALONE))
        });
    Doctype { quirks, junk: identifiers.junk }
}

fn identifiers(rest: &str) -> Identifiers<'_> {
    let none = Identifiers::default();
    // A quote that is never closed is no junk but an end in the middle.
    let is_junk = |rest: &str| !rest.is_empty() && !rest.starts_with(['"', '\'']);
    if let Some(rest) = rest.strip_prefix("public") {
        let (public, rest) = match quoted(rest) {
            Ok((public, rest)) => (Some(public), rest),
            Err(rest) => return Identifiers { junk: is_junk(rest), broken: true, ..none },
        };
        return match quoted(rest) {
            Ok((system, rest)) => {
                Identifiers { public, system: Some(system), junk: !rest.is_empty(), ..none }
            }
            Err(rest) => Identifiers { public, junk: is_junk(rest), broken: !rest.is_empty(), ..none },
        };
    }
    match rest.strip_prefix("system").map(quoted) {
        Some(Ok((system, rest))) => Identifiers { system: Some(system), junk: !rest.is_empty(), ..none },
        Some(Err(rest)) => Identifiers { junk: is_junk(rest), broken: true, ..none },
        None => Identifiers { junk: !rest.is_empty(), broken: !rest.is_empty(), ..none },
    }
}

/// An identifier in quotes and what follows it, or what stands in its place.
fn quoted(rest: &str) -> Result<(&str, &str), &str> {
    let rest = rest.trim_ascii_start();
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let parts = quote.and_then(|quote| rest[1..].split_once(quote));
    parts.map(|(own, rest)| (own, rest.trim_ascii_start())).ok_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_broken_doctypes_ask_for_quirks() {
        for (written, quirks) in [
            (" html", false),
            (" HTML ", false),
            ("html", false),
            (" html system 'about:legacy-compat'", false),
            (r#" html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x""#, false),
            (r#" html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "x""#, false),
            (r#" html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN""#, true),
            (r#" html PUBLIC "-//W3C//DTD HTML 3.2 Final//EN""#, true),
            (r#" html SYSTEM "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd""#, true),
            ("", true),
            (" svg", true),
            (" html foo", true),
            (" html public", true),
            (" html public \"a", true),
            (" html public 'a' b", true),
        ] {
            assert_eq!(read(written, false).quirks, quirks, "{written}");
        }
        assert!(read(" html", true).quirks);
    }
}
