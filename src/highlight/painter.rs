//! Stretches of text and their classes, to HTML.

use super::TokenClass;
use crate::html::escape_text;

/// Writes coloured HTML: escaped, neighbours of one class in one span, blanks outside of spans
/// where they can be, and no span across a line's end.
pub(super) struct Painter {
    html: String,
    open: Option<TokenClass>,
    /// Blanks that belong to the open span if the next text has its class.
    blanks: String,
}

impl Painter {
    /// Makes a painter for about so many bytes of code.
    pub(super) fn new(code_len: usize) -> Self {
        Self { html: String::with_capacity(code_len * 3), open: None, blanks: String::new() }
    }

    /// Adds the next stretch of the code; `None` is plain text.
    pub(super) fn put(&mut self, text: &str, class: Option<TokenClass>) {
        let mut rest = text;
        while let Some(end) = rest.bytes().position(|byte| byte == b'\n') {
            self.stretch(&rest[..end], class);
            self.end_line();
            rest = &rest[end + 1..];
        }
        self.stretch(rest, class);
    }

    pub(super) fn finish(mut self) -> String {
        self.close();
        self.html
    }

    fn stretch(&mut self, text: &str, class: Option<TokenClass>) {
        let Some(start) = text.bytes().position(|byte| !is_blank(byte)) else {
            self.blanks.push_str(text);
            return;
        };
        let end = text.len() - text.bytes().rev().take_while(|byte| is_blank(*byte)).count();
        self.blanks.push_str(&text[..start]);
        if class != self.open {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push_str(class.class());
                self.html.push_str("\">");
            }
            self.open = class;
        } else {
            self.html.push_str(&self.blanks);
            self.blanks.clear();
        }
        escape_text(&text[start..end], &mut self.html);
        self.blanks.push_str(&text[end..]);
    }

    fn end_line(&mut self) {
        self.close();
        self.html.push('\n');
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
        self.html.push_str(&self.blanks);
        self.blanks.clear();
    }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

#[cfg(test)]
mod tests {
    use super::{Painter, TokenClass};

    fn paint(stretches: &[(&str, Option<TokenClass>)]) -> String {
        let mut painter = Painter::new(0);
        for (text, class) in stretches {
            painter.put(text, *class);
        }
        painter.finish()
    }

    const K: Option<TokenClass> = Some(TokenClass::Keyword);
    const S: Option<TokenClass> = Some(TokenClass::String);

    #[test]
    fn merges_neighbours_of_one_class_across_blanks() {
        assert_eq!(paint(&[("let", K), (" ", None), ("mut", K)]), r#"<span class="k">let mut</span>"#);
        assert_eq!(paint(&[("a", None), (" ", K), ("b", None)]), "a b");
    }

    #[test]
    fn leaves_blanks_outside_of_spans() {
        assert_eq!(
            paint(&[("  let ", K), ("\"a b\" ", S)]),
            r#"  <span class="k">let</span> <span class="s">"a b"</span> "#
        );
        assert_eq!(paint(&[("x", K), (" ", None), ("= ", None)]), r#"<span class="k">x</span> = "#);
    }

    #[test]
    fn breaks_spans_at_line_ends() {
        assert_eq!(
            paint(&[("a\n\n b", S), ("\n", S)]),
            "<span class=\"s\">a</span>\n\n <span class=\"s\">b</span>\n"
        );
    }

    #[test]
    fn escapes() {
        assert_eq!(paint(&[("<a & \"b\">", None)]), "&lt;a &amp; \"b\"&gt;");
    }
}
