//! Lines that were meant to be separators and key lines, and are none.

use crate::base::is_invisible;

pub(super) const SEPARATOR_LEN: usize = 80;

/// The shortest run of dashes that is reported as a malformed separator.
const NEAR_SEPARATOR_LEN: usize = 60;

const COLONS: [char; 5] = ['：', '﹕', '∶', '꞉', 'ː'];

/// Marks that look like a slash, and the one that is mistaken for it.
const SLASHES: [char; 5] = ['／', '∕', '⁄', '╱', '\\'];

/// Why a line is not what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    /// It has another number of dashes.
    Count(usize),
    /// It is made of other marks.
    Mark(char),
    /// It holds a character that nobody sees.
    Invisible(char),
    Blank(char),
    /// Something else than white space follows the key.
    Attached(char),
    /// White space stands within the key.
    Gap,
    /// The same, so that its beginning is a key of its own.
    Parted,
    /// More than one colon stands before it.
    Colons,
    /// None does.
    NoColon,
}

/// A line that was meant to be a key line.
pub(super) struct NearKey {
    /// The key, without its colon and invisible characters.
    pub key: String,
    /// Where it ends in the line.
    pub end: usize,
    /// Whether it is a key only if it is a known one.
    pub must_be_known: bool,
    pub why: Mistake,
}

/// Whether a line shows nothing where this character stands.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible(c)
}

/// Why a line is no separator that was meant to be one.
pub(super) fn separator(line: &str) -> Option<Mistake> {
    let marks = line.trim_matches(is_blank);
    // Editors make one long dash of two or three short ones.
    let weight = |c: char| match c {
        '—' | '―' => 3,
        '–' => 2,
        '-' | '‐' | '‑' | '‒' | '−' | '─' | '━' | '═' | '﹘' | '－' | 'ー' => 1,
        _ => 0,
    };
    if weight(marks.chars().next()?) == 0 {
        return None;
    }
    let (mut len, mut count, mut other, mut invisible) = (0, 0, None, None);
    for c in marks.chars() {
        match weight(c) {
            0 if is_invisible(c) => invisible = Some(c),
            0 => return None,
            weight => (len, count) = (len + weight, count + 1),
        }
        other = other.or((c != '-' && weight(c) > 0).then_some(c));
    }
    let around = || line.chars().find(|c| is_invisible(*c));
    let why = match (other, invisible.or_else(around), line.chars().next()?) {
        (Some(mark), ..) => Mistake::Mark(mark),
        _ if count != SEPARATOR_LEN => Mistake::Count(count),
        (_, Some(c), _) => Mistake::Invisible(c),
        (_, _, first) => Mistake::Blank(first),
    };
    (len >= NEAR_SEPARATOR_LEN).then_some(why)
}

/// Reads a line that is no key line as what was meant to be one; where it may be prose a colon must
/// be there.
pub(super) fn key(line: &str, is_prose: bool) -> Option<NearKey> {
    let start = line.find(|c| !is_blank(c))?;
    if is_prose && !line[start..].starts_with(is_colon) {
        return None;
    }
    let begins = line[start..].trim_start_matches(is_colon);
    let colons = &line[start..line.len() - begins.len()];
    let blanks = begins.len() - begins.trim_start().len();
    let found = name(line, line.len() - begins.len() + blanks)?;
    let Name { key, end, after, slash, mut has_gap } = found;
    has_gap |= blanks > 0;
    let is_many = colons.chars().count() > 1;
    let why = match (line[..end].chars().find(|c| is_invisible(*c)), after) {
        _ if colons.is_empty() => Mistake::NoColon,
        _ if !is_many && !colons.starts_with(':') => Mistake::Mark(colons.chars().next()?),
        _ if slash.is_some() => Mistake::Mark(slash?),
        (Some(c), _) => Mistake::Invisible(c),
        _ if is_many => Mistake::Colons,
        _ if has_gap => Mistake::Gap,
        _ if start > 0 => Mistake::Blank(line.chars().next()?),
        (_, Some(c)) if !c.is_whitespace() => Mistake::Attached(c),
        _ => return None,
    };
    let is_apart = after.is_none_or(|c| c.is_whitespace() || ":=[{(\"".contains(c));
    let must_be_known = colons.is_empty() || slash.is_some() || is_many || has_gap;
    (is_apart && !key.is_empty()).then_some(NearKey { key, end, must_be_known, why })
}

/// A key as it is read in a line, whatever stands within it.
struct Name {
    key: String,
    end: usize,
    after: Option<char>,
    /// What stands in the place of its slash.
    slash: Option<char>,
    /// Whether there is a blank beside its slash.
    has_gap: bool,
}

fn name(line: &str, start: usize) -> Option<Name> {
    let mut name = Name { key: String::new(), end: line.len(), after: None, slash: None, has_gap: false };
    for (at, c) in line[start..].char_indices() {
        let is_in_name = !name.key.contains('/');
        if c.is_alphanumeric() || "-?/_".contains(c) {
            name.key.push(c);
        } else if is_in_name && SLASHES.contains(&c) {
            name.key.push('/');
            name.slash = Some(c);
        } else if c.is_whitespace()
            && (name.key.ends_with('/')
                || (is_in_name && (name.has_gap || line[start + at..].trim_start().starts_with(is_slash))))
        {
            name.has_gap = true;
        } else if !is_invisible(c) {
            (name.end, name.after) = (start + at, Some(c));
            break;
        }
    }
    Some(name).filter(|name| !name.key.starts_with('/'))
}

/// Reads the line of a key without a namespace that another one may have been meant by: `:post
/// /tags`.
pub(super) fn parted_key(line: &str, end: usize) -> Option<NearKey> {
    let found = line[end..].trim_start().starts_with(is_slash).then(|| key(line, true))??;
    Some(NearKey { why: Mistake::Parted, ..found })
}

fn is_colon(c: char) -> bool {
    c == ':' || COLONS.contains(&c)
}

fn is_slash(c: char) -> bool {
    c == '/' || SLASHES.contains(&c)
}

/// How many columns of white space a line begins with.
pub(super) fn indentation(line: &str) -> usize {
    columns(&line[..line.len() - line.trim_start_matches([' ', '\t']).len()])
}

/// How many columns the beginning of a line takes, as Markdown counts them (CommonMark 0.31.2,
/// section 2.2).
pub(super) fn columns(beginning: &str) -> usize {
    beginning.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

impl Mistake {
    /// What is wrong, after "the line".
    pub(super) fn words(self) -> String {
        match self {
            Mistake::Count(count) => format!("has {count} dashes"),
            Mistake::Mark(mark) => format!("is made with `{mark}`"),
            Mistake::Invisible(c) => format!("holds U+{:04X}, which nobody sees", u32::from(c)),
            Mistake::Blank(' ') => "begins with a blank".to_owned(),
            Mistake::Blank('\t') => "begins with a tab".to_owned(),
            Mistake::Blank(c) => format!("begins with U+{:04X}, which looks like a blank", u32::from(c)),
            Mistake::Attached(c) => format!("has `{c}` where a blank must follow the key"),
            Mistake::Gap | Mistake::Parted => "has a blank within the key".to_owned(),
            Mistake::Colons => "begins with more than one colon".to_owned(),
            Mistake::NoColon => "does not begin with a colon".to_owned(),
        }
    }
}
