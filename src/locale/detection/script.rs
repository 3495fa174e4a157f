//! Scripts: which a locale is written in, and which a letter belongs to.

use icu::locale::LocaleExpander;
use icu::properties::props::Script;
use icu::properties::{CodePointMapData, PropertyParser};

use super::super::Locale;

/// The scripts that a locale is written in (UTS #35, likely subtags): one for most, three for
/// Japanese; none where CLDR knows of no likely one.
pub(super) fn scripts_of(locale: &Locale) -> Vec<Script> {
    let mut id = locale.icu().id.clone();
    LocaleExpander::new_extended().maximize(&mut id);
    let Some(code) = id.script else { return Vec::new() };
    // ISO 15924 has codes for mixtures, Unicode has not (UAX #24, section 2.1).
    match code.as_str() {
        "Jpan" => vec![Script::Han, Script::Hiragana, Script::Katakana],
        // Han stands between brackets in the Korean of today, if at all.
        "Kore" => vec![Script::Hangul],
        "Hans" | "Hant" | "Hani" => vec![Script::Han],
        code => PropertyParser::<Script>::new().get_strict(code).into_iter().collect(),
    }
}

/// The script of a letter; `None` for what is no letter, and for letters of no script in
/// particular.
pub(super) fn script_of(letter: char) -> Option<Script> {
    if letter.is_ascii() {
        return letter.is_ascii_alphabetic().then_some(Script::Latin);
    }
    let script = CodePointMapData::<Script>::new().get(letter);
    let has_one = !matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    (has_one && letter.is_alphabetic()).then_some(script)
}

#[cfg(test)]
mod tests {
    use icu::properties::props::Script;

    use super::super::super::Locale;
    use super::{script_of, scripts_of};

    #[test]
    fn a_locale_is_written_in_its_likely_script() {
        for (tag, scripts) in [
            ("nb", &[Script::Latin][..]),
            ("sr", &[Script::Cyrillic]),
            ("sr-Latn", &[Script::Latin]),
            ("ja", &[Script::Han, Script::Hiragana, Script::Katakana]),
            ("zh-TW", &[Script::Han]),
            ("qaa", &[]),
        ] {
            assert_eq!(scripts_of(&Locale::parse(tag).unwrap()), scripts, "{tag}");
        }
    }

    #[test]
    fn letters_have_scripts() {
        for (letter, script) in [
            ('a', Some(Script::Latin)),
            ('å', Some(Script::Latin)),
            ('ж', Some(Script::Cyrillic)),
            ('語', Some(Script::Han)),
            ('1', None),
            ('«', None),
            ('👍', None),
        ] {
            assert_eq!(script_of(letter), script, "{letter}");
        }
    }
}
