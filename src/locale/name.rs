//! What languages are called: in themselves, and in other languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use icu::locale::LocaleExpander;

use super::Locale;

/// Each language's own name: ICU4X has display names only in its unstable part.
const NAMES: &str = include_str!("names.txt");

/// What languages are called in other languages.
const FOREIGN_NAMES: &str = include_str!("foreign_names.txt");

impl Locale {
    /// The language's name in that language, for a language switch: `norsk bokmål`, `English` (CLDR
    /// 48.2).
    ///
    /// A locale without a name of its own gets its nearest ancestor's with the subtags that tell
    /// them apart: `English (IE)`. Those that the ancestor's likely subtags imply (UTS #35) do not:
    /// `nb-NO` is `norsk bokmål`. A language that CLDR does not know is named by its tag.
    pub fn display_name(&self) -> String {
        self.named(|tag| listed(NAMES, tag)).unwrap_or_else(|| self.tag().to_owned())
    }

    /// The language's name in the language of a reader: `engelsk` for `en` in `nb` (CLDR 48.2).
    ///
    /// A locale without a name of its own there is named as in [`Locale::display_name`]. What the
    /// table does not have (it knows some sixty languages and how they call each other) is called
    /// by its own name.
    pub fn name_in(&self, reader: &Locale) -> String {
        let readers = reader.ancestry();
        let name = |tag: &str| readers.iter().find_map(|reader| foreign_name(reader.tag(), tag));
        self.named(name).unwrap_or_else(|| self.display_name())
    }

    /// Whether CLDR 48.2 knows the language's own name.
    pub fn has_name(&self) -> bool {
        self.named(|tag| listed(NAMES, tag)).is_some()
    }

    /// The name of the nearest ancestor that has one, with the subtags that tell it from this
    /// locale.
    fn named(&self, name: impl Fn(&str) -> Option<&'static str>) -> Option<String> {
        let mut ancestor = self.tag();
        loop {
            if let Some(name) = name(ancestor) {
                let rest = &self.tag()[ancestor.len()..];
                return Some(match rest.strip_prefix('-') {
                    Some(subtags) if !self.is_implied_by(ancestor) => {
                        format!("{name} ({})", subtags.replace('-', ", "))
                    }
                    _ => name.to_owned(),
                });
            }
            ancestor = ancestor.rsplit_once('-')?.0;
        }
    }

    /// Whether a shorter tag means the same locale.
    fn is_implied_by(&self, shorter: &str) -> bool {
        let expander = LocaleExpander::new_extended();
        let mut whole = self.icu().id.clone();
        expander.maximize(&mut whole);
        Locale::parse(shorter).is_some_and(|shorter| {
            let mut implied = shorter.icu().id.clone();
            expander.maximize(&mut implied);
            implied == whole
        })
    }
}

/// The name of a language by the tag of a reader's and its own.
fn foreign_name(reader: &str, tag: &str) -> Option<&'static str> {
    static NAMES: LazyLock<BTreeMap<(&str, &str), &str>> = LazyLock::new(|| {
        let cells = |line: &'static str| {
            let (reader, rest) = line.split_once('\t')?;
            let (tag, name) = rest.split_once('\t')?;
            Some(((reader, tag), name))
        };
        FOREIGN_NAMES.lines().filter_map(cells).collect()
    });
    NAMES.get(&(reader, tag)).copied()
}

fn listed(table: &'static str, tag: &str) -> Option<&'static str> {
    table.lines().find_map(|line| line.strip_prefix(tag)?.strip_prefix('\t'))
}

#[cfg(test)]
mod tests {
    use super::super::Locale;

    fn locale(tag: &str) -> Locale {
        Locale::parse(tag).unwrap()
    }

    #[test]
    fn names_a_language_in_itself() {
        for (tag, name) in [
            ("nb", "norsk bokmål"),
            ("nn", "norsk nynorsk"),
            ("no", "norsk"),
            ("en", "English"),
            ("en-GB", "British English"),
            ("en-US", "American English"),
            ("en-IE", "English (IE)"),
            ("nb-NO", "norsk bokmål"),
            ("sr-Cyrl", "српски"),
            ("sr-Cyrl-ME", "српски (Cyrl, ME)"),
            ("zh-Hant-TW", "繁體中文"),
            ("zh-Hant-HK", "繁體中文 (HK)"),
            ("sr", "српски"),
            ("sr-Latn", "srpski"),
            ("ar", "العربية"),
            ("qaa", "qaa"),
        ] {
            assert_eq!(locale(tag).display_name(), name, "{tag}");
        }
    }

    #[test]
    fn names_a_language_in_the_readers() {
        for (tag, reader, name) in [
            ("en", "nb", "engelsk"),
            ("en", "nn", "engelsk"),
            ("en", "de", "Englisch"),
            ("nb", "en", "Norwegian Bokmål"),
            ("nb", "en-GB", "Norwegian Bokmål"),
            ("nb", "en-IE", "Norwegian Bokmål"),
            ("nb", "de", "Norwegisch (Bokmål)"),
            ("de", "sv", "tyska"),
            ("en-GB", "en", "British English"),
            ("en-IE", "nb", "engelsk (IE)"),
            ("sr-Latn", "nb", "serbisk (latinsk)"),
            ("ar", "en", "Arabic"),
            ("nb", "ar", "النرويجية بوكمال"),
            ("yo", "nb", "Èdè Yorùbá"),
            ("en", "yo", "English"),
            ("qaa", "nb", "qaa"),
        ] {
            assert_eq!(locale(tag).name_in(&locale(reader)), name, "{tag} in {reader}");
        }
    }
}
