//! What can be wrong with the shape of a section file.

use super::near::SEPARATOR_LEN;
use super::near::{Mistake, NearKey};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, Spanned};

pub(super) fn unclosed_fence(file: &FilePath, line: &str, span: Span) -> Diagnostic {
    let indent = line.len() - line.trim_start().len();
    let span = Span::new(span.start as usize + indent, span.end as usize);
    Diagnostic::at(Place::new(file, span), Code::UnclosedFence, "this code fence is never closed")
        .label("opened here")
        .help("end the code with a line of the same marks, as many as here or more")
}

pub(super) fn unclosed_comment(file: &FilePath, span: Span, is_block: bool) -> Diagnostic {
    if !is_block {
        let message = "this comment is not closed in its paragraph";
        return Diagnostic::at(Place::new(file, span), Code::UnclosedComment, message)
            .label("opened here")
            .help("end it with `-->` there, or begin it on a line of its own; where it is text, write `&lt;!--`");
    }
    Diagnostic::at(Place::new(file, span), Code::UnclosedComment, "this comment is never closed")
        .label("opened here")
        .help("end it with `-->`, before another comment or a code fence begins; where it is text, write `&lt;!--`")
}

/// A comment that Markdown ends before its `-->`.
pub(super) fn early_end(file: &FilePath, span: Span, why: &str) -> Diagnostic {
    let message = format!("this comment ends before its `-->`, and shows what it should hide: {why}");
    Diagnostic::at(Place::new(file, span), Code::UnclosedComment, message)
        .label("opened here")
        .help("begin it on a line of its own, in the first column")
}

/// What ends a comment for browsers, and not for Markdown.
pub(super) fn other_end(file: &FilePath, span: Span) -> Diagnostic {
    let message = "browsers end the comment here, and show the rest of it";
    Diagnostic::at(Place::new(file, span), Code::UnclosedElement, message)
        .help("write `-->` where it ends, or something else than `--!>` within it")
}

pub(super) fn near_separator(file: &FilePath, span: Span, why: Mistake) -> Diagnostic {
    let place = Place::new(file, span);
    let Mistake::Count(count) = why else {
        let message = format!("this line of dashes is not a separator: it {}", why.words());
        return Diagnostic::at(place, Code::NearSeparator, message).help(format!(
            "write {SEPARATOR_LEN} of `-` from the first column on, and nothing else, to make it one"
        ));
    };
    let message = format!("a line of {count} dashes is not a separator, which has {SEPARATOR_LEN}");
    Diagnostic::at(place, Code::NearSeparator, message).help(if count < SEPARATOR_LEN {
        format!("add {} to make it one", SEPARATOR_LEN - count)
    } else {
        format!("remove {} to make it one", count - SEPARATOR_LEN)
    })
}

/// A line that was meant to be a key line; `meant` is the key.
pub(super) fn near_key(file: &FilePath, line: Span, near: &NearKey, meant: &str) -> Diagnostic {
    let span = Span::new(line.start as usize, line.start as usize + near.end);
    let is = match (near.why, near.key.split_once('/')) {
        (Mistake::Parted, Some((beginning, _))) => format!("`:{beginning}`"),
        _ => "text".to_owned(),
    };
    let message = format!("this is not the key `:{meant}`, but {is}: the line {}", near.why.words());
    let help = match near.why {
        Mistake::Blank(_) => "take away what stands before the colon".to_owned(),
        Mistake::Attached(_) => format!("write a blank after `:{meant}`"),
        Mistake::Gap | Mistake::Parted | Mistake::Colons | Mistake::NoColon => format!("write `:{meant}`"),
        _ => format!("type `:{meant}` anew"),
    };
    let fault = Diagnostic::at(Place::new(file, span), Code::NearKey, message);
    fault.help(match near.why {
        Mistake::Parted => help,
        Mistake::NoColon => format!("{help}; where it is text, write it on the line above"),
        _ => format!("{help}; where it is text, write `\\:{}`", near.key),
    })
}

/// A key that is not known, below a text that it may belong to; `meant` is a known one that is
/// near.
pub(super) fn key_in_text(
    file: &FilePath,
    key: &Spanned<String>,
    above: Option<&Spanned<String>>,
    meant: Option<&str>,
) -> Diagnostic {
    let key_name = &key.value;
    let message = match above {
        Some(above) => {
            format!("the key `:{key_name}` is not known, and is taken for text of `:{}`", above.value)
        }
        None => format!("the key `:{key_name}` is not known, and is taken for text"),
    };
    let fault = Diagnostic::at(Place::new(file, key.span), Code::UnknownKey, message);
    let prose = format!("where it is text, write `\\:{key_name}`");
    fault.help(match (meant, above) {
        (Some(meant), _) => format!("{prose}; else: did you mean `:{meant}`?"),
        (None, Some(above)) => format!("{prose}; else: a key of your own stands above `:{}`", above.value),
        (None, None) => prose,
    })
}

pub(super) fn text_before_key(file: &FilePath, stray: Span, key: Option<Span>) -> Diagnostic {
    let fault = Diagnostic::at(
        Place::new(file, stray),
        Code::TextBeforeKey,
        "text stands before the block's first key",
    )
    .label("this belongs to no key");
    match key {
        Some(key) => fault
            .note_at(Place::new(file, key), "the first key is here")
            .help("put a key line before the text, such as `:section/body`"),
        None => fault.help("the block has no key at all: begin it with one, such as `:section/body`"),
    }
}

pub(super) fn duplicate_key(file: &FilePath, key: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::at(
        Place::new(file, key.span),
        Code::DuplicateKey,
        format!("`:{}` stands twice in one block", key.value),
    )
    .label("again here")
    .note_at(Place::new(file, first), "it stands here first")
    .help("remove one of the two, or part the sections with a line of 80 dashes")
}

pub(super) fn merge_conflict(file: &FilePath, span: Span) -> Diagnostic {
    Diagnostic::at(Place::new(file, span), Code::MergeConflict, "a merge has left both versions here")
        .help("keep what is right of the two, and remove the lines `<<<<<<<`, `=======` and `>>>>>>>`")
}
