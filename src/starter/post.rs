//! A new post.

use chrono::DateTime;
use chrono_tz::Tz;

use super::file::file_beside;
use crate::base::FilePath;
use crate::blocks::Value;
use crate::document::{Document, section_file};
use crate::edn::Form;
use crate::locale::Locale;

/// What there is to know of a post that is not there yet.
#[derive(Clone, Debug)]
pub struct NewPost {
    /// Its title.
    pub title: String,
    /// When it is published.
    pub published: DateTime<Tz>,
    /// The ids of its tags.
    pub tags: Vec<String>,
    /// The id of its author.
    pub author: Option<String>,
    /// Whether it consists of sections.
    pub has_sections: bool,
    /// Whether it is a draft.
    pub is_draft: bool,
}

impl NewPost {
    /// The file of a post of a name: beside another one, else where posts lie as a rule.
    pub fn file(name: &str, locale: &Locale, beside: Option<&Document>) -> FilePath {
        match beside {
            Some(page) => file_beside(page, name, locale),
            None => FilePath::new(&format!("content/posts/{name}.{locale}.md")),
        }
    }

    /// The text of its file, which ends where the writer goes on.
    pub fn text(&self) -> String {
        let field = |key: &str, value| (key.to_owned(), value);
        let time = self.published.format("%Y-%m-%dT%H:%M").to_string();
        let mut page = vec![
            field("page/title", Value::text(&self.title)),
            field("post/published", Value::Edn(Form::tagged("time/ldt", time))),
        ];
        if self.is_draft {
            page.push(field("page/draft?", Value::boolean(true)));
        }
        if !self.tags.is_empty() {
            page.push(field("post/tags", Value::Edn(Form::keywords(self.tags.iter().map(String::as_str)))));
        }
        page.extend(self.author.as_ref().map(|author| field("post/author", Value::keyword(author))));
        let body = |key| field(key, Value::text(""));
        let blocks = match self.has_sections {
            true => {
                let title = field("section/title", Value::text(&self.title));
                vec![page, vec![title, body("section/body")]]
            }
            false => {
                page.push(body("post/body"));
                vec![page]
            }
        };
        format!("{}\n", section_file(blocks))
    }
}
