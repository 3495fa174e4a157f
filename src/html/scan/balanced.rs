//! Ending what a body's HTML leaves open.

use std::ops::Range;

use super::scanner::Scanner;
use crate::html::balance::{FaultKind, Verdict};

impl Scanner<'_> {
    /// Remembers the name of a tag's element, where elements are to end.
    pub(super) fn named(&mut self, name: &[u8]) {
        if self.found.balance.is_some() {
            self.name = String::from_utf8_lossy(name).into_owned();
        }
    }

    /// Whether a tag stays as it is, behind the end tags that are missing before it. `self_closing`
    /// is that of a start tag.
    pub(super) fn is_kept(&mut self, at: Range<usize>, self_closing: Option<bool>) -> bool {
        let Some(balance) = &mut self.found.balance else { return true };
        let span = (self.place)(at.clone());
        let verdict = match self_closing {
            Some(self_closing) => balance.start(&self.name, self_closing, span),
            None => balance.end(&self.name, span),
        };
        match verdict {
            Verdict::Kept(closers) if closers.is_empty() => return true,
            Verdict::Kept(closers) => {
                self.copy_to(at.start);
                self.out.html(&closers);
                return true;
            }
            Verdict::LeftOut => {
                self.copy_to(at.start);
                self.copied = at.end;
            }
            Verdict::Text => self.show_sign(at.start),
        }
        false
    }

    /// Ends a comment, or what browsers take for one, where it is not ended.
    pub(super) fn comment(&mut self, at: Range<usize>) {
        let html = self.html;
        let Some(comment) = html.get(at.clone()) else { return };
        let is_comment = comment.starts_with("<!--");
        let ends: &[&str] = if is_comment { &["-->", "--!>"] } else { &[">"] };
        if !ends.iter().any(|end| comment.ends_with(end)) {
            self.end_with(ends[0], at);
        }
    }

    /// Ends what has begun in the HTML and goes on behind it. What is left of a tag is text.
    /// `is_cut` says that not all was read, which is told.
    pub(super) fn finish(&mut self, is_cut: bool) {
        let html = self.html;
        if self.found.balance.is_some() {
            let rest = html.get(self.read..).unwrap_or_default();
            let name = rest.trim_start_matches(['<', '/']);
            if rest.starts_with('<') && name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let is_border = |c: char| c.is_whitespace() || "</>".contains(c);
                let name = name.split(is_border).next().unwrap_or_default();
                if !is_cut {
                    self.report(FaultKind::UnfinishedTag, name, self.read);
                }
                self.copy_to(self.read);
                self.out.html(&rest.replace('<', "&lt;"));
                self.copied = html.len();
            } else if let Some(at) = self.open_cdata() {
                self.end_with("]]>", at..html.len());
            }
        }
        self.copy_to(html.len());
        if let Some(balance) = &mut self.found.balance {
            balance.end_piece(html);
        }
    }

    /// Where text of a drawing begins that is no XML, and has no end.
    fn open_cdata(&self) -> Option<usize> {
        let at = self.html.rfind("<![CDATA[")?;
        let is_open = !self.html[at..].contains("]]>") && self.found.foreign > 0;
        is_open.then_some(at)
    }

    /// Writes the end that what stands somewhere lacks.
    fn end_with(&mut self, end: &str, at: Range<usize>) {
        if self.found.balance.is_some() {
            let written = self.html.get(..at.end).unwrap_or_default().trim_ascii_end().len();
            self.copy_to(written);
            self.out.html(end);
            self.report(FaultKind::UnfinishedComment, end, at.start);
        }
    }

    /// Makes text of the tag that begins somewhere.
    fn show_sign(&mut self, at: usize) {
        self.copy_to(at);
        self.out.text("<");
        self.copied = at + 1;
    }

    /// Tells of what begins somewhere, in its line.
    fn report(&mut self, kind: FaultKind, name: &str, start: usize) {
        let line = self.html[start..].lines().next().unwrap_or_default();
        let span = (self.place)(start..start + line.trim_ascii_end().len());
        if let Some(balance) = &mut self.found.balance {
            balance.report(kind, name, span);
        }
    }
}
