//! A dictionary to be translated.

use super::super::{Language, Locale, category_name};
use super::Dictionary;
use super::builtin::ENGLISH;
use crate::edn::{self, Form};

impl Dictionary {
    /// The tag of the built-in dictionary that a language has its words from: its own, or that of
    /// the nearest language that it inherits from.
    pub fn builtin_tag(locale: &Locale) -> Option<&'static str> {
        locale.ancestry().iter().find_map(|ancestor| Self::own_tag(ancestor.tag()))
    }

    /// The text of a dictionary file for a language that has none: every entry, still in English,
    /// in the plural forms that the language needs.
    pub fn draft(locale: &Locale) -> String {
        let needed = Language::new(locale).plurals().needed().clone();
        let form = edn::read(ENGLISH, 0).ok().flatten();
        let form = form.expect("the built-in dictionary is EDN");
        let (mut text, mut from) = (String::new(), form.span.start as usize);
        for (_, message) in form.as_map().unwrap_or_default() {
            let Some(other) = message.get("other") else { continue };
            text.push_str(&ENGLISH[from..message.span.range().start]);
            from = message.span.range().end;
            let form = |name| (name, message.get(name).unwrap_or(other).clone());
            let forms = Form::map(needed.iter().map(|category| form(category_name(*category))));
            text.push_str(&forms.to_string());
        }
        let rest = &ENGLISH[from..];
        format!("; The words of the interface, to be translated into {}.\n{text}{rest}", locale.tag())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::FilePath;

    #[test]
    fn a_draft_has_every_entry_in_the_forms_of_its_language() {
        let english = Dictionary::builtin("en").unwrap();
        for tag in ["fr", "pl", "ja", "ar"] {
            let locale = Locale::parse(tag).unwrap();
            let (language, mut faults) = (Arc::new(Language::new(&locale)), Vec::new());
            let draft =
                Dictionary::read(&language, &FilePath::new("x"), &Dictionary::draft(&locale), &mut faults);
            assert_eq!(faults, []);
            let keys = |dictionary: &Dictionary| {
                dictionary.entries().map(|(key, _)| key.to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(keys(&draft), keys(english));
            let posts = &draft.get("posts").unwrap().message;
            assert_eq!(posts.categories(), *language.plurals().needed(), "{tag}");
        }
    }

    #[test]
    fn languages_have_the_words_of_those_that_they_inherit_from() {
        for (tag, expected) in [
            ("nb", Some("nb")),
            ("no", Some("nb")),
            ("en-GB", Some("en")),
            ("de-AT", Some("de")),
            ("fr", None),
        ] {
            assert_eq!(Dictionary::builtin_tag(&Locale::parse(tag).unwrap()), expected, "{tag}");
        }
    }
}
