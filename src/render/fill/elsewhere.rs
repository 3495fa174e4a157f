//! HTML for readers elsewhere, whose programs run and load no more than text and images.

use std::ops::Range;

use crate::html::{HtmlToken, escape_attribute, escape_text, html_tokens};

/// HTML without what a feed may not hold: scripts, styles, objects, forms, attributes that run
/// scripts. Frames, films and sounds become links to what they show.
pub(super) fn for_feeds(html: &str) -> String {
    let mut adapter = Adapter { html, ..Adapter::default() };
    html_tokens(html, |event, at| adapter.event(event, at));
    adapter.finish()
}

#[derive(Default)]
struct Adapter<'a> {
    html: &'a str,
    out: String,
    /// The end of what has been written or left out.
    copied: usize,
    /// The start tag that is being read: where it begins, its element, its attributes.
    tag: usize,
    name: String,
    attributes: Vec<(String, String)>,
    /// How many drawings are open: a tag can close itself there.
    drawings: usize,
    /// The element that is left out with all that it holds.
    left_out: Option<LeftOut>,
}

struct LeftOut {
    name: String,
    /// How many elements of its name are open in it.
    depth: usize,
    shows: Option<String>,
    title: Option<String>,
}

impl Adapter<'_> {
    fn event(&mut self, event: &HtmlToken<'_>, at: Range<usize>) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            HtmlToken::OpenStartTag { name } => {
                (self.tag, self.name) = (at.start, text(name));
                self.attributes.clear();
            }
            HtmlToken::AttributeName { name } => self.attributes.push((text(name), String::new())),
            HtmlToken::AttributeValue { value } => {
                if let Some((_, last)) = self.attributes.last_mut() {
                    last.push_str(&text(value));
                }
            }
            HtmlToken::CloseStartTag { self_closing } => self.start_tag(at.end, *self_closing),
            HtmlToken::EndTag { name } => self.end_tag(&text(name), at),
            // Without scripting, the content of `noscript` is HTML.
            HtmlToken::String { .. } if self.name == "noscript" && self.left_out.is_none() => {
                self.copy_to(at.start);
                self.out.push_str(&for_feeds(self.html.get(at.clone()).unwrap_or_default()));
                self.copied = at.end;
            }
            _ => {}
        }
    }

    fn start_tag(&mut self, end: usize, self_closing: bool) {
        let address = self.value("src").or_else(|| self.value("data"));
        if let Some(left_out) = &mut self.left_out {
            left_out.depth += usize::from(left_out.name == self.name && !self_closing);
            if self.name == "source" && left_out.shows.is_none() {
                left_out.shows = address;
            }
            return;
        }
        self.drawings += usize::from(self.name == "svg" && !self_closing);
        match self.name.as_str() {
            "script" | "style" if self_closing && self.drawings > 0 => self.leave_out(self.tag..end),
            "script" | "style" | "iframe" | "video" | "audio" => {
                let title = self.value("title").or_else(|| self.value("aria-label"));
                let is_shown = !matches!(self.name.as_str(), "script" | "style");
                let shows = address.filter(|_| is_shown);
                self.copy_to(self.tag);
                self.left_out = Some(LeftOut { name: self.name.clone(), depth: 0, shows, title });
            }
            "embed" => {
                self.leave_out(self.tag..end);
                self.link(address.as_deref(), None);
            }
            "object" | "form" | "noscript" | "link" | "meta" | "base" => self.leave_out(self.tag..end),
            _ if self.attributes.iter().any(|(name, _)| name.starts_with("on")) => {
                self.leave_out(self.tag..end);
                self.out.push_str(&format!("<{}", self.name));
                for (name, value) in self.attributes.iter().filter(|(name, _)| !name.starts_with("on")) {
                    self.out.push_str(&format!(" {name}=\""));
                    escape_attribute(value, &mut self.out);
                    self.out.push('"');
                }
                self.out.push_str(if self_closing { "/>" } else { ">" });
            }
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &str, at: Range<usize>) {
        match &mut self.left_out {
            Some(left_out) if left_out.name == name => match left_out.depth.checked_sub(1) {
                Some(depth) => left_out.depth = depth,
                None => self.end_left_out(at.end),
            },
            Some(_) => {}
            None if name == "svg" => self.drawings = self.drawings.saturating_sub(1),
            None if matches!(name, "object" | "form" | "noscript" | "embed") => self.leave_out(at),
            None => {}
        }
        self.name.clear();
    }

    fn finish(mut self) -> String {
        let end = self.html.len();
        self.end_left_out(end);
        self.copy_to(end);
        self.out
    }

    /// Ends what is left out; a link leads to what it showed.
    fn end_left_out(&mut self, end: usize) {
        if let Some(LeftOut { shows, title, .. }) = self.left_out.take() {
            self.copied = end;
            self.link(shows.as_deref(), title.as_deref());
        }
    }

    fn link(&mut self, address: Option<&str>, title: Option<&str>) {
        let Some(address) = address else { return };
        self.out.push_str("<a href=\"");
        escape_attribute(address, &mut self.out);
        self.out.push_str("\">");
        escape_text(title.unwrap_or(address), &mut self.out);
        self.out.push_str("</a>");
    }

    fn value(&self, wanted: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn leave_out(&mut self, at: Range<usize>) {
        self.copy_to(at.start);
        self.copied = at.end;
    }

    fn copy_to(&mut self, end: usize) {
        self.out.push_str(self.html.get(self.copied..end).unwrap_or_default());
        self.copied = self.copied.max(end);
    }
}

#[cfg(test)]
mod tests {
    use super::for_feeds;

    #[test]
    fn nothing_runs_and_what_was_shown_is_linked() {
        for (html, expected) in [
            ("<p>a</p><script>b</script><style>c{}</style>d", "<p>a</p>d"),
            (
                "<iframe src=\"https://v.example/?a&amp;b\" title=\"A film\">x</iframe>",
                "<a href=\"https://v.example/?a&amp;b\">A film</a>",
            ),
            (
                "<video controls><source src=a.webm><source src=b.mp4>No <b>film</b></video>.",
                "<a href=\"a.webm\">a.webm</a>.",
            ),
            ("<audio src=a.ogg></audio>", "<a href=\"a.ogg\">a.ogg</a>"),
            ("<iframe srcdoc=\"x\"></iframe>y", "y"),
            ("<embed src=a.pdf>", "<a href=\"a.pdf\">a.pdf</a>"),
            ("<object data=a.svg><img src=a.png></object>", "<img src=a.png>"),
            ("<form action=/x><label>a <input></label></form>", "<label>a <input></label>"),
            ("<p id=a OnClick='b()' title=\"&quot;\">c</p>", "<p id=\"a\" title=\"&quot;\">c</p>"),
            ("<noscript><img src=a.png onerror=b()><script>c</script></noscript>", "<img src=\"a.png\">"),
            ("<svg><script/><path onload=\"a()\"/></svg>", "<svg><path/></svg>"),
            ("<link rel=x><meta name=a><base href=/>å", "å"),
            ("<p>a", "<p>a"),
        ] {
            assert_eq!(for_feeds(html), expected, "{html}");
        }
    }
}
