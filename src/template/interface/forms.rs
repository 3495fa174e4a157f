//! Plural forms that a text lacks or cannot use, and texts that differ in shape between languages.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::{Checker, OwnText};
use crate::base::{Code, Diagnostic, keywords};
use crate::locale::{Language, Message, PluralCategory, category_name};

/// How many numbers stand for a plural form in a message.
const EXAMPLES: usize = 3;

pub(super) fn check(checker: &mut Checker<'_>) {
    let mut by_key: BTreeMap<&str, Vec<OwnText<'_>>> = BTreeMap::new();
    for own in checker.own() {
        plural_forms(checker, own);
        by_key.entry(own.key).or_default().push(own);
    }
    for texts in by_key.values() {
        let is_faulty = |text: &OwnText<'_>| checker.faulty.iter().any(|(_, key)| key == text.key);
        if let [first, others @ ..] = &texts[..]
            && !is_faulty(first)
        {
            checker.diagnostics.extend(others.iter().filter_map(|other| uneven(first, other)));
        }
    }
}

fn plural_forms(checker: &mut Checker<'_>, own: OwnText<'_>) {
    let Message::Plural(forms) = &own.entry.message else { return };
    let (language, key) = (&own.entry.language, own.key);
    let plurals = language.plurals();
    let lacking: Vec<PluralCategory> =
        plurals.needed().iter().copied().filter(|category| !forms.contains_key(category)).collect();
    if !lacking.is_empty() {
        let message = format!(
            "the text `{key}` lacks {} {}, which `:{}` needs",
            if lacking.len() == 1 { "the plural form" } else { "the plural forms" },
            keywords(lacking.iter().copied().map(category_name)),
            language.locale()
        );
        let fault = Diagnostic::at(own.place.clone(), Code::MissingPluralForm, message);
        let call = checker.uses.of(key).find_map(|one| one.place.as_ref());
        let fault = match call {
            Some(call) => fault.note_at(call.clone(), "it is asked for here"),
            None => fault,
        };
        let forms: Vec<String> = lacking.iter().map(|category| wanted_form(*category, language)).collect();
        checker.diagnostics.push(fault.help(format!("add {}", forms.join(" and "))));
    }
    let categories = plurals.categories();
    for category in forms.keys().filter(|category| !categories.contains(category)) {
        let message = format!(
            "`:{}` never uses the plural form `:{}` of the text `{key}`",
            language.locale(),
            category_name(*category)
        );
        let help = format!(
            "take it out; the forms of the language are {}",
            keywords(plurals.needed().iter().copied().map(category_name))
        );
        checker
            .diagnostics
            .push(Diagnostic::at(own.place.clone(), Code::UnusedPluralForm, message).help(help));
    }
}

/// A plural form to be written, with numbers that take it: `` `:few "…"` for 2, 3, 4 ``.
fn wanted_form(category: PluralCategory, language: &Language) -> String {
    let numbers = (0..=1000).filter(|number| language.plural(*number) == category).take(EXAMPLES + 1);
    let mut numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
    if let Some(last) = numbers.get_mut(EXAMPLES) {
        "…".clone_into(last);
    }
    format!("`:{} \"…\"` for {}", category_name(category), numbers.join(", "))
}

/// How the texts of two languages differ in what they are made of.
fn uneven(first: &OwnText<'_>, second: &OwnText<'_>) -> Option<Diagnostic> {
    let (a, b) = (&first.entry.message, &second.entry.message);
    let is_plural = |message: &Message| matches!(message, Message::Plural(_));
    let counts = |own: &OwnText<'_>| own.entry.language.plurals().needed().len() > 1;
    let key = first.key;
    if is_plural(a) != is_plural(b) && counts(first) && counts(second) {
        let (plural, text) = if is_plural(a) { (first, second) } else { (second, first) };
        let message = format!("the text `{key}` has plural forms in one language and none in another");
        return Some(
            Diagnostic::at(text.place.clone(), Code::UnevenText, message)
                .note_at(plural.place.clone(), format!("`:{}` has them", plural.entry.language.locale()))
                .help("write both in one manner"),
        );
    }
    // A number that only selects the plural form need not be printed.
    let shown = |message: &Message| -> BTreeSet<String> {
        let is_count = |name: &str| name == Message::COUNT && (is_plural(a) || is_plural(b));
        message.params().into_iter().filter(|name| !is_count(name)).map(str::to_owned).collect()
    };
    let (in_a, in_b) = (shown(a), shown(b));
    let (param, lacking, having) = match (in_a.difference(&in_b).next(), in_b.difference(&in_a).next()) {
        (Some(param), _) => (param, second, first),
        (None, Some(param)) => (param, first, second),
        (None, None) => return None,
    };
    let message = format!("the text `{key}` lacks the parameter `{param}` that it has in another language");
    Some(
        Diagnostic::at(lacking.place.clone(), Code::UnevenText, message)
            .note_at(having.place.clone(), format!("`:{}` has it", having.entry.language.locale()))
            .help(format!("write `{{{param}}}` in both, or in none")),
    )
}
