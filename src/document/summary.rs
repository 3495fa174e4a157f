//! What a document is about, in short.

use super::Document;
use crate::markup;

/// The longest description (in characters) that is made from a longer text.
const DESCRIPTION_LIMIT: usize = 200;

impl Document {
    /// What the document is about, as plain text on one line; empty where nothing says so.
    pub fn plain_description(&self) -> String {
        if let Some(written) = &self.open_graph.description {
            return markup::plain(&written.value);
        }
        let fallback = match (&self.short_description, &self.description) {
            (Some(short), _) => markup::plain(&short.value),
            (None, Some(description)) => description.text.clone(),
            (None, None) => String::new(),
        };
        shortened(&fallback, DESCRIPTION_LIMIT)
    }

    /// What the document's page says that it is about: its description, else the beginning of its
    /// text.
    pub fn page_description(&self) -> String {
        let described = self.plain_description();
        if !described.is_empty() {
            return described;
        }
        let text = self.bodies().map(|body| body.text.trim()).find(|text| !text.is_empty());
        shortened(text.unwrap_or_default(), DESCRIPTION_LIMIT)
    }
}

/// A text of at most `limit` characters: a longer one is cut at a word and ends in `…`.
pub fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit - 1).map_or(text.len(), |(at, _)| at);
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_a_word() {
        assert_eq!(shortened("short enough", 12), "short enough");
        assert_eq!(shortened("one two three", 9), "one two…");
        assert_eq!(shortened("one, two three", 6), "one…");
        assert_eq!(shortened("unbreakable", 5), "unbr…");
    }
}
