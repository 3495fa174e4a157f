//! Straight marks made typographic.

use super::context::{After, Before, is_word};
use super::open::OpenQuotations;
use super::{Marks, Quotes};

/// Turns the marks of a keyboard into a language's own, run by run through the text of a block.
///
/// `"x"` and `'x'` become the locale's quotation marks, inner ones the alternate; other `'` become
/// `’`; ` -- ` becomes ` – `, `1--2` becomes `1–2`, `---` becomes `—`, `...` becomes `…`; and where
/// the language wants it, a space between a number and `%`, or before `?` and its like, becomes one
/// that does not break. Inches and feet (`5' 6"`), options (`--flag`) and text that is typographic
/// already stay as they are.
///
/// Feed it each run of a block's text in order, line ends included; tell it of inline code and
/// images by [`opaque`](Self::opaque), of each new block by [`block`](Self::block). Marks that only
/// style (emphasis, links) need not be told.
#[derive(Clone, Debug)]
pub struct Typographer {
    quotes: Quotes,
    before: Before,
    open: OpenQuotations,
    /// Where in the run that is being set the last single mark stands that can close a quotation;
    /// found when first asked for.
    last_closing: Option<Option<usize>>,
}

impl Typographer {
    /// Makes the typographer of a language's quotation marks, at the start of a block.
    pub fn new(quotes: Quotes) -> Self {
        Self { quotes, before: Before::Start, open: OpenQuotations::default(), last_closing: None }
    }

    /// Goes on in a language of other quotation marks, from the start of a block on.
    pub fn set_quotes(&mut self, quotes: Quotes) {
        self.quotes = quotes;
    }

    /// Starts a new block: what was open is so no longer.
    pub fn block(&mut self) {
        self.before = Before::Start;
        self.open.clear();
    }

    /// Passes something that stands in the text like a word: an image, a footnote's number.
    pub fn opaque(&mut self) {
        self.opaque_end('x');
    }

    /// Passes something whose last character is known: inline code, an address.
    pub fn opaque_end(&mut self, last: char) {
        self.before = Before::Char(last);
    }

    /// Appends a run of text, made typographic. Bytes that are no marks are appended as they are.
    pub fn text(&mut self, text: &str, out: &mut String) {
        self.last_closing = None;
        let mut done = 0;
        while let Some(found) = self.next_mark(&text[done..]) {
            let at = done + found;
            let before = text[done..at].chars().next_back().map_or(self.before, Before::Char);
            out.push_str(&text[done..at]);
            let rest = &text[at..];
            let taken = match rest.as_bytes()[0] {
                b'"' => self.double_quote(text, at, before, out),
                b'\'' => self.single_quote(text, at, before, out),
                b'-' => self.hyphens(rest, before, out),
                b'.' => self.dots(rest, before, out),
                b' ' => self.space(rest, before, out),
                _ => self.typographic_quote(rest, out),
            };
            done = at + taken;
        }
        if let Some(last) = text[done..].chars().next_back() {
            self.before = Before::Char(last);
        }
        out.push_str(&text[done..]);
    }

    /// Where the next character stands that may need work.
    fn next_mark(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let [open, close] =
            [self.quotes.primary.open, self.quotes.primary.close].map(|mark| mark.trim().as_bytes());
        bytes.iter().enumerate().position(|(at, byte)| match byte {
            b'"' | b'\'' => true,
            b'-' => bytes.get(at + 1) == Some(&b'-'),
            b'.' => bytes[at..].starts_with(b"..."),
            b' ' => self.no_break(&text[at + 1..]).is_some(),
            0x80.. => bytes[at..].starts_with(open) || bytes[at..].starts_with(close),
            _ => false,
        })
    }

    fn double_quote(&mut self, text: &str, at: usize, before: Before, out: &mut String) -> usize {
        let rest = &text[at + 1..];
        let after = next(rest);
        let is_open = self.open.has('"');
        let opens = if before.opens() {
            let broken_off = after == After::Unknown && before.is(is_sign);
            !is_open || !(after.closes() || broken_off)
        } else {
            !is_open && !before.is(is_word) && after != After::Unknown && !after.closes()
        };
        let inches = before.is(|c| c.is_ascii_digit()) && closes_later(rest);
        if opens {
            let inner = self.open.last() == Some(self.quotes.primary);
            self.start('"', if inner { self.quotes.alternate } else { self.quotes.primary }, out);
        } else if is_open && !inches {
            self.end('"', out);
        } else {
            self.keep('"', out);
        }
        1
    }

