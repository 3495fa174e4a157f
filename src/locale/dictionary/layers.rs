//! Dictionaries, one over the other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Language, Locale, PerLocale};
use super::{Args, Message, MessageError};
use crate::base::{Place, nearest};

/// The texts of one language, by key.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    entries: BTreeMap<String, Arc<Entry>>,
    /// The keys of texts that stand in the site's own dictionary and could not be read, or not
    /// wholly.
    faulty: BTreeSet<String>,
    /// Whether the site's own dictionary could not be read at all.
    is_torn: bool,
}

/// One text of a dictionary.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it says.
    pub message: Message,
    /// The language it is written in, whose plurals and numbers it takes.
    pub language: Arc<Language>,
    /// Where its key stands in the site's own dictionary; `None` for a built-in text.
    pub place: Option<Place>,
}

impl Dictionary {
    /// The dictionary of a locale: of each locale that it inherits from, nearest first, the site's
    /// texts and then the built-in ones; and below them all the built-in English.
    pub fn layered(locale: &Locale, site: &PerLocale<Dictionary>) -> Self {
        let mut dictionary = Self::default();
        for ancestor in locale.ancestry() {
            let layers = [site.get(&ancestor), Self::builtin(ancestor.tag())];
            layers.into_iter().flatten().for_each(|layer| dictionary.underlay(layer));
        }
        Self::builtin("en").into_iter().for_each(|english| dictionary.underlay(english));
        dictionary
    }

    /// Writes a text.
    pub fn message(&self, key: &str, args: &Args) -> Result<String, MessageError> {
        match self.entries.get(key) {
            Some(entry) => entry.message.write(key, &entry.language, args),
            None => {
                let nearest = nearest(key, self.entries.keys().map(String::as_str)).map(str::to_owned);
                Err(MessageError::UnknownKey { key: key.to_owned(), nearest })
            }
        }
    }

    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.get(key).map(Arc::as_ref)
    }

    /// The entries, in the order of their keys.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(key, entry)| (key.as_str(), entry.as_ref()))
    }

    /// Whether the text of a key may stand in the site's own dictionary in a form that could not be
    /// read, which has been told.
    pub fn is_faulty(&self, key: &str) -> bool {
        self.is_torn || self.faulty.contains(key)
    }

    /// Remembers that the text of a key could not be read.
    pub(super) fn mark_faulty(&mut self, key: &str) {
        self.faulty.insert(key.to_owned());
    }

    /// Remembers that nothing could be read.
    pub(super) fn mark_torn(&mut self) {
        self.is_torn = true;
    }

    /// Adds an entry, in the place of one of the same key.
    pub(super) fn insert(&mut self, key: &str, entry: Entry) {
        self.entries.insert(key.to_owned(), Arc::new(entry));
    }

    /// Adds those entries of another dictionary whose keys this one lacks.
    fn underlay(&mut self, below: &Dictionary) {
        for (key, entry) in &below.entries {
            self.entries.entry(key.clone()).or_insert_with(|| entry.clone());
        }
        self.faulty.extend(below.faulty.iter().cloned());
        self.is_torn |= below.is_torn;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::{Language, Locale, PerLocale};
    use super::super::MessageError;
    use super::{Args, Dictionary};
    use crate::base::FilePath;

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).unwrap()
    }

    fn layered(tag: &str, site: &[(&str, &str)]) -> Dictionary {
        let mut diagnostics = Vec::new();
        let site = site
            .iter()
            .map(|(tag, text)| {
                let file = FilePath::new(&format!("i18n/{tag}.edn"));
                let language = Arc::new(Language::new(&locale(tag)));
                (locale(tag), Dictionary::read(&language, &file, text, &mut diagnostics))
            })
            .collect::<PerLocale<_>>();
        assert_eq!(diagnostics, []);
        Dictionary::layered(&locale(tag), &site)
    }

    #[test]
    fn a_site_adds_and_replaces() {
        let dictionary = layered("nb", &[("nb", "{:all-posts \"Alt\" :nav/about \"Om {site}\"}")]);
        assert_eq!(dictionary.message("all-posts", &Args::new()).unwrap(), "Alt");
        assert_eq!(dictionary.message("nav/about", &Args::new().with("site", "oss")).unwrap(), "Om oss");
        assert_eq!(dictionary.message("archive", &Args::new()).unwrap(), "Arkiv");
        assert_eq!(dictionary.get("nav/about").unwrap().place.as_ref().unwrap().span.range(), 18..28);
        assert_eq!(dictionary.get("archive").unwrap().place, None);
    }

    #[test]
    fn a_locale_inherits() {
        let message = |tag, site: &[(&str, &str)]| layered(tag, site).message("home", &Args::new()).unwrap();
        assert_eq!(message("en-GB", &[]), "Home");
        assert_eq!(message("en-GB", &[("en", "{:home \"Start\"}")]), "Start");
        assert_eq!(message("no", &[]), "Forside");
        assert_eq!(message("nn", &[]), "Framside");
        assert_eq!(message("fr", &[]), "Home");
        assert_eq!(message("fr", &[("fr", "{:home \"Accueil\"}")]), "Accueil");
    }

    #[test]
    fn the_number_chooses_the_form_and_is_written_by_the_texts_language() {
        let posts = |tag, n: usize| layered(tag, &[]).message("posts", &Args::new().with("n", n)).unwrap();
        assert_eq!(posts("en", 1), "1 post");
        assert_eq!(posts("en", 1234), "1,234 posts");
        assert_eq!(posts("nb", 1234), "1\u{a0}234 innlegg");
        assert_eq!(posts("fr", 0), "0 posts", "an English text is counted in English");
        let russian =
            layered("ru", &[("ru", "{:posts {:one \"{n} пост\" :few \"{n} поста\" :many \"{n} постов\"}}")]);
        let posts = |n: usize| russian.message("posts", &Args::new().with("n", n)).unwrap();
        assert_eq!([posts(21), posts(3), posts(5)], ["21 пост", "3 поста", "5 постов"]);
    }

    #[test]
    fn errors_name_the_nearest() {
        let dictionary = layered("nb", &[]);
        let error = dictionary.message("all-psots", &Args::new()).unwrap_err();
        assert_eq!(error.to_string(), "no dictionary has the text `all-psots`");
        assert_eq!(error.help().as_deref(), Some("did you mean `all-posts`?"));
        let error = dictionary.message("about-author", &Args::new().with("auhtor", "Magnar")).unwrap_err();
        assert_eq!(error.to_string(), "the text `about-author` needs the parameter `author`");
        assert_eq!(error.help().as_deref(), Some("did you mean `auhtor`?"));
        let error = dictionary.message("posts", &Args::new().with("n", "tre")).unwrap_err();
        assert_eq!(error, MessageError::NotANumber { key: "posts".into() });
        let missing = dictionary.message("posts", &Args::new()).unwrap_err();
        assert!(matches!(missing, MessageError::MissingParam { param, .. } if param == "n"));
    }
}
