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
const PUBLIC: &[&str] = &["-//w3o//dtd w3 html strict 3.0//en//", "-/w3c/dtd html 4.0 transitional/en", "html"];

/// A system identifier that does.
const SYSTEM: &str = "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd";

/// Beginnings of public identifiers that do where no system identifier follows.
const PREFIXES_ALONE: &[&str] = &["-//w3c//dtd html 4.01 frameset//", "-//w3c//dtd html 4.01 transitional//"];

/// What a doctype says; identifiers in lower case.
#[derive(Debug, Default, PartialEq)]
struct Doctype {
    name: String,
    public: Option<String>,
    system: Option<String>,
    /// Whether it is broken in a way that asks for quirks.
    broken: bool,
}

/// Whether a doctype asks for quirks: `written` is what stands between `<!doctype` and `>`, and `cut`
/// says that the source ends before a `>`.
pub(super) fn asks_for_quirks(written: &str, cut: bool) -> bool {
    let Doctype { name, public, system, broken } = read(&written.to_ascii_lowercase());
    if broken || cut || name != "html" || system.as_deref() == Some(SYSTEM) {
        return true;
    }
    let starts = |own: &str, prefixes: &[&str]| prefixes.iter().any(|prefix| own.starts_with(prefix));
    public.is_some_and(|public| {
        PUBLIC.contains(&public.as_str())
            || starts(&public, PREFIXES)
            || (system.is_none() && starts(&public, PREFIXES_ALONE))
    })
}

fn read(written: &str) -> Doctype {
    let is_space = |letter: char| letter.is_ascii_whitespace();
    let rest = written.trim_start_matches(is_space);
    let (name, rest) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
    let mut doctype = Doctype { name: name.to_owned(), broken: name.is_empty(), ..Doctype::default() };
    let rest = rest.trim_start_matches(is_space);
    let mut rest = match (rest.strip_prefix("public"), rest.strip_prefix("system")) {
        (Some(rest), _) => match identifier(rest) {
            Some((public, rest)) => {
                doctype.public = Some(public.to_owned());
                rest
            }
            None => return Doctype { broken: true, ..doctype },
        },
        (None, Some(rest)) => {
            return match identifier(rest) {
                Some((system, _)) => Doctype { system: Some(system.to_owned()), ..doctype },
                None => Doctype { broken: true, ..doctype },
            };
        }
        (None, None) => return Doctype { broken: doctype.broken || !rest.is_empty(), ..doctype },
    };
    rest = rest.trim_start_matches(is_space);
    match identifier(rest) {
        Some((system, _)) => doctype.system = Some(system.to_owned()),
        None => doctype.broken = !rest.is_empty(),
    }
    doctype
}

/// A quoted identifier and what follows it; `None` when there is none or it is not closed.
fn identifier(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace());
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split_once(quote)
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
            assert_eq!(asks_for_quirks(written, false), quirks, "{written}");
        }
        assert!(asks_for_quirks(" html", true));
    }
}
