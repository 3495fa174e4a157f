//! Holds the dictionaries to what is asked of them.

use std::collections::BTreeSet;

use super::call::Call;
use super::checker::{Checker, Faulty};
use super::uses::TextUses;
use super::{forms, keys, params};
use crate::base::{Diagnostic, FilePath};
use crate::locale::{Dictionary, PerLocale};

/// Checks that every text which a template or the program asks for is there in every language of
/// the site, takes the parameters that it is given, and has the plural forms of its language; and
/// that the site's own dictionaries hold nothing else.
pub(in crate::template) fn check<'a>(
    templates: impl Iterator<Item = (FilePath, &'a [Call], bool)>,
    are_whole: bool,
    dictionaries: &PerLocale<Dictionary>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Faulty {
    let known: BTreeSet<&str> =
        dictionaries.values().flat_map(Dictionary::entries).map(|(key, _)| key).collect();
    let uses = TextUses::collect(templates, are_whole, &known);
    let mut checker =
        Checker { uses: &uses, known: &known, dictionaries, diagnostics, faulty: Faulty::new() };
    keys::check(&mut checker);
    params::check(&mut checker);
    forms::check(&mut checker);
    checker.faulty
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::super::uses::TextUses;
    use super::{Dictionary, FilePath, PerLocale};
    use crate::base::Code;
    use crate::locale::{Language, Locale};
    use crate::template::Templates;

    #[test]
    fn plural_forms_are_those_of_whole_numbers_in_the_language() {
        for (tag, posts, expected) in [
            ("nb", "{:one \"\" :other \"\"}", None),
            ("nb", "{:other \"\"}", Some(Code::MissingPluralForm)),
            ("nb", "{:one \"\"}", Some(Code::MissingPluralForm)),
            ("nb", "{:one \"\" :many \"\" :other \"\"}", Some(Code::UnusedPluralForm)),
            ("ru", "{:one \"\" :few \"\" :many \"\"}", None),
            ("ru", "{:one \"\" :few \"\" :many \"\" :other \"\"}", None),
            ("ru", "{:one \"\" :few \"\" :other \"\"}", Some(Code::MissingPluralForm)),
            ("cs", "{:one \"\" :few \"\" :other \"\"}", None),
            ("cs", "{:one \"\" :few \"\" :many \"\" :other \"\"}", None),
            ("fr", "{:one \"\" :other \"\"}", None),
            ("fr", "{:one \"\" :many \"\" :other \"\"}", None),
            ("lv", "{:one \"\" :other \"\"}", Some(Code::MissingPluralForm)),
            ("ja", "{:other \"\"}", None),
            ("ja", "{:one \"\" :other \"\"}", Some(Code::UnusedPluralForm)),
            ("ja", "\"{n}\"", None),
        ] {
            let told = told(&[(tag, &format!("{{:posts {posts}}}"))]);
            assert_eq!(told, Vec::from_iter(expected), "{tag} {posts}");
        }
    }

    #[test]
    fn texts_are_alike_where_the_languages_are() {
        for (first, second, expected) in [
            (("nb", "\"{n}\""), ("en", "{:one \"\" :other \"{n}\"}"), Some(Code::UnevenText)),
            (("ja", "\"{n}\""), ("en", "{:one \"\" :other \"{n}\"}"), None),
            (("nb", "\"{n}\""), ("en", "\"\""), Some(Code::UnevenText)),
            (("nb", "{:one \"\" :other \"{n}\"}"), ("en", "{:one \"\" :other \"\"}"), None),
        ] {
            let text = |posts: &str| format!("{{:posts {posts}}}");
            let told = told(&[(first.0, &text(first.1)), (second.0, &text(second.1))]);
            assert_eq!(told, Vec::from_iter(expected), "{first:?} {second:?}");
        }
    }

    /// What is told of dictionaries, but for the texts that are not translated.
    fn told(texts: &[(&str, &str)]) -> Vec<Code> {
        let mut diagnostics = Vec::new();
        let read = |(tag, text): &(&str, &str)| {
            let locale = Locale::parse(tag).unwrap();
            let language = Arc::new(Language::new(&locale));
            let file = FilePath::new(&format!("i18n/{tag}.edn"));
            (locale, Dictionary::read(&language, &file, text, &mut Vec::new()))
        };
        let own: PerLocale<_> = texts.iter().map(read).collect();
        let dictionaries = own.map(|locale, _| Dictionary::layered(locale, &own));
        Templates::load(&BTreeMap::new(), dictionaries, &mut diagnostics);
        let codes = diagnostics.iter().map(|fault| fault.code);
        codes.filter(|code| *code != Code::UntranslatedText).collect()
    }

    #[test]
    fn the_built_in_texts_are_what_is_asked_for() {
        let dictionaries: PerLocale<Dictionary> = Dictionary::builtin_tags()
            .map(|tag| (Locale::parse(tag).unwrap(), Dictionary::builtin(tag).unwrap().clone()))
            .collect();
        let mut diagnostics = Vec::new();
        let templates = Templates::load(&BTreeMap::new(), dictionaries, &mut diagnostics);
        assert_eq!(diagnostics, []);
        let known = Dictionary::builtin("en").unwrap().entries().map(|(key, _)| key).collect::<BTreeSet<_>>();
        let uses = TextUses::collect(templates.calls(), true, &known);
        assert!(!uses.any, "a built-in template asks for a key that is not known before it is rendered");
        assert_eq!(uses.keys(), known);
        // What a program gives and no text takes, nobody would miss.
        for one in &uses.uses {
            let message = &Dictionary::builtin("en").unwrap().get(&one.key).unwrap().message;
            let given = one.given.iter().flatten().map(|given| given.name.as_str()).collect::<BTreeSet<_>>();
            assert_eq!(given, message.params(), "{}", one.key);
        }
    }
}
