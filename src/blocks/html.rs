//! Comments and raw elements, as far as the block splitter must know them (CommonMark 0.31.2,
//! sections 4.6 and 6.6).

use memchr::{memchr2, memmem};

use super::near::indentation;

pub(super) const OPEN: &str = "<!--";
pub(super) const CLOSE: &str = "-->";

/// Elements whose insides are no Markdown, blank lines included.
const RAW: [&str; 4] = ["script", "style", "pre", "textarea"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    /// Where it begins.
    pub at: usize,
    /// Whether it stands where Markdown reads HTML, and not in the midst of a paragraph, which it
    /// ends with.
    pub is_block: bool,
    /// Whether nothing stands before it.
    pub is_first: bool,
    /// Whether it is indented so far that it may be code.
    pub is_deep: bool,
}

/// The first comment that is opened in a line from a place on. In prose a code span or a backslash
/// makes it text.
pub(super) fn opening(line: &str, from: usize) -> Option<Opening> {
    let is_block = line[from..].trim_start_matches(is_container).starts_with('<');
    let at = match is_block {
        true => from + memmem::find(&line.as_bytes()[from..], OPEN.as_bytes())?,
        false => opening_in_prose(line, from)?,
    };
    let is_first = line[from..at].bytes().all(|byte| byte == b' ');
    Some(Opening { at, is_block, is_first, is_deep: from == 0 && indentation(line) >= 4 })
}

fn opening_in_prose(line: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr2(b'`', b'<', &line.as_bytes()[at..])?;
        let rest = &line[at..];
        if rest.starts_with(OPEN) && !line[from..at].ends_with('\\') {
            return Some(at);
        }
        at += if rest.starts_with('`') { code_len(rest) } else { 1 };
    }
}

/// The length of the code span that a text begins with; where it is never closed, that of its
/// marks.
fn code_len(text: &str) -> usize {
    let run = |text: &str| text.bytes().take_while(|byte| *byte == b'`').count();
    let len = run(text);
    let mut end = len;
    while let Some(next) = text[end..].find('`') {
        let other = run(&text[end + next..]);
        end += next + other;
        if other == len {
            return end;
        }
    }
    len
}

/// The end of a comment that is closed in a line, of which `from` is the first place where that may
/// be.
pub(super) fn closing(line: &str, from: usize) -> Option<usize> {
    Some(from + memmem::find(line.get(from..)?.as_bytes(), CLOSE.as_bytes())? + CLOSE.len())
}

/// The raw element that begins a line and does not end in it.
pub(super) fn raw_element(line: &str) -> Option<&'static str> {
    let name = line.trim_ascii_start().strip_prefix('<')?;
    let is_raw = |raw: &&str| {
        let begins = name.get(..raw.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(raw));
        begins && !name[raw.len()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    };
    RAW.into_iter().find(is_raw).filter(|raw| !ends_raw(line, raw))
}

pub(super) fn ends_raw(line: &str, raw: &str) -> bool {
    memmem::find_iter(line.as_bytes(), "</")
        .any(|at| line.get(at + 2..at + 2 + raw.len()).is_some_and(|name| name.eq_ignore_ascii_case(raw)))
}

/// Whether what stands before HTML in a line begins a quotation or goes on with one.
pub(super) fn in_quotation(before: &str) -> bool {
    before.trim_start_matches(|c| c != '>' && is_container(c)).starts_with('>')
}

/// What may stand before the HTML that a list item or a quotation holds.
fn is_container(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_digit() || "->*+.)".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings() {
        for (line, expected) in [
            ("<!-- a", Some((0, true))),
            ("  <!-- a", Some((2, true))),
            ("- <!-- a", Some((2, true))),
            ("> 1. <!-- a", Some((5, true))),
            ("<p>a <!-- b", Some((5, true))),
            ("a <!-- b", Some((2, false))),
            ("a `<!--` b", None),
            ("a `` ` <!-- `` b", None),
            ("a ` <!-- b", Some((4, false))),
            ("a ``b` <!-- c", Some((7, false))),
            ("a \\<!-- b", None),
            ("a `<!--` <!-- b", Some((9, false))),
            ("a <! -- b", None),
        ] {
            assert_eq!(opening(line, 0).map(|it| (it.at, it.is_block)), expected, "{line}");
        }
        assert_eq!(closing("<!-->", 2), Some(5));
        assert_eq!(closing("a --> b -->", 0), Some(5));
        assert_eq!(closing("a", 2), None);
    }

    #[test]
    fn raw_elements() {
        for (line, expected) in [
            ("<style>", Some("style")),
            ("  <PRE class=x>", Some("pre")),
            ("<style>a{}</style>", None),
            ("<preface>", None),
            ("<script", Some("script")),
            ("a <style>", None),
        ] {
            assert_eq!(raw_element(line), expected, "{line}");
        }
    }
}
