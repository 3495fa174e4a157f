//! Bare addresses become links.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::events::Events;
use super::raw::tag_name;

/// Turns the bare `http` and `https` addresses of the text into links, by the rules of GitHub's Markdown (GFM, section
/// 6.9), which are for prose: marks and unbalanced brackets at an address's end are not of it.
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
        if run[..start].ends_with(char::is_alphanumeric) {
            continue;
        }
        let end = address_end(run, start, from);
        if run[from..end].starts_with(char::is_alphanumeric) {
            found.push(start..end);
            from = end;
        }
    }
    found
}

/// Where the address that starts at `start`, its host at `host`, ends.
fn address_end(run: &str, start: usize, host: usize) -> usize {
    let stops = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '«' | '»' | '“' | '”' | '„')
    };
    let mut end = run[host..].find(stops).map_or(run.len(), |length| host + length);
    while let Some(last) = run[host..end].chars().next_back() {
        let address = &run[start..end];
        let trailing = match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' | '–' | '—' => {
                true
            }
            ')' => is_unbalanced(address, '(', ')'),
            ']' => is_unbalanced(address, '[', ']'),
            '}' => is_unbalanced(address, '{', '}'),
            _ => false,
        };
        if !trailing {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

fn is_unbalanced(text: &str, open: char, close: char) -> bool {
    text.matches(close).count() > text.matches(open).count()
}

fn is_closed_to_links(element: &str) -> bool {
    matches!(element, "a" | "code" | "kbd" | "samp" | "pre" | "script" | "style" | "textarea" | "button")
}

/// Appends a run of text, its addresses as links.
fn push_run(run: &str, range: Range<usize>, text: &str, linked: &mut Events<'_>) {
    let mut source = Source { text: &text[range.clone()], start: range.start, from: 0 };
    let mut done = 0;
    for address in addresses(run) {
        let at = source.find(&run[address.clone()]).unwrap_or_else(|| range.clone());
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

/// The source of a run, in which addresses are found again one after the other.
struct Source<'a> {
    text: &'a str,
    start: usize,
    from: usize,
}

impl Source<'_> {
    /// The range of an address in the whole text; `None` where it is written with escapes.
    fn find(&mut self, address: &str) -> Option<Range<usize>> {
        let at = self.from + self.text[self.from..].find(address)?;
        self.from = at + address.len();
        Some(self.start + at..self.start + self.from)
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
