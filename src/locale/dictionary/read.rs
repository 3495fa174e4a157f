//! Dictionary files.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{Language, PluralCategory, category_name};
use super::{Dictionary, Entry, Message, Pattern};
use crate::base::{Code, Diagnostic, FilePath, Place, Span, nearest};
use crate::edn::{self, Form};

impl Dictionary {
    /// Reads a dictionary file of a language. An entry that cannot be read is left out, and told in
    /// a diagnostic.
    pub fn read(
        language: &Arc<Language>,
        file: &FilePath,
        text: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut dictionary = Self::default();
        let mut reader = DictionaryReader { file, text, diagnostics };
        let told = reader.diagnostics.len();
        let Some(form) = edn::read_file(file, text, reader.diagnostics) else {
            if reader.diagnostics.len() > told {
                dictionary.mark_torn();
            }
            return dictionary;
        };
        let Some(entries) = form.as_map() else {
            let help = "write `{:all-posts \"All posts\"}`";
            reader.fault(&form, format!("a dictionary is a map, not {}", form.describe()), help);
            dictionary.mark_torn();
            return dictionary;
        };
        for (key, value) in entries {
            let Some(name) = key.as_keyword() else {
                let help = "write it as a keyword: `:all-posts`";
                reader.fault(key, format!("the key of a text is a keyword, not {}", key.describe()), help);
                key.as_text().into_iter().for_each(|name| dictionary.mark_faulty(name));
                continue;
            };
            let told = reader.diagnostics.len();
            let message = reader.message(value);
            if reader.diagnostics.len() > told {
                dictionary.mark_faulty(name);
            }
            if let Some(message) = message {
                let place = Some(Place::new(file, key.span));
                dictionary.insert(name, Entry { message, language: language.clone(), place });
            }
        }
        dictionary
    }
}

struct DictionaryReader<'a> {
    file: &'a FilePath,
    text: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl DictionaryReader<'_> {
    fn message(&mut self, form: &Form) -> Option<Message> {
        let Some(entries) = form.as_map() else { return self.pattern(form).map(Message::Text) };
        let mut forms = BTreeMap::new();
        for (key, value) in entries {
            let name = key.as_keyword().unwrap_or_default();
            match PluralCategory::get_for_cldr_string(name) {
                Some(category) => {
                    if let Some(pattern) = self.pattern(value) {
                        forms.insert(category, pattern);
                    }
                }
                None => {
                    let known = PluralCategory::all().map(category_name).collect::<Vec<_>>();
                    let help = match nearest(name, known.iter().copied()) {
                        Some(category) => format!("did you mean `:{category}`?"),
                        None => format!("the plural forms are `:{}`", known.join("`, `:")),
                    };
                    self.fault(key, format!("`{key}` is no plural form"), &help);
                }
            }
        }
        if entries.is_empty() {
            let help = "write the plural forms of the language: `{:one \"{n} post\" :other \"{n} posts\"}`";
            self.fault(form, "the text has no plural form".to_owned(), help);
        }
        (!forms.is_empty()).then_some(Message::Plural(forms))
    }

    fn pattern(&mut self, form: &Form) -> Option<Pattern> {
        let Some(text) = form.as_text() else {
            let help = "write a string, or a map of plural forms: `{:one \"{n} post\" :other \"{n} posts\"}`";
            self.fault(form, format!("a text is a string, not {}", form.describe()), help);
            return None;
        };
        match Pattern::parse(text) {
            Ok(pattern) => Some(pattern),
            Err(fault) => {
                let mut place = Place::new(self.file, form.span);
                let start = form.span.range().start + 1;
                if self.text.get(start..start + text.len()) == Some(text) {
                    place.span = Span::new(start + fault.range.start, start + fault.range.end);
                }
                let help = "write a parameter as `{name}`, and a brace that stands for itself twice: `{{`";
                let diagnostic = Diagnostic::at(place, Code::InvalidDictionary, fault.message);
                self.diagnostics.push(diagnostic.help(help));
                None
            }
        }
    }

    fn fault(&mut self, form: &Form, message: String, help: &str) {
        let place = Place::new(self.file, form.span);
        self.diagnostics.push(Diagnostic::at(place, Code::InvalidDictionary, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::{Language, Locale};
    use super::{Dictionary, FilePath};

    #[test]
    fn every_fault_is_told_at_its_place() {
        for (text, at, message) in [
            ("[:a]", "[:a]", "a dictionary is a map, not a vector"),
            ("{\"a\" \"b\"}", "\"a\"", "the key of a text is a keyword, not a string"),
            ("{:a b}", "b", "a text is a string, not a symbol"),
            ("{:a \"x {n\"}", "{n", "this brace is never closed"),
            ("{:a \"\\\"x\\\" }\"}", "\"\\\"x\\\" }\"", "this brace closes nothing"),
            ("{:a {}}", "{}", "the text has no plural form"),
            ("{:a {:oen \"x\" :other \"y\"}}", ":oen", "`:oen` is no plural form"),
            ("{:a {:other 3}}", "3", "a text is a string, not a number"),
        ] {
            let language = Arc::new(Language::new(&Locale::parse("nb").unwrap()));
            let mut diagnostics = Vec::new();
            Dictionary::read(&language, &FilePath::new("i18n/nb.edn"), text, &mut diagnostics);
            let [diagnostic] = &diagnostics[..] else { panic!("{text}: {diagnostics:?}") };
            let span = diagnostic.place.as_ref().unwrap().span;
            assert_eq!((&text[span.range()], diagnostic.message.as_str()), (at, message), "{text}");
            assert!(diagnostic.help.is_some(), "{text}");
        }
    }

    #[test]
    fn a_fault_does_not_hide_the_other_entries() {
        let language = Arc::new(Language::new(&Locale::parse("nb").unwrap()));
        let mut diagnostics = Vec::new();
        let text = "{:a 1 :b \"B\" :c nil}";
        let dictionary = Dictionary::read(&language, &FilePath::new("i18n/nb.edn"), text, &mut diagnostics);
        assert_eq!(dictionary.entries().map(|(key, _)| key).collect::<Vec<_>>(), ["b"]);
        assert_eq!(diagnostics.len(), 2);
    }
}
