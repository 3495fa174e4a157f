//! What a language calls itself.

use icu::locale::LocaleExpander;

use super::Locale;

/// Each language's own name: ICU4X has display names only in its unstable part.
const NAMES: &str = include_str!("names.txt");

impl Locale {
    /// The language's name in that language, for a language switch: `norsk bokmål`, `English` (CLDR 48.2).
    ///
    /// A locale without a name of its own gets its nearest ancestor's with the subtags that tell them apart: `English (IE)`.
    /// Those that the ancestor's likely subtags imply (UTS #35) do not: `nb-NO` is `norsk bokmål`. A language that CLDR does not know is named by its tag.
    pub fn display_name(&self) -> String {
        let mut ancestor = self.tag();
        loop {
            if let Some(name) = listed(ancestor) {
                let rest = &self.tag()[ancestor.len()..];
                return match rest.strip_prefix('-') {
                    Some(subtags) if !self.is_implied_by(ancestor) => {
                        format!("{name} ({})", subtags.replace('-', ", "))
                    }
                    _ => name.to_owned(),
                };
            }
            match ancestor.rsplit_once('-') {
                Some((shorter, _)) => ancestor = shorter,
                None => return self.tag().to_owned(),
            }
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

fn listed(tag: &str) -> Option<&'static str> {
    NAMES.lines().find_map(|line| line.strip_prefix(tag)?.strip_prefix('\t'))
}

#[cfg(test)]
mod tests {
    use super::super::Locale;

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
            assert_eq!(Locale::parse(tag).unwrap().display_name(), name, "{tag}");
        }
    }
}
