//! Bare addresses become links.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::events::Events;
use crate::html::tag_name;

/// Turns the bare `http` and `https` addresses of the text into links, by the rules of GitHub's
/// Markdown (GFM, section 6.9), which are for prose: marks and unbalanced brackets at an address's
/// end are not of it.
///
/// Addresses in links, images, code and raw HTML that is a link or code stay text.
pub(super) fn link_addresses<'a>(events: Events<'a>, text: &str) -> Events<'a> {
    if !text.contains("://") {
        return events;
    }
    let mut linked: Events<'a> = Vec::with_capacity(events.len() + 8);
    let mut closed = 0usize;
    for (event, range) in events {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                closed += 1
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                closed = closed.saturating_sub(1);
            }
            Event::InlineHtml(html) => match tag_name(html) {
                Some((name, false)) if is_closed_to_links(&name) => closed += 1,
                Some((name, true)) if is_closed_to_links(&name) => closed = closed.saturating_sub(1),
                _ => {}
            },
            Event::Text(run) if closed == 0 => {
                push_run(run, range, text, &mut linked);
                continue;
            }
            _ => {}
        }
        linked.push((event, range));
    }
    linked
}

/// The ranges of the bare addresses in a run of text.
fn addresses(run: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(colon) = run[from..].find("://").map(|at| from + at) {
        from = colon + 3;
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let start = colon.checked_sub(scheme.len());
            start
                .and_then(|start| run.get(start..colon))
                .is_some_and(|word| word.eq_ignore_ascii_case(scheme))
        });
        let Some(start) = scheme.map(|scheme| colon - scheme.len()) else { continue };
        if run[..start].ends_with(char::is_alphanumeric) || !run[from..].starts_with(char::is_alphanumeric) {
            continue;
        }
        let end = address_end(run, start, from);
        found.push(start..end);
        from = end;
    }
    found
}

/// The brackets that close within an address what opens in it.
const BRACKETS: [[char; 2]; 3] = [['(', ')'], ['[', ']'], ['{', '}']];

/// Where the address that starts at `start`, its host at `host`, ends.
fn address_end(run: &str, start: usize, host: usize) -> usize {
    let stops = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '«' | '»' | '“' | '”' | '„')
    };
    let mut end = run[host..].find(stops).map_or(run.len(), |length| host + length);
    let mut brackets = BRACKETS.map(|[open, close]| {
        let count = |bracket: char| run[start..end].matches(bracket).count();
        count(close).saturating_sub(count(open))
    });
    while let Some(last) = run[host..end].chars().next_back() {
        let trailing = match BRACKETS.iter().position(|[_, close]| *close == last) {
            Some(kind) => {
                let is_unbalanced = brackets[kind] > 0;
                brackets[kind] = brackets[kind].saturating_sub(1);
                is_unbalanced
            }
            None => "?!.,:;*_~'’‘…–—".contains(last),
        };
        if !trailing {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

fn is_closed_to_links(element: &str) -> bool {
    matches!(element, "a" | "code" | "kbd" | "samp" | "pre" | "script" | "style" | "textarea" | "button")
}

fn push_run(run: &str, range: Range<usize>, text: &str, linked: &mut Events<'_>) {
    let mut source = Source { run, text: &text[range.clone()], start: range.start, read: 0, from: 0 };
    let mut done = 0;
    for address in addresses(run) {
        let at = source.find(&address).unwrap_or_else(|| range.clone());
        if address.start > done {
            let from = linked.last().map_or(range.start, |(_, before)| before.end.max(range.start));
            linked.push((
                Event::Text(run[done..address.start].to_owned().into()),
                from.min(at.start)..at.start,
            ));
        }
        let target: String = run[address.clone()].to_owned();
        let link = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: target.clone().into(),
            title: "".into(),
            id: "".into(),
        };
        linked.push((Event::Start(link), at.clone()));
        linked.push((Event::Text(target.into()), at.clone()));
        linked.push((Event::End(TagEnd::Link), at));
        done = address.end;
    }
    if done == 0 {
        linked.push((Event::Text(run.to_owned().into()), range));
    } else if done < run.len() {
        let from = linked.last().map_or(range.start, |(_, before)| before.end);
        linked.push((Event::Text(run[done..].to_owned().into()), from.min(range.end)..range.end));
    }
}

/// The source of a run, in which addresses are found again one after the other: by the number of
/// their `://`.
struct Source<'a> {
    run: &'a str,
    text: &'a str,
    start: usize,
    read: usize,
    /// How far its source is read.
    from: usize,
}

impl Source<'_> {
    /// The range of an address of the run in the whole text; where it is written with escapes, up
    /// to the next blank.
    fn find(&mut self, address: &Range<usize>) -> Option<Range<usize>> {
        let colon = address.start + self.run[address.clone()].find("://")?;
        let skipped = self.run[self.read..colon].matches("://").count();
        self.read = colon + 3;
        let (colon, _) = self.text[self.from..].match_indices("://").nth(skipped)?;
        let colon = self.from + colon;
        self.from = colon + 3;
        let start = colon.checked_sub(self.read - 3 - address.start)?;
        let rest = self.text.get(start..)?;
        let len = if rest.starts_with(self.run.get(address.clone())?) {
            address.len()
        } else {
            rest.find(char::is_whitespace).unwrap_or(rest.len())
        };
        Some(self.start + start..self.start + start + len)
    }
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn an_address_ends_where_prose_goes_on() {
        for (run, expected) in [
            ("see https://tryapl.org/. And", vec!["https://tryapl.org/"]),
            ("see  http://x.no/a#b, or", vec!["http://x.no/a#b"]),
            ("(https://x.no/a_(b))", vec!["https://x.no/a_(b)"]),
            ("[https://x.no/?a[]=1]", vec!["https://x.no/?a[]=1"]),
            ("«https://x.no» and \"https://y.no\"", vec!["https://x.no", "https://y.no"]),
            ("HTTPS://x.no/å?", vec!["HTTPS://x.no/å"]),
            ("https://x.no/a…", vec!["https://x.no/a"]),
            ("https://x.no:", vec!["https://x.no"]),
            ("http://localhost:8080/", vec!["http://localhost:8080/"]),
            ("xhttps://x.no ftp://x.no https:// ://", vec![]),
            ("https://x.no/a\u{a0}b", vec!["https://x.no/a"]),
        ] {
            let found: Vec<_> = addresses(run).into_iter().map(|range| &run[range]).collect();
            assert_eq!(found, expected, "{run}");
        }
    }
}
