//! What a fence says about its code: the info string.

use std::ops::Range;

use super::lines::parse_number;
use super::{Language, LineSet};
use crate::base::{Code, nearest};

/// What is known of a code block besides its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// The language; `None` where none is named or the named one is not known.
    pub language: Option<Language>,
    /// The name of the file that the code stands in, shown above it.
    pub file: Option<String>,
    /// The number of the first line, where lines are numbered.
    pub first_line: Option<usize>,
    /// The marked lines, counted from 1 at the block's first line however lines are numbered.
    pub marked: LineSet,
}

/// A fault in an info string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FenceFault {
    /// The bytes of the info string that are at fault.
    pub range: Range<usize>,
    /// [`Code::UnknownLanguage`] or [`Code::UnknownFenceOption`].
    pub code: Code,
    /// The fault, in words.
    pub message: String,
    /// The way out.
    pub help: String,
}

impl Fence {
    /// Reads an info string: a language, then options with blanks between.
    ///
    /// The options are `file="src/main.rs"` (or `title=`; the quotes are for names with blanks),
    /// `lines` or `lines=10`, and `mark="2,4-5"` or `{2,4-5}`. What follows a comma in the language
    /// (`rust,ignore`) is for other tools. A part that is faulty has no effect.
    pub fn parse(info: &str) -> (Fence, Vec<FenceFault>) {
        let mut fence = Fence::default();
        let mut faults = Vec::new();
        for (index, part) in split(info).into_iter().enumerate() {
            let text = &info[part.clone()];
            let result = if let Some(lines) = text.strip_prefix('{') {
                fence.mark(lines.trim_end_matches('}'), part.start + 1)
            } else if index == 0 && !is_option(text) {
                fence.name_language(text, part)
            } else {
                fence.set(text, part)
            };
            faults.extend(result.err());
        }
        (fence, faults)
    }

    fn name_language(&mut self, text: &str, part: Range<usize>) -> Result<(), FenceFault> {
        let name = text.split(',').next().unwrap_or(text);
        self.language = Language::find(name);
        if self.language.is_some() || name.is_empty() {
            return Ok(());
        }
        let help = match nearest(&name.to_ascii_lowercase(), Language::names()) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "it is shown as plain text; `text` says so without a warning".to_owned(),
        };
        Err(FenceFault {
            range: part.start..part.start + name.len(),
            code: Code::UnknownLanguage,
            message: format!("unknown language `{name}`"),
            help,
        })
    }

    fn set(&mut self, text: &str, part: Range<usize>) -> Result<(), FenceFault> {
        let (key, value) = match text.split_once('=') {
            Some((key, value)) => (key, Some(value)),
            None => (text, None),
        };
        let value_start = part.start + key.len() + 1;
        match (key, value.map(|value| unquote(value, value_start))) {
            (_, Some(Err(()))) => {
                let help = "end the value with the quote it begins with".to_owned();
                Err(option_fault(part, format!("the value of `{key}` is not closed"), help))
            }
            ("file" | "title", Some(Ok((name, _)))) if !name.is_empty() => {
                self.file = Some(name.to_owned());
                Ok(())
            }
            ("lines", None) => {
                self.first_line = Some(1);
                Ok(())
            }
            ("lines", Some(Ok((number, start)))) => {
                let fault = || bad_value(start..start + number.len(), key, number, "lines=10");
                self.first_line = Some(parse_number(number).ok_or_else(fault)?);
                Ok(())
            }
            ("mark", Some(Ok((lines, start)))) => self.mark(lines, start),
            ("file" | "title", _) => Err(bad_value(part, key, "", "file=\"src/main.rs\"")),
            ("mark", None) => Err(bad_value(part, key, "", "mark=\"2,4-5\"")),
            _ => Err(unknown_option(key, part.start..part.start + key.len())),
        }
    }

    fn mark(&mut self, lines: &str, start: usize) -> Result<(), FenceFault> {
        self.marked = LineSet::parse(lines).map_err(|range| {
            let (range, text) = (start + range.start..start + range.end, &lines[range]);
            bad_value(range, "mark", text, "mark=\"2,4-5\"")
        })?;
        Ok(())
    }
}

const OPTIONS: [&str; 4] = ["file", "title", "lines", "mark"];

/// What other tools call the options, in lower case, and what they are here.
const FOREIGN: [(&str, &str); 9] = [
    ("filename", "file"),
    ("name", "file"),
    ("hl_lines", "mark"),
    ("highlight", "mark"),
    ("linenos", "lines"),
    ("linenostart", "lines=10"),
    ("numberlines", "lines"),
    ("showlinenumbers", "lines"),
    ("line-numbers", "lines"),
];

/// The parts of an info string: between blanks that are neither quoted nor in braces; a brace
/// begins a part.
fn split(info: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = None;
    let mut until = None;
    for (at, c) in info.char_indices() {
        if let Some(closer) = until {
            if c == closer {
                until = None;
            }
            continue;
        }
        if c.is_whitespace() || c == '{' {
            parts.extend(start.take().map(|start| start..at));
        }
        if !c.is_whitespace() {
            start.get_or_insert(at);
        }
        until = match c {
            '{' => Some('}'),
            '"' | '\'' => Some(c),
            _ => None,
        };
    }
    parts.extend(start.map(|start| start..info.len()));
    parts
}