    fn single_quote(&mut self, text: &str, at: usize, before: Before, out: &mut String) -> usize {
        let rest = &text[at + 1..];
        let after = next(rest);
        let digit_before = before.is(|c| c.is_ascii_digit());
        if before.opens() && !after.closes() {
            let closed = after == After::Unknown || self.has_closing_single(text, at);
            if closed && !self.is_elision(rest) {
                self.start('\'', self.quotes.alternate, out);
            } else {
                self.mark("’", '’', out);
            }
        } else if before.is(is_word) && after.is(is_word) && !digit_before {
            self.mark("’", '’', out);
        } else if self.open.has('\'') && !before.is_blank() && !after.is(is_word) {
            self.end('\'', out);
        } else if before.is_blank() || digit_before {
            self.keep('\'', out);
        } else {
            self.mark("’", '’', out);
        }
        1
    }

    /// Whether some single mark after the one at a place can close a quotation; the very next
    /// character cannot.
    fn has_closing_single(&mut self, text: &str, at: usize) -> bool {
        let last = self.last_closing.get_or_insert_with(|| last_closing_single(text));
        last.is_some_and(|last| last > at + 1)
    }

    /// Whether a mark before this text stands for letters that fell away: `'90s`, `'n'`, `'tis`.
    fn is_elision(&self, rest: &str) -> bool {
        let (word, beyond) = rest.split_at(rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()));
        let decade = word.len() >= 2
            && word.bytes().take(2).all(|byte| byte.is_ascii_digit())
            && word[2..].bytes().all(|byte| byte.is_ascii_lowercase());
        let listed = self.quotes.elided.contains(&word.to_lowercase().as_str());
        (decade || listed) && !beyond.starts_with('\'') || rest.starts_with("n' ")
    }

    /// Hyphens in a row, of which there are at least two.
    fn hyphens(&mut self, rest: &str, before: Before, out: &mut String) -> usize {
        let count = rest.bytes().take_while(|byte| *byte == b'-').count();
        let after = next(&rest[count..]);
        let arrow = before.is(|c| matches!(c, '<' | '!')) || after.is(|c| c == '>');
        let between_blanks = before.is_blank() && (after == After::Unknown || after.is(char::is_whitespace));
        let between_digits = before.is(|c| c.is_ascii_digit()) && after.is(|c| c.is_ascii_digit());
        match count {
            2 if between_blanks || between_digits => self.mark("–", '–', out),
            3 if !arrow => self.mark("—", '—', out),
            _ => {
                out.push_str(&rest[..count]);
                self.before = Before::Char('-');
            }
        }
        count
    }

    /// Dots in a row, of which there are at least three.
    fn dots(&mut self, rest: &str, before: Before, out: &mut String) -> usize {
        let count = rest.bytes().take_while(|byte| *byte == b'.').count();
        let path = |c| matches!(c, '/' | '\\');
        if count == 3 && !before.is(path) && !next(&rest[3..]).is(path) {
            self.mark("…", '…', out);
        } else {
            out.push_str(&rest[..count]);
            self.before = Before::Char('.');
        }
        count
    }

    /// A space before a mark that may not stand alone on a line.
    fn space(&mut self, rest: &str, before: Before, out: &mut String) -> usize {
        let found = self.no_break(&rest[1..]);
        let space = found.filter(|(mark, _)| match mark {
            '%' | '‰' => before.is(|c| c.is_ascii_digit()),
            _ => !before.is_blank() && before != Before::Opening,
        });
        let is_free = found.is_some_and(|(mark, _)| !next(&rest[1 + mark.len_utf8()..]).is(is_word));
        self.keep(space.filter(|_| is_free).map_or(' ', |(_, space)| space), out);
        1
    }

    /// The mark that a text begins with, and the space that stands before it, if the language has
    /// one for it.
    fn no_break(&self, text: &str) -> Option<(char, char)> {
        let mark = text.chars().next()?;
        self.quotes.no_break.iter().find(|(listed, _)| *listed == mark).copied()
    }

    /// One of the locale's own primary marks, written by hand.
    fn typographic_quote(&mut self, rest: &str, out: &mut String) -> usize {
        let Marks { open, close } = self.quotes.primary;
        let (open, close) = (open.trim(), close.trim());
        let mark = if rest.starts_with(open) { open } else { close };
        out.push_str(mark);
        self.before = mark.chars().next().map_or(self.before, Before::Char);
        let tells_sides = open != close && close != "’";
        if tells_sides && mark == open {
            self.open.push('«', self.quotes.primary);
            self.before = Before::Opening;
        } else if tells_sides {
            self.open.end('«');
        }
        mark.len()
    }

    fn start(&mut self, written: char, marks: Marks, out: &mut String) {
        out.push_str(marks.open);
        self.open.push(written, marks);
        self.before = Before::Opening;
    }

    fn end(&mut self, written: char, out: &mut String) {
        if let Some(marks) = self.open.end(written) {
            out.push_str(marks.close);
            self.before = Before::Char('”');
        }
    }

    fn mark(&mut self, mark: &str, last: char, out: &mut String) {
        out.push_str(mark);
        self.before = Before::Char(last);
    }

    fn keep(&mut self, written: char, out: &mut String) {
        out.push(written);
        self.before = Before::Char(written);
    }
}

