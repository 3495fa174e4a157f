//! `:site/slug-letters`.

use crate::base::{Code, Diagnostic, FilePath, Place, keywords};
use crate::edn::Form;
use crate::locale::{Locale, Slugs};

const HELP: &str = "write `{\"ø\" \"oe\"}`, or a map by locale: `{:nb {\"ø\" \"oe\"}}`";

/// Reads how the site's languages write letters in addresses: a map from letters to ASCII letters,
/// or one for each locale. What is wrong in it has its default.
pub(super) fn read(
    file: &FilePath,
    settings: &Form,
    locales: &[Locale],
    diagnostics: &mut Vec<Diagnostic>,
) -> Slugs {
    let mut reader = SlugReader { file, slugs: Slugs::new(locales), diagnostics };
    let Some(value) = settings.get("site/slug-letters") else { return reader.slugs };
    let Some(entries) = value.as_map() else {
        reader.fault(value, "`:site/slug-letters` wants a map", HELP);
        return reader.slugs;
    };
    if entries.iter().all(|(key, _)| key.as_keyword().is_some()) {
        entries.iter().for_each(|(locale, letters)| reader.of_locale(locale, letters, locales));
    } else {
        reader.letters(entries, locales);
    }
    reader.slugs
}

struct SlugReader<'a> {
    file: &'a FilePath,
    slugs: Slugs,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl SlugReader<'_> {
    fn of_locale(&mut self, key: &Form, letters: &Form, locales: &[Locale]) {
        let locale = key.as_keyword().and_then(Locale::parse).filter(|locale| locales.contains(locale));
        match (locale, letters.as_map()) {
            (Some(locale), Some(letters)) => self.letters(letters, &[locale]),
            (Some(_), None) => self.fault(letters, &format!("the letters of `{key}` are no map"), HELP),
            (None, _) => {
                let message = format!("`{key}` is not one of the site's locales");
                let fault = Diagnostic::at(Place::new(self.file, key.span), Code::UnknownLocale, message);
                self.diagnostics.push(fault.help(format!("they are {}", keywords(locales))));
            }
        }
    }

    fn letters(&mut self, entries: &[(Form, Form)], locales: &[Locale]) {
        for (key, value) in entries {
            match (key.as_text().and_then(letter), value.as_text().filter(|text| is_ascii(text))) {
                (Some(letter), Some(ascii)) => {
                    locales.iter().for_each(|locale| self.slugs.set(locale, letter, ascii));
                }
                (None, _) => {
                    let message = format!("`{key}` is no letter that addresses write in another way");
                    self.fault(key, &message, "write one letter beyond `a` to `z`, as a string: `\"ø\"`");
                }
                (_, None) => {
                    let message = format!("`{key}` cannot be written as `{value}` in addresses");
                    self.fault(value, &message, "write letters from `a` to `z`, as a string: `\"oe\"`");
                }
            }
        }
    }

    fn fault(&mut self, form: &Form, message: &str, help: &str) {
        let place = Place::new(self.file, form.span);
        self.diagnostics.push(Diagnostic::at(place, Code::InvalidSetting, message).help(help));
    }
}

/// The one letter of a text, in lower case, where it is beyond ASCII.
fn letter(text: &str) -> Option<char> {
    let lower = text.to_lowercase();
    let mut chars = lower.chars();
    let letter = chars.next().filter(|c| c.is_alphabetic() && !c.is_ascii())?;
    chars.next().is_none().then_some(letter)
}

fn is_ascii(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase())
}
