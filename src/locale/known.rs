//! Names that are tags of languages, and the nearest of a site's locales.

use icu::properties::PropertyParser;
use icu::properties::props::Script;

use super::Locale;

/// The languages of two letters that CLDR 48.2 knows by other languages' names for them alone.
const WITHOUT_OWN_NAME: [&str; 31] = [
    "aa", "ae", "av", "ay", "bi", "ch", "cr", "cu", "fj", "ho", "hz", "ik", "kg", "kj", "kr", "kv", "la",
    "li", "mh", "na", "ng", "nr", "nv", "oj", "pi", "sm", "ts", "tw", "ty", "ve", "vo",
];

/// Scripts that ISO 15924 has and Unicode has not, since they are mixtures or varieties.
const VARIETIES: [&str; 6] = ["Hans", "Hant", "Jpan", "Kore", "Aran", "Latf"];

impl Locale {
    /// The language of CLDR whose tag a part of a file's name is, in any case and with `-` or `_`
    /// between its parts: `fr`, `pt_br`, and `iw`, which is Hebrew.
    pub fn of_name(name: &str) -> Option<Self> {
        let language = name.split(['-', '_']).next().unwrap_or_default();
        if !matches!(language.len(), 2 | 3) {
            return None;
        }
        let locale = Self::parse(&name.replace('_', "-"))?;
        let id = &locale.icu().id;
        let is_script = |code: &str| {
            VARIETIES.contains(&code) || PropertyParser::<Script>::new().get_strict(code).is_some()
        };
        let is_plain = locale.icu().extensions.is_empty()
            && id.variants.is_empty()
            && id.script.is_none_or(|script| is_script(script.as_str()));
        let is_known = || locale.has_name() || WITHOUT_OWN_NAME.contains(&locale.language());
        (is_plain && is_known()).then_some(locale)
    }

    /// The nearest of some locales: the same, one of the same language, one that inherits from the
    /// same (`nb`, `nn` and `no`).
    pub fn nearest_of<'l>(&self, locales: &'l [Locale]) -> Option<&'l Locale> {
        let root = |locale: &Locale| {
            locale.ancestry().last().map_or_else(String::new, |root| root.language().to_owned())
        };
        let own = root(self);
        let is_kin = |locale: &&Locale| root(locale) == own;
        locales
            .iter()
            .find(|locale| *locale == self)
            .or_else(|| locales.iter().find(|locale| locale.language() == self.language()))
            .or_else(|| locales.iter().find(is_kin))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Locale;

    #[test]
    fn names_that_are_tags() {
        for (name, tag) in [
            ("fr", "fr"),
            ("FR", "fr"),
            ("no", "no"),
            ("en_US", "en-US"),
            ("pt-br", "pt-BR"),
            ("zh-Hans", "zh-Hans"),
            ("zh_hant_tw", "zh-Hant-TW"),
            ("sr-latn", "sr-Latn"),
            ("es-419", "es-419"),
            ("nds", "nds"),
            ("la", "la"),
            ("iw", "he"),
            ("in", "id"),
            ("ji", "yi"),
            ("mo", "ro"),
            ("sh", "sr-Latn"),
            ("so", "so"),
            ("", ""),
            ("v2", ""),
            ("0", ""),
            ("min", ""),
            ("old", ""),
            ("draft", ""),
            ("posts", ""),
            ("in-progress", ""),
            ("it-works", ""),
            ("no-such", ""),
            ("en-u-co-phonebk", ""),
            ("xx", ""),
        ] {
            let found = Locale::of_name(name);
            assert_eq!(found.as_ref().map_or("", Locale::tag), tag, "{name}");
        }
    }

    #[test]
    fn the_nearest_is_the_same_or_kin() {
        let nearest = |tag: &str, locales: &str| {
            let locales: Vec<Locale> = locales.split(' ').filter_map(Locale::parse).collect();
            let nearest = Locale::parse(tag).and_then(|own| own.nearest_of(&locales).cloned());
            nearest.map(|locale| locale.tag().to_owned())
        };
        for (tag, locales, expected) in [
            ("no", "en nb", Some("nb")),
            ("nn", "nb en", Some("nb")),
            ("en-US", "nb en", Some("en")),
            ("en-US", "en en-US", Some("en-US")),
            ("en", "nb en-GB", Some("en-GB")),
            ("iw", "en he", Some("he")),
            ("sh", "en sr", Some("sr")),
            ("fr", "nb en", None),
            ("da", "nb en", None),
        ] {
            assert_eq!(nearest(tag, locales).as_deref(), expected, "{tag} among {locales}");
        }
    }
}