fn next(rest: &str) -> After {
    rest.chars().next().map_or(After::Unknown, After::Char)
}

/// Whether a quotation that is open may end after this although a new one could start here: `"Nei
/// –"`.
fn is_sign(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '/' | '=')
}

/// Whether the next double mark closes, so that one before this text did not.
fn closes_later(rest: &str) -> bool {
    rest.find('"').is_some_and(|at| {
        let before = rest[..at].chars().next_back().map_or(Before::Start, Before::Char);
        !before.opens() && !next(&rest[at + 1..]).is(is_word)
    })
}

/// Where the last single mark stands that can close a quotation.
fn last_closing_single(text: &str) -> Option<usize> {
    let can_close = |at: usize| {
        let before = text[..at].chars().next_back().map_or(Before::Start, Before::Char);
        !before.is_blank() && !next(&text[at + 1..]).is(is_word)
    };
    text.rmatch_indices('\'').map(|(at, _)| at).find(|at| can_close(*at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::super::Locale;
    use super::{Quotes, Typographer};

    fn typographer(tag: &str) -> Typographer {
        Typographer::new(Quotes::new(&Locale::parse(tag).unwrap()))
    }

    #[test]
    fn code_between_runs_is_a_word() {
        let mut typographer = typographer("nb");
        let mut out = String::new();
        typographer.text("\"", &mut out);
        typographer.opaque_end(')');
        typographer.text("\" og ", &mut out);
        typographer.opaque();
        typographer.text("'s \"", &mut out);
        typographer.opaque();
        typographer.text("\".", &mut out);
        assert_eq!(out, "«» og ’s «».");
    }

    #[test]
    fn a_block_starts_anew() {
        let mut typographer = typographer("en");
        let mut out = String::new();
        typographer.text("\"Never closed", &mut out);
        typographer.block();
        typographer.text("\"Closed\"", &mut out);
        assert_eq!(out, "“Never closed“Closed”");
    }

    proptest! {
        #[test]
        fn text_without_straight_marks_keeps_its_bytes(tag in "nb|en|fr|sv|he", text in "[^\"'. -]*") {
            let mut out = String::new();
            typographer(&tag).text(&text, &mut out);
            prop_assert_eq!(out, text);
        }

        #[test]
        fn any_text_keeps_its_letters(tag in "nb|en|fr|de|ja", text in any::<String>()) {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let mut out = String::new();
            typographer(&tag).text(&text, &mut out);
            prop_assert_eq!(letters(&out), letters(&text));
        }
    }
}
