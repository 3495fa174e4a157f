//! Lines that are text, and look as if they were not meant to be.

use super::faults;
use super::line::Line;
use super::near::{self, indentation};
use super::vocabulary::Source;
use crate::base::{Diagnostic, Span};
use crate::edn;

/// Warns of the lines that were meant to be separators or key lines, and are text.
pub(super) fn check(source: &Source<'_>, lines: &mut [(Line, Span)], diagnostics: &mut Vec<Diagnostic>) {
    let mut near_keys = Vec::new();
    let mut above = KeyAbove { key: None, is_markdown: true, is_edn: None };
    let mut margin = Indentation { is_blank: true, is_code: false };
    for (at, (line, span)) in lines.iter().enumerate() {
        let text = &source.text[span.range()];
        let may_be_slip = margin.read(line, text);
        match line {
            Line::Key(name) => {
                // Unknown keys below a text are reported elsewhere.
                if !text[name.clone()].contains('/')
                    && !above.is_markdown
                    && let Some(near) = near::parted_key(text, name.end)
                    && source.vocabulary.is_known(&near.key)
                {
                    diagnostics.push(faults::near_key(source.file, *span, &near, &near.key));
                }
                let is_markdown = source.vocabulary.is_markdown(&text[name.clone()]);
                above = KeyAbove { key: Some((at, name.end)), is_markdown, is_edn: None };
            }
            Line::Separator => above = KeyAbove { key: None, is_markdown: true, is_edn: None },
            Line::NearSeparator(why) if !(above.is_markdown && margin.is_code) => {
                diagnostics.push(faults::near_separator(source.file, *span, *why));
            }
            Line::Text if !above.is_markdown || (may_be_slip && !margin.is_code) => {
                let Some(near) = near::key(text, above.is_markdown) else { continue };
                let meant = match near.key.contains('/') {
                    true if near.must_be_known => {
                        Some(near.key.clone()).filter(|key| source.vocabulary.is_known(key))
                    }
                    false if near.must_be_known => None,
                    true => source.vocabulary.meant(&near.key, None),
                    false => Some(near.key.clone())
                        .filter(|key| !above.is_markdown && source.vocabulary.is_known(key)),
                };
                if let Some(meant) = meant
                    && !above.is_edn(source, lines)
                {
                    diagnostics.push(faults::near_key(source.file, *span, &near, &meant));
                    near_keys.push(at);
                }
            }
            _ => {}
        }
    }
    near_keys.into_iter().for_each(|at| lines[at].0 = Line::NearKey);
}

struct KeyAbove {
    /// Its line, and where it ends in that.
    key: Option<(usize, usize)>,
    is_markdown: bool,
    /// Whether its value is EDN in brackets, which may run over several lines; once that has been
    /// asked.
    is_edn: Option<bool>,
}

impl KeyAbove {
    fn is_edn(&mut self, source: &Source<'_>, lines: &[(Line, Span)]) -> bool {
        let Some((at, end)) = self.key.filter(|_| !self.is_markdown) else { return false };
        *self.is_edn.get_or_insert_with(|| {
            let mut below = lines[at + 1..].iter();
            let next = below.find(|(line, _)| matches!(line, Line::Key(_) | Line::Separator));
            let stop = next.map_or(source.text.len(), |(_, span)| span.start as usize);
            let value = source.text[lines[at].1.start as usize + end..stop].trim();
            value.starts_with(['[', '{', '(', '#']) && edn::read(value, 0).is_ok()
        })
    }
}

/// What stands at the left of the lines, as far as indented code goes.
struct Indentation {
    /// Whether nothing stands in the line above.
    is_blank: bool,
    is_code: bool,
}

impl Indentation {
    /// Reads a line, and says whether it may be a key line that was meant to be one.
    fn read(&mut self, line: &Line, text: &str) -> bool {
        if *line == Line::Inside {
            (self.is_blank, self.is_code) = (false, false);
            return false;
        }
        let first = text.as_bytes().first();
        let is_indented = matches!(first, Some(b' ' | b'\t'));
        let is_blank = match line {
            Line::Blank | Line::Separator | Line::Comment => true,
            Line::Key(name) => text[name.end..].trim().is_empty(),
            _ => false,
        };
        let is_deep = is_indented && *line != Line::Blank && indentation(text) >= 4;
        self.is_code = match line {
            Line::Blank => self.is_code,
            _ => is_deep && (self.is_blank || self.is_code),
        };
        self.is_blank = is_blank;
        is_indented || first.is_some_and(|byte| *byte == b':' || !byte.is_ascii())
    }
}
