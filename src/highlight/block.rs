//! A whole code block.

use std::sync::Arc;

use super::code_cache::coloured;
use super::engine::{HighlightedCode, plain};
use super::{Fence, HighlightError};
use crate::html::{escape_attribute, escape_text};

/// What code is in whose lines are not numbered.
const PRE: &str = "<pre tabindex=\"0\">";

/// What the tag of a line's span begins with; the class may have another behind it.
const LINE: &str = "<span class=\"l";

/// The HTML of a code block.
pub struct HighlightedBlock {
    /// What stands before the code.
    pub opening: String,
    /// The code, coloured; its lines, where they are numbered or marked.
    pub code: Arc<str>,
    /// What stands behind the code; the line does not end there.
    pub closing: &'static str,
    /// Why the code is plain, or a part of it.
    pub uncoloured: Option<HighlightError>,
}

/// Makes the HTML of a code block.
///
/// It is `<figure class="code">` with what the language is called in `data-language`, the file's
/// name as its `<figcaption>` if there is one, and a `<pre>` that the keyboard can scroll. Where
/// lines are numbered or marked each is a `<span class="l">`, or `l m` where marked. Where they are
/// numbered the `<pre>` has the class `lines` and each line its number in `data-n`, for a style
/// sheet to show as generated content: so numbers are neither selected nor copied, and need no
/// inline style. One line end at the end of the code is no line.
pub fn block(code: &str, fence: &Fence) -> HighlightedBlock {
    let code = code.strip_suffix('\n').unwrap_or(code);
    let HighlightedCode { html: coloured, uncoloured } = match fence.language {
        Some(language) => coloured(language, code),
        None => HighlightedCode { html: plain(code).into(), uncoloured: None },
    };
    let mut opening = String::from("<figure class=\"code\"");
    if let Some(language) = fence.language.filter(|language| language.is_code()) {
        opening.push_str(" data-language=\"");
        escape_attribute(language.label(), &mut opening);
        opening.push('"');
    }
    opening.push('>');
    if let Some(file) = &fence.file {
        opening.push_str("<figcaption>");
        escape_text(file, &mut opening);
        opening.push_str("</figcaption>");
    }
    let is_numbered = fence.first_line.is_some();
    opening.push_str(if is_numbered { "<pre class=\"lines\" tabindex=\"0\">" } else { PRE });
    match fence.language {
        Some(language) => {
            opening.push_str("<code class=\"language-");
            opening.push_str(language.name());
            opening.push_str("\">");
        }
        None => opening.push_str("<code>"),
    }
    let code =
        if is_numbered || !fence.marked.is_empty() { lines(&coloured, fence).into() } else { coloured };
    HighlightedBlock { opening, code, closing: "</code></pre></figure>", uncoloured }
}

/// Coloured code with a span around each line.
fn lines(coloured: &str, fence: &Fence) -> String {
    let mut html = String::with_capacity(coloured.len() * 2);
    for (index, line) in coloured.split('\n').enumerate() {
        if index > 0 {
            html.push('\n');
        }
        html.push_str(LINE);
        if fence.marked.contains(index + 1) {
            html.push_str(" m");
        }
        html.push('"');
        if let Some(first) = fence.first_line {
            html.push_str(&format!(" data-n=\"{}\"", first.saturating_add(index)));
        }
        html.push('>');
        html.push_str(line);
        html.push_str("</span>");
    }
    html
}

#[cfg(test)]
mod tests {
    use super::{Fence, HighlightedBlock, block};
    use crate::html::without_spans;

    fn made(code: &str, info: &str) -> String {
        let HighlightedBlock { opening, code, closing, .. } = block(code, &Fence::parse(info).0);
        opening + &code + closing
    }

    #[test]
    fn has_a_caption_and_a_language() {
        assert_eq!(
            made("<b>\n", "text file=\"a & b\""),
            "<figure class=\"code\"><figcaption>a &amp; b</figcaption><pre tabindex=\"0\"><code \
             class=\"language-text\">&lt;b&gt;</code></pre></figure>"
        );
    }

    #[test]
    fn an_unnamed_language_is_plain() {
        assert_eq!(
            made("let x\n\n", ""),
            "<figure class=\"code\"><pre tabindex=\"0\"><code>let x\n</code></pre></figure>"
        );
    }

    #[test]
    fn numbers_and_marks_lines() {
        assert_eq!(
            made("a\n\nb\n", "lines=9 {2}"),
            "<figure class=\"code\"><pre class=\"lines\" tabindex=\"0\"><code>\
             <span class=\"l\" data-n=\"9\">a</span>\n\
             <span class=\"l m\" data-n=\"10\"></span>\n\
             <span class=\"l\" data-n=\"11\">b</span></code></pre></figure>"
        );
        assert!(
            made("a", "mark=1").contains("<pre tabindex=\"0\"><code><span class=\"l m\">a</span></code>")
        );
    }

    #[test]
    fn without_spans_it_is_what_no_language_makes_of_it() {
        let code = "let a = \"<b>\"; // c\n\nfn f() {}\n";
        for info in ["rust", "rust lines=9 {2}", "text {1}"] {
            let coloured = block(code, &Fence::parse(info).0).code;
            assert_eq!(without_spans(&coloured), &*block(code, &Fence::default()).code, "{info}");
        }
    }
}
