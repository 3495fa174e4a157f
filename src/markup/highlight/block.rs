//! A whole code block.

use std::borrow::Cow;

use super::Fence;
use super::engine::plain;
use super::recent::coloured;
use crate::markup::{escape_attribute, escape_text};

/// What a code block begins with, and what ends it.
const ENDS: (&str, &str) = ("<figure class=\"code\"", "</code></pre></figure>");

/// Makes the HTML of a code block.
///
/// It is `<figure class="code">` with what the language is called in `data-language`, the file's name as its `<figcaption>` if there is one, and a `<pre>` that the keyboard
/// can scroll. Where lines are numbered or marked each is a `<span class="l">`, or `l m` where marked. Where they are
/// numbered the `<pre>` has the class `lines` and each line its number in `data-n`, for a style sheet to show as
/// generated content: so numbers are neither selected nor copied, and need no inline style. One line end at the end of
/// the code is no line.
pub fn block(code: &str, fence: &Fence) -> String {
    let code = code.strip_suffix('\n').unwrap_or(code);
    let coloured = match fence.language {
        Some(language) => coloured(language, code),
        None => plain(code).into(),
    };
    let mut html = String::with_capacity(coloured.len() + 160);
    html.push_str(ENDS.0);
    if let Some(language) = fence.language.filter(|language| language.is_code()) {
        html.push_str(" data-language=\"");
        escape_attribute(language.label(), &mut html);
        html.push('"');
    }
    html.push('>');
    if let Some(file) = &fence.file {
        html.push_str("<figcaption>");
        escape_text(file, &mut html);
        html.push_str("</figcaption>");
    }
    let is_numbered = fence.first_line.is_some();
    html.push_str(if is_numbered { "<pre class=\"lines\" tabindex=\"0\">" } else { "<pre tabindex=\"0\">" });
    match fence.language {
        Some(language) => {
            html.push_str("<code class=\"language-");
            html.push_str(language.name());
            html.push_str("\">");
        }
        None => html.push_str("<code>"),
    }
    if is_numbered || !fence.marked.is_empty() {
        push_lines(&coloured, fence, &mut html);
    } else {
        html.push_str(&coloured);
    }
    html.push_str(ENDS.1);
    html.push('\n');
    html
}

/// HTML whose code blocks have neither colours nor marks on lines: what is read without their style sheet, such as a feed, is
/// less than half as long then, and looks the same.
pub fn without_colours(html: &str) -> Cow<'_, str> {
    let Some(mut start) = html.find(ENDS.0) else { return Cow::Borrowed(html) };
    let (mut plain, mut rest) = (String::with_capacity(html.len()), html);
    loop {
        let end = rest[start..].find(ENDS.1).map_or(rest.len(), |length| start + length);
        plain.push_str(&rest[..start]);
        for tag in rest[start..end].split('<').skip(1) {
            if tag.starts_with("span ") {
                plain.push_str(tag.split_once('>').map_or("", |(_, text)| text));
            } else if let Some(text) = tag.strip_prefix("/span>") {
                plain.push_str(text);
            } else {
                plain.push('<');
                plain.push_str(tag);
            }
        }
        rest = &rest[end..];
        match rest.find(ENDS.0) {
            Some(next) => start = next,
            None => break,
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn push_lines(coloured: &str, fence: &Fence, html: &mut String) {
    for (index, line) in coloured.split('\n').enumerate() {
        if index > 0 {
            html.push('\n');
        }
        html.push_str("<span class=\"l");
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
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Fence, block, without_colours};

    fn made(code: &str, info: &str) -> String {
        block(code, &Fence::parse(info).0)
    }

    #[test]
    fn has_a_caption_and_a_language() {
        assert_eq!(
            made("<b>\n", "text file=\"a & b\""),
            "<figure class=\"code\"><figcaption>a &amp; b</figcaption><pre tabindex=\"0\"><code \
             class=\"language-text\">&lt;b&gt;</code></pre></figure>\n"
        );
    }

    #[test]
    fn an_unnamed_language_is_plain() {
        assert_eq!(
            made("let x\n\n", ""),
            "<figure class=\"code\"><pre tabindex=\"0\"><code>let x\n</code></pre></figure>\n"
        );
    }

    #[test]
    fn numbers_and_marks_lines() {
        assert_eq!(
            made("a\n\nb\n", "lines=9 {2}"),
            "<figure class=\"code\"><pre class=\"lines\" tabindex=\"0\"><code>\
             <span class=\"l\" data-n=\"9\">a</span>\n\
             <span class=\"l m\" data-n=\"10\"></span>\n\
             <span class=\"l\" data-n=\"11\">b</span></code></pre></figure>\n"
        );
        assert!(
            made("a", "mark=1").contains("<pre tabindex=\"0\"><code><span class=\"l m\">a</span></code>")
        );
    }

    #[test]
    fn without_colours_it_is_what_no_language_makes_of_it() {
        let code = "let a = \"<b>\"; // c\n\nfn f() {}\n";
        let prose = "<p>a <span class=\"k\">b</span></p>\n<pre><code>x<span>y</span></code></pre>\n";
        let page = |code: &str| format!("{prose}{code}{prose}{code}{prose}");
        for (coloured, plain) in [
            (made(code, "rust"), made(code, "text").replace("language-text", "language-rust")),
            (made(code, "text {2} lines=3"), made(code, "text").replace("<pre", "<pre class=\"lines\"")),
        ] {
            let found = without_colours(&page(&coloured)).replace(" data-language=\"Rust\"", "");
            assert_eq!(found, page(&plain));
        }
        assert!(matches!(without_colours(prose), Cow::Borrowed(_)));
    }
}
