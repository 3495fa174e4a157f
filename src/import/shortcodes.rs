//! Shortcodes of Hugo that have a plain meaning, written as Markdown or HTML.

use std::ops::Range;

use super::body::{Body, Replacement, link_path};
use super::report::{Fate, Report};
use crate::base::FilePath;
use crate::html::escape_attribute;

/// A shortcode as it is written.
struct Shortcode<'t> {
    range: Range<usize>,
    name: &'t str,
    /// Its arguments, those without a name under the numbers of their places.
    args: Vec<(String, String)>,
    /// Whether it is the end of one.
    is_end: bool,
    /// Whether it is only shown, and not to be worked on.
    is_shown: bool,
}

impl Shortcode<'_> {
    fn arg(&self, name: &str) -> Option<&str> {
        self.args.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.arg(name))
    }
}

/// What a shortcode becomes, and what of it is the writer's words.
type Written = Option<(String, String)>;

/// Writes the shortcodes of a body another way. `reference` is the link to a page that `ref` names.
pub fn replace(
    body: &mut Body,
    file: &FilePath,
    reference: &dyn Fn(&str) -> Option<String>,
    report: &mut Report,
) {
    let code = body.code();
    let found = all(&body.text);
    let mut replacements = Vec::new();
    let mut at = 0;
    while let Some(shortcode) = found.get(at) {
        at += 1;
        let range = shortcode.range.clone();
        if shortcode.is_shown {
            let text = body.text[range.clone()].replacen("/*", "", 1).replacen("*/", "", 1);
            replacements.push(Replacement { range, shown: text.clone(), text });
            continue;
        }
        if code.iter().any(|code| code.contains(&range.start)) {
            continue;
        }
        if shortcode.name == "highlight"
            && let Some(end) = found[at..].iter().position(|it| it.is_end && it.name == "highlight")
        {
            let end = at + end;
            let inner = &body.text[range.end..found[end].range.start];
            let text = highlighted(shortcode, inner);
            let range = range.start..found[end].range.end;
            replacements.push(Replacement { range, text, shown: inner.to_owned() });
            at = end + 1;
            continue;
        }
        match written(shortcode, reference) {
            Some((text, shown)) => replacements.push(Replacement { range, text, shown }),
            None if shortcode.is_end => {}
            None => {
                let place = (file, Some(body.line(range.start)));
                let what = format!("The shortcode `{}`", shortcode.name);
                let why = "it has no plain meaning in Diglot, and is shown as text";
                report.add(Fate::Kept, place, what, why, "Write in Markdown or HTML what it shows");
            }
        }
    }
    body.replace(&replacements);
}

fn written(shortcode: &Shortcode<'_>, reference: &dyn Fn(&str) -> Option<String>) -> Written {
    let frame = |url: String, title: &str| {
        let frame =
            format!("<iframe src=\"{url}\" title=\"{title}\" loading=\"lazy\" allowfullscreen></iframe>");
        Some((frame, String::new()))
    };
    // What stands in an address of HTML.
    let id = |names: &[&str]| -> Option<String> {
        let id = shortcode.any(names)?;
        id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)).then(|| id.to_owned())
    };
    match shortcode.name {
        _ if shortcode.is_end => (shortcode.name == "figure").then(Default::default),
        "figure" => figure(shortcode),
        "youtube" => {
            frame(format!("https://www.youtube-nocookie.com/embed/{}", id(&["id", "0"])?), "YouTube")
        }
        "vimeo" => frame(format!("https://player.vimeo.com/video/{}", id(&["id", "0"])?), "Vimeo"),
        "gist" => {
            let (user, gist) = (id(&["0"])?, id(&["1"])?);
            let script = format!("<script src=\"https://gist.github.com/{user}/{gist}.js\"></script>");
            shortcode.arg("2").is_none().then_some((script, String::new()))
        }
        "ref" | "relref" => Some((reference(shortcode.any(&["path", "0"])?)?, String::new())),
        _ => None,
    }
}

/// A figure: an image alone in its paragraph, whose title is the caption; in HTML where it leads
/// somewhere.
fn figure(shortcode: &Shortcode<'_>) -> Written {
    let src = shortcode.any(&["src", "0"])?;
    let title = shortcode.arg("title").unwrap_or_default();
    let caption = shortcode.arg("caption").unwrap_or_default();
    let attr = shortcode.arg("attr").unwrap_or_default();
    let caption =
        [title, caption, attr].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" – ");
    let alt = shortcode.arg("alt").unwrap_or_default();
    let shown = format!("{alt} {caption}");
    if let Some(link) = shortcode.any(&["link", "attrlink"]) {
        let [src, alt, caption, link] = [src, alt, &caption, link].map(escaped);
        let caption =
            if caption.is_empty() { caption } else { format!("<figcaption>{caption}</figcaption>") };
        let figure =
            format!("<figure><a href=\"{link}\"><img src=\"{src}\" alt=\"{alt}\"></a>{caption}</figure>");
        return Some((figure, shown));
    }
    let bracketed = |text: &str| text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let caption = match caption.is_empty() {
        true => caption,
        false => format!(" \"{}\"", caption.replace('\\', "\\\\").replace('"', "\\\"")),
    };
    Some((format!("![{}]({}{caption})", bracketed(alt), link_path(src)), shown))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    escape_attribute(text, &mut escaped);
    escaped
}

