//! Texts that are asked for and not there, and texts that are there and not asked for.

use super::checker::Checker;
use super::uses::TextUse;
use crate::base::{Code, Diagnostic, Place, Span, keywords, nearest};
use crate::locale::{Dictionary, Entry, Language, Locale, Message, category_name};

/// How many keys a message names before it says no more than how many there are.
const NAMED: usize = 3;

pub(super) fn check(checker: &mut Checker<'_>) {
    for one in &checker.uses.uses {
        missing(checker, one);
    }
    unused(checker);
    for (locale, dictionary) in checker.dictionaries.iter() {
        untranslated(checker, locale, dictionary);
    }
}

fn missing(checker: &mut Checker<'_>, one: &TextUse) {
    let lacks = |(locale, dictionary): (_, &Dictionary)| {
        (dictionary.get(&one.key).is_none() && !dictionary.is_faulty(&one.key)).then_some(locale)
    };
    let lacking: Vec<&Locale> = checker.dictionaries.iter().filter_map(lacks).collect();
    let (Some(place), [first, ..]) = (&one.place, &lacking[..]) else { return };
    let key = &one.key;
    let files: Vec<String> = lacking.iter().map(|locale| format!("`{}`", checker.file(locale))).collect();
    let files = files.join(" and ");
    let fault = match checker.entries(key).first() {
        Some((locale, entry)) => {
            let message = format!("the text `{key}` is missing in {}", keywords(&lacking));
            let fault = Diagnostic::at(place.clone(), Code::MissingText, message);
            let fault = match &entry.place {
                Some(place) => fault.note_at(place.clone(), format!("`:{locale}` has it here")),
                None => fault,
            };
            let model = entry_of(key, entry, &Language::new(first));
            fault.help(format!("add it to {files}, such as `{model}`"))
        }
        None => {
            let message = format!("no dictionary has the text `{key}`");
            let fault = Diagnostic::at(place.clone(), Code::MissingText, message);
            match nearest(key, checker.known.iter().copied()) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help(format!("add it to {files}, such as `:{key} \"…\"`")),
            }
        }
    };
    checker.faulty.extend(lacking.into_iter().map(|locale| (locale.clone(), key.clone())));
    checker.diagnostics.push(fault);
}

/// The site's texts that nothing uses.
fn unused(checker: &mut Checker<'_>) {
    let used = checker.uses.keys();
    for own in checker.own().into_iter().filter(|own| !checker.uses.has(own.key)) {
        let message = format!("no template asks for the text `{}`", own.key);
        let help = match nearest(own.key, used.iter().copied()) {
            Some(near) => format!("did you mean `:{near}`?"),
            None => format!("take it out, or ask for it: `{{{{ t(key=\"{}\") }}}}`", own.key),
        };
        checker.diagnostics.push(Diagnostic::at(own.place.clone(), Code::UnusedText, message).help(help));
    }
}

/// The texts in use that the built-in English lends to another language.
fn untranslated(checker: &mut Checker<'_>, locale: &Locale, dictionary: &Dictionary) {
    let is_built_in = |ancestor: &Locale| Dictionary::builtin(ancestor.tag()).is_some();
    if locale.ancestry().iter().any(is_built_in) {
        return;
    }
    let lent: Vec<(&str, &Entry)> = dictionary
        .entries()
        .filter(|(key, entry)| entry.place.is_none() && checker.uses.has(key) && !dictionary.is_faulty(key))
        .collect();
    if lent.is_empty() {
        return;
    }
    let file = checker.file(locale);
    let named: Vec<&str> = lent.iter().map(|(key, _)| *key).take(NAMED).collect();
    let more = if lent.len() > NAMED { " and others" } else { "" };
    let count = lent.len();
    let texts = if count == 1 { "text" } else { "texts" };
    let message = format!(
        "{count} {texts} of the interface would be in English on pages in `:{locale}`: {}{more}",
        keywords(named)
    );
    let has_file = checker.own().iter().any(|own| own.place.file == file);
    let mut fault = Diagnostic::general(Code::UntranslatedText, message);
    fault.place = has_file.then(|| Place::new(&file, Span::default()));
    let language = Language::new(locale);
    let entries: Vec<String> = lent.iter().map(|(key, entry)| entry_of(key, entry, &language)).collect();
    checker.diagnostics.push(fault.help(format!("translate into `{file}`:\n{}", entries.join("\n"))));
}

/// An entry as a dictionary has it, with the plural forms that a language needs.
fn entry_of(key: &str, entry: &Entry, language: &Language) -> String {
    let message = match &entry.message {
        Message::Text(pattern) => quoted(&pattern.to_string()),
        Message::Plural(forms) => {
            let common = forms.values().next_back().map(ToString::to_string).unwrap_or_default();
            let text = |category| forms.get(category).map_or_else(|| common.clone(), ToString::to_string);
            let forms = language.plurals().needed().iter();
            let forms: Vec<String> = forms
                .map(|category| format!(":{} {}", category_name(*category), quoted(&text(category))))
                .collect();
            format!("{{{}}}", forms.join(" "))
        }
    };
    format!(":{key} {message}")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
