//! The beginning of a page of another tool: what is said of it before its text.

use super::value::{Schema, Unreadable, Value, toml, yaml};

/// The parts of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Parts<'t> {
    /// What its front matter says; `None` where it has none.
    pub front: Option<Result<Value, Unreadable>>,
    /// The front matter as it is written, without its marks.
    pub written: &'t str,
    /// The text below it.
    pub body: &'t str,
    /// The line, from 1, that the text begins on.
    pub body_line: usize,
}

/// Takes a page apart: YAML between two lines of `---`, TOML between two of `+++`, or an object of
/// JSON; `---json` and its like say the notation.
pub fn parts(text: &str, schema: Schema) -> Parts<'_> {
    let none = Parts { front: None, written: "", body: text, body_line: 1 };
    let start = text.len() - text.trim_start_matches('\n').len();
    let text_after = &text[start..];
    let before = text[..start].matches('\n').count();
    if text_after.starts_with('{') {
        let mut values = serde_json::Deserializer::from_str(text_after).into_iter::<serde_json::Value>();
        let Some(Ok(serde_json::Value::Object(_))) = values.next() else { return none };
        let written = &text_after[..values.byte_offset()];
        let front = Some(yaml(written, before + 1, schema));
        return with_body(front, written, text, start + written.len());
    }
    let (opening, rest) = text_after.split_once('\n').unwrap_or((text_after, ""));
    let (mark, notation) = match opening.trim_end() {
        "+++" => ("+++", "toml"),
        opening => match opening.strip_prefix("---").map(str::trim) {
            Some("") => ("---", "yaml"),
            Some(word @ ("yaml" | "toml" | "json")) => ("---", word),
            _ => return none,
        },
    };
    let from = text.len() - rest.len();
    let mut at = from;
    for line in rest.split_inclusive('\n') {
        let is_end = line.trim_end() == mark || (mark == "---" && line.trim_end() == "...");
        if is_end {
            let (written, first) = (&text[from..at], before + 2);
            let front = if notation == "toml" { toml(written, first) } else { yaml(written, first, schema) };
            if front.as_ref().is_ok_and(|value| value.map().is_none() && value.text().is_some()) {
                return none;
            }
            return with_body(Some(front), written, text, at + line.len());
        }
        at += line.len();
    }
    // A rule at the beginning of a text is none, unless a name and a colon stand below it.
    let begins_with_name = rest.split_once([':', '=']).is_some_and(|(name, _)| {
        !name.trim().is_empty() && name.trim().chars().all(|c| c.is_alphanumeric() || "-_".contains(c))
    });
    if !begins_with_name {
        return none;
    }
    let message = format!("the front matter is never closed: a line `{mark}` is missing");
    let fault = Unreadable { line: before + 1, column: 1, message };
    Parts { front: Some(Err(fault)), ..none }
}

fn with_body<'t>(
    front: Option<Result<Value, Unreadable>>,
    written: &'t str,
    text: &'t str,
    end: usize,
) -> Parts<'t> {
    let body = text[end..].trim_start_matches('\n');
    let body_line = 1 + text[..text.len() - body.len()].matches('\n').count();
    Parts { front, written, body, body_line }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pages_are_taken_apart() {
        for (text, front, body, line) in [
            ("---\na: b\n---\n\nText", Some(r#"{"a" "b"}"#), "Text", 5),
            ("+++\na = 'b'\n+++\nText", Some(r#"{"a" "b"}"#), "Text", 4),
            ("{\"a\": \"b\"}\n\nText", Some(r#"{"a" "b"}"#), "Text", 3),
            ("---json\n{\"a\": \"b\"}\n---\nText", Some(r#"{"a" "b"}"#), "Text", 4),
            ("\n\n---\na: b\n...\nText", Some(r#"{"a" "b"}"#), "Text", 6),
            ("---\n---\nText", Some("nil"), "Text", 3),
            ("---\n\nText\n\n---\n", None, "---\n\nText\n\n---\n", 1),
            ("---\na: [b\n---\nText", Some("3:1"), "Text", 4),
            ("---\na: b\n\nText", Some("1:1"), "---\na: b\n\nText", 1),
            ("{ text }", None, "{ text }", 1),
            ("Text", None, "Text", 1),
            ("", None, "", 1),
        ] {
            let parts = parts(text, Schema::Yaml12);
            let shown = parts.front.map(|front| match front {
                Ok(value) => value.to_edn().laid_out(0),
                Err(fault) => format!("{}:{}", fault.line, fault.column),
            });
            assert_eq!((shown.as_deref(), parts.body, parts.body_line), (front, body, line), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_page_begins_with_is_read(
            text in r#"(---|\+\+\+|\{|\}|"|å|a|: |=|&a |\*a|- |#|\[|\]|,| |\t|\n|\n\n|json|\|){0,24}"#
        ) {
            let parts = parts(&text, Schema::Yaml11);
            prop_assert!(text.ends_with(parts.body));
        }
    }
}