/// Whether a first part is an option and no language.
fn is_option(text: &str) -> bool {
    text.contains('=') || OPTIONS.contains(&text)
}

/// The value without its quotes, and where it starts; an error where a quote is not closed.
fn unquote(value: &str, start: usize) -> Result<(&str, usize), ()> {
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        return Ok((value, start));
    };
    match value[1..].strip_suffix(quote) {
        Some(inner) => Ok((inner, start + 1)),
        None => Err(()),
    }
}

fn unknown_option(key: &str, range: Range<usize>) -> FenceFault {
    let foreign = FOREIGN.iter().find(|(name, _)| key.eq_ignore_ascii_case(name)).map(|(_, known)| *known);
    let help = match foreign.or_else(|| nearest(&key.to_ascii_lowercase(), OPTIONS)) {
        Some(known) => format!("did you mean `{known}`?"),
        None => "the options are `file=\"…\"`, `lines`, `lines=10` and `mark=\"2,4-5\"`".to_owned(),
    };
    option_fault(range, format!("unknown fence option `{key}`"), help)
}

fn bad_value(range: Range<usize>, key: &str, value: &str, example: &str) -> FenceFault {
    let message = match value {
        "" => format!("`{key}` has no value"),
        _ => format!("`{value}` is no value for `{key}`"),
    };
    option_fault(range, message, format!("write it like `{example}`"))
}

fn option_fault(range: Range<usize>, message: String, help: String) -> FenceFault {
    FenceFault { range, code: Code::UnknownFenceOption, message, help }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fence, FenceFault};

    fn read(info: &str) -> String {
        let (fence, faults) = Fence::parse(info);
        assert_eq!(faults, [], "{info}");
        let marked: Vec<_> = (0..9).filter(|line| fence.marked.contains(*line)).collect();
        let language = fence.language.map_or("-", |language| language.name());
        format!("{language} {} {:?} {marked:?}", fence.file.as_deref().unwrap_or("-"), fence.first_line)
    }

    #[test]
    fn reads_languages_and_options() {
        for (info, meaning) in [
            ("", "- - None []"),
            ("  clj ", "clojure - None []"),
            ("rust,no_run", "rust - None []"),
            ("rust file=\"src/my main.rs\"", "rust src/my main.rs None []"),
            ("js title='x.js' lines", "javascript x.js Some(1) []"),
            ("js title=x.js lines=10", "javascript x.js Some(10) []"),
            ("js lines=\"10\"", "javascript - Some(10) []"),
            ("rust mark=\"2, 4-5\"", "rust - None [2, 4, 5]"),
            ("rust {2, 4-5} lines", "rust - Some(1) [2, 4, 5]"),
            ("rust{3}", "rust - None [3]"),
            ("{3}", "- - None [3]"),
            ("file=a.txt", "- a.txt None []"),
            ("lines", "- - Some(1) []"),
        ] {
            assert_eq!(read(info), meaning, "{info}");
        }
    }

    #[test]
    fn points_at_faults_and_says_the_way_out() {
        for (info, at, message, help) in [
            ("rsut", "rsut", "unknown language `rsut`", "did you mean `rust`?"),
            ("brainfog x", "x", "unknown fence option `x`", "the options are"),
            ("brainfog", "brainfog", "unknown language `brainfog`", "it is shown as plain text"),
            ("rust fiel=x", "fiel", "unknown fence option `fiel`", "did you mean `file`?"),
            ("rust hl_lines=2", "hl_lines", "unknown fence option `hl_lines`", "did you mean `mark`?"),
            ("rust mark=2,x", "x", "`x` is no value for `mark`", "write it like `mark=\"2,4-5\"`"),
            ("rust mark=\"2,0-1\"", "0-1", "`0-1` is no value for `mark`", "write it like"),
            ("rust {2,}", "", "`mark` has no value", "write it like"),
            ("rust lines=ten", "ten", "`ten` is no value for `lines`", "write it like `lines=10`"),
            ("rust file", "file", "`file` has no value", "write it like `file=\"src/main.rs\"`"),
            ("rust file=\"x", "file=\"x", "the value of `file` is not closed", "end the value"),
        ] {
            let (_, faults) = Fence::parse(info);
            let FenceFault { range, message: told, help: way_out, .. } = faults.last().unwrap();
            assert_eq!((&info[range.clone()], told.as_str()), (at, message), "{info}");
            assert!(way_out.starts_with(help), "{info}: {way_out}");
        }
    }

    #[test]
    fn a_faulty_part_leaves_the_rest() {
        let (fence, faults) = Fence::parse("rust oops file=a.rs");
        assert_eq!(fence.file.as_deref(), Some("a.rs"));
        assert_eq!(faults.len(), 1);
    }

    proptest! {
        #[test]
        fn faults_lie_in_the_info_string(info in "[a-z={}\"', 0-9æ-]{0,30}|\\PC{0,30}") {
            for fault in Fence::parse(&info).1 {
                prop_assert!(info.get(fault.range).is_some());
            }
        }
    }
}