/// Code with its language, its numbers and its marks.
fn highlighted(shortcode: &Shortcode<'_>, inner: &str) -> String {
    let language = shortcode.any(&["lang", "0"]).unwrap_or_default();
    let mut options = String::new();
    let written = shortcode.any(&["options", "1"]).unwrap_or_default();
    for option in written.split(',') {
        let Some((name, value)) = option.split_once('=') else { continue };
        let value = value.trim().trim_matches(['"', '\'', '[', ']']);
        match name.trim().to_lowercase().as_str() {
            "linenos" if value != "false" => options.push_str(" lines"),
            "linenostart" => options = options.replace(" lines", &format!(" lines={value}")),
            "hl_lines" => {
                let lines = value.split_whitespace().collect::<Vec<_>>().join(",");
                options.push_str(&format!(" mark=\"{lines}\""));
            }
            _ => {}
        }
    }
    let longest = inner.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let marks = "`".repeat(3.max(longest + 1));
    format!("{marks}{language}{options}\n{}\n{marks}", inner.trim_matches('\n'))
}

/// The shortcodes of a text, in order.
fn all(text: &str) -> Vec<Shortcode<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("{{").map(|at| from + at) {
        from = start + 2;
        let close = match text[from..].chars().next() {
            Some('<') => ">}}",
            Some('%') => "%}}",
            _ => continue,
        };
        let Some(end) = text[from + 1..].find(close).map(|at| from + 1 + at) else { continue };
        let inner = text[from + 1..end].trim();
        from = end + close.len();
        let range = start..from;
        let is_shown = inner.starts_with("/*") && inner.ends_with("*/");
        let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |rest| (rest.trim(), !is_shown));
        let inner = inner.trim_end_matches('/').trim();
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        if !name.is_empty() {
            found.push(Shortcode { range, name, args: args(rest), is_end, is_shown });
        }
    }
    found
}

/// The arguments of a shortcode: words, texts in marks, and names with one of the two.
fn args(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    let mut place = 0;
    while !rest.is_empty() {
        let word =
            rest.find(|c: char| c.is_whitespace() || c == '=' || c == '"' || c == '`').unwrap_or(rest.len());
        let name = match rest[word..].strip_prefix('=') {
            Some(after) if word > 0 => {
                let name = rest[..word].to_lowercase();
                rest = after.trim_start();
                name
            }
            _ => {
                place += 1;
                (place - 1).to_string()
            }
        };
        let (value, after) = value(rest);
        found.push((name, value));
        rest = after.trim_start();
    }
    found
}

/// The value that a text begins with, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(mark @ ('"' | '`')) = text.chars().next() else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            _ if c == mark => return (value, &text[at + 1..]),
            '\\' if mark == '"' => value.extend(chars.next().map(|(_, c)| c)),
            c => value.push(c),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn replaced(text: &str) -> (Body, Report) {
        let (mut body, mut report) = (Body::new(text, 1), Report::default());
        let reference = |path: &str| (path == "bread.md").then(|| "/bread.md".to_owned());
        replace(&mut body, &FilePath::new("a.md"), &reference, &mut report);
        (body, report)
    }

    #[test]
    fn what_has_a_plain_meaning_is_written_so() {
        for (text, expected) in [
            (
                r#"{{< figure src="/a b.png" alt="A [b]" caption="C \"d\"" >}}"#,
                r#"![A \[b\]](/a%20b.png "C \"d\"")"#,
            ),
            (
                r#"{{< figure src="a.png" link="/b/" caption="C" >}}"#,
                r#"<figure><a href="/b/"><img src="a.png" alt=""></a><figcaption>C</figcaption></figure>"#,
            ),
            (
                "{{< highlight go \"linenos=table,hl_lines=2 4-5,linenostart=10\" >}}\na\n{{< /highlight >}}",
                "```go lines=10 mark=\"2,4-5\"\na\n```",
            ),
            ("{{< gist ada 0123 >}}", "<script src=\"https://gist.github.com/ada/0123.js\"></script>"),
            ("[b]({{< ref \"bread.md\" >}})", "[b](/bread.md)"),
            ("[b]({{% relref path=`bread.md` %}}#c)", "[b](/bread.md#c)"),
            ("{{</* figure src=\"a\" */>}}", "{{< figure src=\"a\" >}}"),
            ("`{{< ref \"bread.md\" >}}`", "`{{< ref \"bread.md\" >}}`"),
        ] {
            assert_eq!(replaced(text).0.text, expected, "{text}");
        }
        assert!(replaced("{{< youtube w7Ft2ymGmfc >}}").0.text.contains("/embed/w7Ft2ymGmfc\""));
        for text in ["{{< x a=b >}}", "{{< ref \"c.md\" >}}", "{{< youtube \"<b>\" >}}", "{{< vimeo >}}"] {
            let (body, report) = replaced(text);
            assert_eq!((body.text.as_str(), report.rows.len()), (text, 1));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read(text in r#"(\{\{<|\{\{%|>\}\}|%\}\}| |/|/\*|\*/|figure|highlight|ref|a|å|=|"|`|\\|\n){0,24}"#) {
            replaced(&text);
        }
    }
}
