//! Front matter of other generators: what is known of it, and the keys that say the same.

mod found;
mod keys;
mod read;
mod yaml;

use super::vocabulary::Keys;
use super::{Field, Raw, Record, SourceRecords};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, Spanned};
use crate::blocks::{self, Split};
use found::FrontMatter;

pub use keys::{as_markdown, own_key, written_time};

/// Cuts a section file into its records.
pub fn records_of(file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> SourceRecords {
    if let Some(front_matter) = FrontMatter::of(text) {
        return front_matter.records(file, text, diagnostics);
    }
    match blocks::split(file, text, &Keys, diagnostics) {
        Split::Plain => SourceRecords::Plain,
        Split::Blocks(blocks) => SourceRecords::of_blocks(text, &blocks),
    }
}

impl FrontMatter {
    /// The front matter that a text begins with.
    pub fn of(text: &str) -> Option<Self> {
        read::read(text)
    }

    /// Tells it, and gives what the file would hold with Diglot's keys in its place, as far as
    /// other files see it.
    pub fn records(&self, file: &FilePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> SourceRecords {
        let blank = |byte: u8| if byte == b'\n' { '\n' } else { ' ' };
        let rest: String = text[..self.end].bytes().map(blank).collect::<String>() + &text[self.end..];
        let keys = keys::keys(&self.fields);
        let split = blocks::split(file, &rest, &Keys, diagnostics);
        diagnostics.push(self.fault(file, &keys, split == Split::Plain));
        match split {
            Split::Blocks(blocks) => SourceRecords::of_blocks(&rest, &blocks),
            Split::Plain => SourceRecords::Blocks(vec![self.record(file, &keys, &rest)]),
        }
    }

    fn fault(&self, file: &FilePath, keys: &keys::Keys, wants_body: bool) -> Diagnostic {
        let mut help = match keys.lines.is_empty() {
            true => "write keys in its place, such as `:page/title Title`:".to_owned(),
            false => "write keys in its place:".to_owned(),
        };
        for line in &keys.lines {
            help.push_str(&format!("\n:{} {}", line.key, line.value));
        }
        if wants_body {
            help.push_str(&format!("\n:{}", keys.body()));
        }
        if !keys.left.is_empty() {
            let names: Vec<String> = keys.left.iter().map(|name| format!("`{name}`")).collect();
            help.push_str(&format!("\nleft out, since it is not clear what it says: {}", names.join(", ")));
        }
        let message =
            format!("the file begins with {} front matter, which would be published as text", self.notation);
        Diagnostic::at(Place::new(file, self.opening), Code::FrontMatter, message)
            .note("`diglot import` turns a whole folder of such files into a blog")
            .help(help)
    }

    /// The page as other files see it: its title, its address, its language, whether it is a post.
    fn record(&self, file: &FilePath, keys: &keys::Keys, rest: &str) -> Record {
        let field = |key: &str, value: &str, span: Span| Field {
            key: Spanned::new(key.to_owned(), span),
            value: Raw::Text(Spanned::new(value.to_owned(), span)),
            ends_text: false,
            is_below_text: false,
            below: None,
        };
        let seen = keys.lines.iter().filter_map(|line| {
            let value = line.plain.as_ref()?;
            Some(field(&line.key, value, line.span))
        });
        let mut fields: Vec<Field> = seen.collect();
        if !fields.iter().any(|field| field.key.value == "page/title") {
            fields.push(field("page/title", file.name(), self.opening));
        }
        let body = &rest[self.end..];
        if !body.trim().is_empty() {
            let start = self.end + body.len() - body.trim_start_matches('\n').len();
            let span = Span::new(start, self.end + body.trim_end().len());
            fields.push(Field {
                key: Spanned::new(keys.body().to_owned(), self.opening),
                value: Raw::Text(Spanned::new(rest[span.range()].to_owned(), span)),
                ends_text: false,
                is_below_text: false,
                below: None,
            });
        }
        Record { span: self.opening, fields }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys that are shown for a text, and the names of what is left out.
    fn shown(text: &str) -> Option<String> {
        let front = FrontMatter::of(text)?;
        let keys = keys::keys(&front.fields);
        let lines = keys.lines.iter().map(|line| format!("{} {}", line.key, line.value));
        let left = keys.left.iter().map(|name| format!("- {name}"));
        Some(lines.chain(left).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn yaml() {
        for (text, expected) in [
            ("title: A", "page/title A"),
            ("title: \"A: b\" # c", "page/title A: b"),
            ("title: 'It''s'", "page/title It's"),
            ("\"title\": A", "page/title A"),
            ("title: >-\n  A\n  b", "page/title A b"),
            ("title: A\n  b", "page/title A b"),
            ("title: |\n  A\n\n  b", "- title"),
            ("title: *anchor", "- title"),
            ("Title: A\nDATE: 2025-2-1", "page/title A\npost/published 2025-02-01"),
            ("date: 2025-02-01 10:00", "post/published #time/ldt \"2025-02-01T10:00:00\""),
            ("date: 2025-02-01T10:00:00+01:00", "post/published #inst \"2025-02-01T10:00:00+01:00\""),
            ("date: 2025-02-01 10:00:00 +0100", "post/published #inst \"2025-02-01T10:00:00+01:00\""),
            ("date: 1/2/2025", "- date"),
            ("tags: [a, \"b c\"]", "post/tags [:a :b-c]"),
            ("tags:\n  - a\n  - 'b'", "post/tags [:a :b]"),
            ("tags:\n- a\n- b", "post/tags [:a :b]"),
            ("tags: a, b", "post/tags [:a :b]"),
            ("tags: a b", "- tags"),
            ("tags:\n  - x: y", "- tags"),
            ("tags:", ""),
            ("draft: true", "page/draft? true"),
            ("draft: false\ntitle: A", "page/title A"),
            ("published: false", "page/draft? true"),
            ("status: draft", "page/draft? true"),
            ("aliases: [/a/, /b]", "page/alt-uris [\"/a/\" \"/b\"]"),
            ("aliases: [a]", "- aliases"),
            ("lang: en_US", "page/locale :en-US"),
            ("author: Christian Johansen", "post/author :christian-johansen"),
            ("authors: [Ada, Bo]", "post/authors [:ada :bo]"),
            ("author:\n  name: Ada", "- author"),
            ("description: a *b* <c>", "post/description a \\*b\\* \\<c>"),
            ("summary: a\ndescription: b", "my/summary \"a\"\npost/description b"),
            ("image: /a.jpg", "post/image /a.jpg"),
            ("slug: a\npermalink: /a/b/", "page/slug a\npage/uri /a/b/"),
            ("permalink: /:year/", "- permalink"),
            ("toc: true\nweight: 3\nlayout: post", "my/toc true\nmy/weight 3\nmy/layout \"post\""),
            ("id: 3", "- id"),
            ("title: A\ntitle: B", "page/title A\n- title"),
            ("# only\ntitle: A\n", "page/title A"),
            ("title : A\ndraft : true", "page/title A\npage/draft? true"),
            ("draft : true", "page/draft? true"),
            ("{title: A, draft: true}", "page/title A\npage/draft? true"),
            ("{ \"title\":\"A, b\",\n  tags: [a, b], x }", "page/title A, b\npost/tags [:a :b]"),
            ("&a title: A\n!!str draft: true", "page/title A\npage/draft? true"),
            ("&a !!str title: A", "page/title A"),
            ("&a {title: A, draft: true}", "page/title A\npage/draft? true"),
            ("  title: A\n  draft: true", "page/title A\npage/draft? true"),
            ("  title: A\n  tags:\n    - a", "page/title A\npost/tags [:a]"),
            ("\"my title\": A\ndraft: true", "page/draft? true\n- my title"),
            ("my title: A\ndraft: true", "page/draft? true"),
            ("<<: *base\ndraft: true", "page/draft? true\n- <<"),
            ("? title\n: A\n? draft\n: true", "- title\n- draft"),
        ] {
            let text = format!("---\n{text}\n---\nText\n");
            assert_eq!(shown(&text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn toml_and_json() {
        for (text, expected) in [
            (
                "+++\ntitle = \"A\"\ndate = 2025-02-01T10:00:00Z\ntags = [\"a\", 'b']\n+++\n",
                "page/title A\npost/published #inst \"2025-02-01T10:00:00+00:00\"\npost/tags [:a :b]",
            ),
            (
                "+++\ntitle = 'A' # b\ntags = [\n  \"a\",\n  \"b\",\n]\n[extra]\nmood = \"c\"\n[taxonomies]\ncategories = [\"d\"]\n[x.y]\nz = 1\n+++\n",
                "page/title A\npost/tags [:a :b]\nmy/mood \"c\"\nmy/categories [\"d\"]\n- x.y.z",
            ),
            ("+++\ntitle = \"\"\"\nA\n\"\"\"\n+++", "page/title A"),
            (
                "{\"title\": \"A\", \"draft\": true, \"tags\": [\"a\"], \"x\": {\"y\": 1}, \"z\": null}\n\nText",
                "page/title A\npage/draft? true\npost/tags [:a]\n- x",
            ),
            ("---json\n{\"title\": \"A\"}\n---\n", "page/title A"),
            (";;;\n{\"title\": \"A\"}\n;;;\n", "page/title A"),
            (";;;\n\"title\": \"A\",\n\"draft\": true\n;;;\n", "page/title A\npage/draft? true"),
            ("---toml\ntitle = \"A\"\n---\n", "page/title A"),
            ("\n\n--- yaml\ntitle: A\n...\n", "page/title A"),
            ("{\n  \"title\": \"A\",\n}\n", ""),
            ("{\"title\": \"A\"}\n\n# B\n", "page/title A"),
            ("{\n  \"mood\": \"glad\"\n}\n\n# B\n", "my/mood \"glad\""),
            ("<!-- markdownlint-disable -->\n<!-- a\nb -->\n---\ntitle: A\n---\n", "page/title A"),
            ("<!-- a -->\n\n{\"title\": \"A\"}\n", "page/title A"),
            ("%YAML 1.2\n---\ntitle: A\n---\n", "page/title A"),
            ("%YAML 1.2\n%TAG ! tag:a,2000:\n--- # b\ntitle: A\n---\n", "page/title A"),
            ("---\ntitle: A\n----\n\n# B\n", "page/title A"),
            ("+++\ntitle = \"A\"\n++++\n", "page/title A"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_beginning_is_read(text in BEGINNING) {
            let Some(front) = FrontMatter::of(&text) else { return Ok(()) };
            proptest::prop_assert!(text.get(front.opening.range()).is_some());
            proptest::prop_assert!(text.is_char_boundary(front.end));
        }
    }

    const BEGINNING: &str = r#"(---|\+\+\+|;;;|<!--|-->|%YAML |\{|\}|"|'|å|a|title|: |:|=|&a |!b |\? |- |#|\[|\]|,| |\t|\n|\n\n|json|"""){0,24}"#;

    #[test]
    fn what_is_never_closed() {
        for (text, expected) in [
            ("---\ntitle: A\ndraft: true\n\n# B\n", "page/title A\npage/draft? true"),
            ("---\ntitle: A\n\nText without an end\n", "page/title A"),
            ("---\ntitle: A\ndraft: true\nText\n", "page/title A\npage/draft? true"),
            ("---\ntitle : A\ntags:\n  - a\n# B\n\nText\n", "page/title A\npost/tags [:a]"),
            ("---\ndraft: true", "page/draft? true"),
            ("---\n  title: A\n  draft: true\n\n# B\n", "page/title A\npage/draft? true"),
            ("---\ntitle: A\n\nText.\n\nMore.\n\n---\n\nRest: x\n", "page/title A"),
            ("---\n{title: A, draft: true}\n\n# B\n", "page/title A\npage/draft? true"),
            ("%YAML 1.2\n---\ntitle: A\n\n# B\n", "page/title A"),
            ("+++\ntitle = \"A\"\ndraft = true\n\n# B\n", "page/title A\npage/draft? true"),
            (
                "+++\ntags = [\n  \"a\",\n]\n[extra]\nmood = \"b\"\n# c\n\nText\n",
                "post/tags [:a]\nmy/mood \"b\"",
            ),
            ("---json\n{\"title\": \"A\"}\n\n# B\n", "page/title A"),
            ("{\"title\": \"A\",\n\n# B\n", ""),
            ("{\"title\": \"A\", draft: true}\n\n# B\n", ""),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "---\n",
            "---\n\nText.\n\n---\n\nMore: text\n",
            "---\nA line of prose.\n---\n",
            "---\n\nHello there.\nNote: x\n\n---\n",
            "---\nTitle\n---\n:page/title A",
            "----\ntitle: A\n----\n",
            "# A\n---\ntitle: A\n---\n",
            "---\nNote: text without an end\n\nMore\n",
            "---\nDate: we were there\nat noon.\n",
            "---\nNote: a\nSee: b\n\nMore\n",
            "---\n\n# A\n\nNote: this is prose.\n\n---\n\nMore: of it.\n",
            "{:page/title \"A\"}",
            "{}\n",
            "{ text }",
            "---\n{ text }\n---\n",
            "---\n{ text }\n",
            "{ \"title\": \"x\" } is JSON. So it is.\n\n# A\n",
            "{\"a\": 1}\n\n# JSON\n",
            "{\"a\": b} is none.\n\n# JSON\n",
            "{\"a\": b}\n\n# JSON\n",
            "{\"title\": b} is none.\n\n# JSON\n",
            "<!-- a --> ---\ntitle: A\n---\n",
            "<!-- a\n---\ntitle: A\n---\n",
            "<!-- a -->\n\nText\n",
            ";;;\ntext\n;;;\n",
            ";;;\nåpent\n",
            "---json\nåpent\n",
            "---json\n",
            "---\n    title: A\n\nText\n",
            "% a\n---\ntitle: A\n---\n",
            "+++\ntext\n",
            "+++\n\na = b\n",
            "+++\ntext\n+++\n",
            ":page/title A\n---\ntitle: A\n---\n",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
