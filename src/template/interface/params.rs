//! Parameters that texts want and are not given, or are given and do not want.

use std::collections::{BTreeMap, BTreeSet};

use super::checker::Checker;
use super::uses::{GivenParam, TextUse};
use crate::base::{Code, Diagnostic, Place, nearest};
use crate::locale::{Entry, Locale, Message};

/// A text that wants something, and the language it serves.
type Wanting<'a> = (&'a Locale, &'a Entry);

pub(super) fn check(checker: &mut Checker<'_>) {
    for one in &checker.uses.uses {
        let Some(given) = &one.given else { continue };
        let entries = checker.entries(&one.key);
        let mut wanted: BTreeMap<&str, Vec<Wanting<'_>>> = BTreeMap::new();
        for (locale, entry) in &entries {
            for param in entry.message.params() {
                wanted.entry(param).or_default().push((*locale, *entry));
            }
        }
        let is_given = |param: &str| given.iter().any(|given| given.name == param);
        let mut all_are_given = true;
        for (param, wanting) in wanted.iter().filter(|(param, _)| !is_given(param)) {
            all_are_given = false;
            missing(checker, one, param, wanting, entries.len());
        }
        if one.own && all_are_given && !entries.is_empty() {
            unused(checker, one, given, &wanted.keys().copied().collect());
        }
    }
}

/// A parameter that is not given: the text's mistake where another language does without, else the
/// template's.
fn missing(checker: &mut Checker<'_>, one: &TextUse, param: &str, wanting: &[Wanting<'_>], entries: usize) {
    let given: Vec<&str> = one.given.iter().flatten().map(|given| given.name.as_str()).collect();
    let is_count = |entry: &Entry| matches!(entry.message, Message::Plural(_)) && param == Message::COUNT;
    let is_of_text = match &one.place {
        Some(_) => wanting.len() < entries && !wanting.iter().any(|(_, entry)| is_count(entry)),
        None => true,
    };
    let owns: Vec<(&Locale, &Place)> =
        wanting.iter().filter_map(|(locale, entry)| Some((*locale, entry.place.as_ref()?))).collect();
    if is_of_text {
        for (_, place) in &owns {
            checker.diagnostics.push(of_text(one, param, place, &given));
        }
    } else if let Some(call) = &one.place {
        checker.diagnostics.push(of_call(one, param, call, wanting, &given));
    }
    let key = &one.key;
    for (locale, dictionary) in checker.dictionaries.iter() {
        let text = dictionary.get(key);
        if text.is_some_and(|text| wanting.iter().any(|(_, entry)| std::ptr::eq(*entry, text))) {
            checker.faulty.insert((locale.clone(), key.clone()));
        }
    }
}

/// A text of the site has a parameter that no caller gives.
fn of_text(one: &TextUse, param: &str, place: &Place, given: &[&str]) -> Diagnostic {
    let message = format!("the text `{}` wants the parameter `{param}`, which it is not given", one.key);
    let fault = Diagnostic::at(place.clone(), Code::MissingParameter, message);
    let gives = match given {
        [] => "no parameter".to_owned(),
        given => given.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "),
    };
    let fault = match &one.place {
        Some(call) => fault.note_at(call.clone(), format!("this gives {gives}")),
        None => fault.note(format!("it is given {gives}")),
    };
    match nearest(param, given.iter().copied()) {
        Some(near) => fault.help(format!("did you mean `{{{near}}}`?")),
        None if one.place.is_none() => fault.help(format!("take `{{{param}}}` out of the text")),
        None => fault.help(format!("take `{{{param}}}` out of the text, or let the template give it")),
    }
}

/// A call that does not give what every language's text wants.
fn of_call(one: &TextUse, param: &str, call: &Place, wanting: &[Wanting<'_>], given: &[&str]) -> Diagnostic {
    let message = format!("the text `{}` needs the parameter `{param}`", one.key);
    let mut fault = Diagnostic::at(call.clone(), Code::MissingParameter, message);
    let is_plural = wanting.iter().any(|(_, entry)| matches!(entry.message, Message::Plural(_)));
    let why = if param == Message::COUNT && is_plural { "chooses the plural form" } else { "is wanted" };
    let mut is_shown = false;
    for (locale, entry) in wanting {
        if let Some(place) = &entry.place {
            is_shown = true;
            fault = fault.note_at(place.clone(), format!("`{param}` {why} here, in `:{locale}`"));
        }
    }
    if let Some((locale, _)) = wanting.first().filter(|_| !is_shown) {
        fault = fault.note(format!("`{param}` {why} in the built-in text for `:{locale}`"));
    }
    let unneeded = given
        .iter()
        .copied()
        .filter(|name| !wanting.iter().any(|(_, entry)| entry.message.params().contains(name)));
    match nearest(param, unneeded) {
        Some(near) => fault.help(format!("write `{param}` for `{near}`")),
        None => fault.help(format!("give it: `t(key=\"{}\", {param}=…)`", one.key)),
    }
}

/// Parameters that a template of the site's own gives and no language's text takes.
fn unused(checker: &mut Checker<'_>, one: &TextUse, given: &[GivenParam], wanted: &BTreeSet<&str>) {
    for given in given.iter().filter(|given| !wanted.contains(given.name.as_str())) {
        let Some(place) = &given.place else { continue };
        let message = format!("no language's text `{}` takes the parameter `{}`", one.key, given.name);
        let help = format!("take it out, or write `{{{}}}` where the text shall have it", given.name);
        checker.diagnostics.push(Diagnostic::at(place.clone(), Code::UnusedParameter, message).help(help));
    }
}
