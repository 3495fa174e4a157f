//! A new blog.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::samples::{Sample, common};
use crate::base::FilePath;
use crate::blocks::{Fields, Value};
use crate::document::section_file;
use crate::edn::{Form, FormKind};
use crate::locale::{Dictionary, Locale};

/// What there is to know of a blog that is not there yet.
#[derive(Clone, Debug)]
pub struct NewBlog {
    /// What it is called; one that has no title yet gets one in each language.
    pub title: Option<String>,
    /// Its languages, the default one first; at least one.
    pub locales: Vec<Locale>,
    /// Where it will live.
    pub base_url: String,
    /// What tells it from all other blogs.
    pub id: String,
    /// The zone of its times.
    pub zone: Tz,
    /// The day of its first post.
    pub today: NaiveDate,
}

/// What settings are for, as they are commented.
const COMMENTS: [(&str, &str); 6] = [
    ("site/title", "What the blog is called, and what it is about."),
    ("site/base-url", "Where it will live."),
    ("site/id", "What feeds are known by. Leave it as it is, also when the blog moves."),
    ("site/locales", "The first language is the default one: its addresses have no prefix."),
    ("site/time-zone", "The zone of the times that you write."),
    ("site/navigation", "The links at the top. A link follows the language of the page it stands on."),
];

impl NewBlog {
    /// All files, by their paths in the blog's folder.
    pub fn files(&self) -> BTreeMap<FilePath, String> {
        let mut files = BTreeMap::new();
        let mut add = |path: &str, text: String| files.insert(FilePath::new(path), text);
        add(".gitignore", common("gitignore").to_owned());
        add(".github/workflows/deploy.yml", common("deploy.yml").to_owned());
        add("README.md", common("README.md").to_owned());
        add("content/site.edn", self.settings());
        add("content/tags.edn", self.tags());
        for (locale, sample) in self.samples() {
            let is_first = *locale == self.locales[0];
            add(&format!("content/posts/first.{locale}.md"), self.post(&sample, is_first));
            let about = with_draft(sample.page("about"), &sample);
            add(&format!("content/about.{locale}.md"), section_file(about));
            if !sample.is_native {
                add(&format!("i18n/{locale}.edn"), Dictionary::draft(locale));
            }
        }
        files
    }

    fn samples(&self) -> impl Iterator<Item = (&Locale, Sample)> {
        self.locales.iter().map(|locale| (locale, Sample::of(locale)))
    }

    /// The first post. Its translations have their time and tags from the original.
    fn post(&self, sample: &Sample, is_first: bool) -> String {
        let mut blocks = with_draft(sample.page("post"), sample);
        if let (true, Some(page)) = (is_first, blocks.first_mut()) {
            page.push(("post/published".to_owned(), Value::Text(self.today.to_string())));
            page.push(("post/tags".to_owned(), Value::Edn(Form::keywords(["writing"]))));
        }
        section_file(blocks)
    }

    fn tags(&self) -> String {
        let tag = Form::map([("tag/id", Form::keyword("writing")), ("tag/name", self.words("writing"))]);
        Form::from(FormKind::Vector(vec![tag])).as_file()
    }

    /// `site.edn`, with a comment above what a writer may wonder about.
    fn settings(&self) -> String {
        let title = self.title.as_deref().map_or_else(|| self.words("title"), Form::text);
        let locales: Vec<&str> = self.locales.iter().map(Locale::tag).collect();
        let mut settings = vec![
            ("site/title", title),
            ("site/description", self.words("description")),
            ("site/base-url", Form::text(&self.base_url)),
            ("site/id", Form::text(&self.id)),
            ("site/locales", Form::keywords(locales)),
            ("site/time-zone", Form::text(self.zone.name())),
        ];
        settings.extend(self.navigation().map(|links| ("site/navigation", links)));
        let line = |(key, value): &(&str, Form)| {
            let comment = COMMENTS.iter().find(|(of, _)| of == key);
            let comment = comment.map_or_else(String::new, |(_, comment)| format!("\n ;; {comment}\n"));
            format!("{comment} :{key} {}", value.laid_out(key.len() + 3))
        };
        let lines: Vec<String> = settings.iter().map(line).collect();
        format!(";; The settings of the blog.\n{{{}}}\n", lines.join("\n").trim_start())
    }

    /// The link to the page about the blog; none as long as that is a draft in every language.
    fn navigation(&self) -> Option<Form> {
        let (locale, sample) = self.samples().find(|(_, sample)| sample.is_native)?;
        let about = sample.page("about");
        let slug = about.first()?.iter().find(|(key, _)| key == "page/slug");
        let Some((_, Value::Text(slug))) = slug else { return None };
        let prefix = if *locale == self.locales[0] { String::new() } else { format!("/{locale}") };
        let link = Form::map([
            ("nav/title", self.words("about")),
            ("nav/uri", Form::text(format!("{prefix}/{slug}/"))),
        ]);
        Some(FormKind::Vector(vec![link]).into())
    }

    /// Words in each language that has them; a text alone where that is all that there is.
    fn words(&self, key: &str) -> Form {
        let mut native: Vec<(&str, Form)> = self
            .samples()
            .filter(|(_, sample)| sample.is_native)
            .map(|(locale, sample)| (locale.tag(), sample.words(key)))
            .collect();
        match native.as_mut_slice() {
            [] => Sample::of(&Locale::default()).words(key),
            _ if self.locales.len() == 1 => native.remove(0).1,
            _ => Form::map(native),
        }
    }
}

/// A page that is hidden until somebody has translated it, where it is not in its own language.
fn with_draft(mut blocks: Vec<Fields>, sample: &Sample) -> Vec<Fields> {
    if let (false, Some(page)) = (sample.is_native, blocks.first_mut()) {
        page.push(("page/draft?".to_owned(), Value::boolean(true)));
    }
    blocks
}
