//! Values that may be one for each language.

use super::value::FieldReader;
use super::{Context, Field, Raw, language_check};
use crate::base::{Code, Diagnostic, FilePath, Origin, Place, keywords};
use crate::edn::{self, Form};
use crate::locale::{Locale, PerLocale};
use crate::markup::{self, Body, PageIds};

/// A value that is the same in all languages, or one for each.
#[derive(Clone, Debug, PartialEq)]
pub enum Localized<T> {
    /// The same in all.
    Same(T),
    /// One for each.
    Each(PerLocale<T>),
}

impl<T> Localized<T> {
    /// The value in a language, lent by no other.
    pub fn own(&self, locale: &Locale) -> Option<&T> {
        match self {
            Localized::Same(value) => Some(value),
            Localized::Each(values) => values.get(locale),
        }
    }

    /// The value in a language; where it is missing, that of the first of `locales` that has one,
    /// those that differ in region or script alone before all others.
    pub fn get(&self, locale: &Locale, locales: &[Locale]) -> Option<&T> {
        self.lent(locale, locales).map(|(value, _)| value)
    }

    /// The value in a language as [`get`](Self::get) finds it, and the language that lends it,
    /// where it is another one.
    pub fn lent(&self, locale: &Locale, locales: &[Locale]) -> Option<(&T, Option<&Locale>)> {
        if let Some(value) = self.own(locale) {
            return Some((value, None));
        }
        let Localized::Each(values) = self else { return None };
        let lends = |lender: &Locale| values.iter().find(|(locale, _)| *locale == lender);
        let kin = locales.iter().filter(|other| other.language() == locale.language());
        kin.chain(locales).find_map(lends).map(|(lender, value)| (value, Some(lender)))
    }
}

/// Reads a text, or a map of texts by locale.
pub(super) fn text(
    reader: &mut FieldReader<'_>,
    key: &str,
    context: &Context,
    file: &FilePath,
) -> Option<Localized<String>> {
    match locale_map(reader.take(key)?) {
        Some(map) => {
            let mut texts = PerLocale::new();
            for (locale, form) in each_locale(&map, reader, context, file) {
                match super::text_of_form(&form) {
                    Some(text) => {
                        texts.insert(locale, text);
                    }
                    None => not_a_text(&form, reader, file),
                }
            }
            Some(Localized::Each(texts))
        }
        None => Some(Localized::Same(reader.text(key)?.value)),
    }
}

pub(super) fn markdown(
    reader: &mut FieldReader<'_>,
    key: &str,
    context: &Context,
    file: &FilePath,
) -> Option<Localized<Body>> {
    let Some(map) = locale_map(reader.take(key)?) else {
        let (text, origin) = reader.markdown(key)?;
        return Some(Localized::Same(compile(context.default_locale(), &text, &origin, context, reader)));
    };
    let mut each = PerLocale::new();
    for (locale, form) in each_locale(&map, reader, context, file) {
        match Raw::Form(form.clone()).as_text(file) {
            Some((text, origin)) => {
                let body = compile(&locale, &text, &origin, context, reader);
                let mut faults = Vec::new();
                language_check::check_text(&text, &origin, &locale, context, &mut faults);
                faults.into_iter().for_each(|fault| reader.push(fault));
                each.insert(locale, body);
            }
            None => not_a_text(&form, reader, file),
        }
    }
    Some(Localized::Each(each))
}

fn compile(
    locale: &Locale,
    text: &str,
    origin: &Origin,
    context: &Context,
    reader: &mut FieldReader<'_>,
) -> Body {
    let mut faults = Vec::new();
    let options = context.options(locale, 2, false);
    let body = markup::compile(text, origin, &options, &mut PageIds::default(), &mut faults);
    faults.into_iter().for_each(|fault| reader.push(fault));
    body
}

/// The value of a field where it is a map, in an EDN file or in a block.
fn locale_map(field: &Field) -> Option<Form> {
    let form = match &field.value {
        Raw::Form(form) => form.clone(),
        Raw::Text(text) if text.value.trim_start().starts_with('{') => {
            edn::read(&text.value, text.span.start as usize).ok().flatten()?
        }
        Raw::Text(_) => return None,
    };
    form.as_map().is_some().then_some(form)
}

fn each_locale(
    map: &Form,
    reader: &mut FieldReader<'_>,
    context: &Context,
    file: &FilePath,
) -> Vec<(Locale, Form)> {
    map.forbidden(file).into_iter().for_each(|fault| reader.push(fault));
    let mut each = Vec::new();
    for (key, value) in map.as_map().unwrap_or_default() {
        match key.as_keyword().and_then(|tag| context.locale(tag)) {
            Some(locale) => each.push((locale.clone(), value.clone())),
            None => {
                reader.push(
                    Diagnostic::at(
                        Place::new(file, key.span),
                        Code::UnknownLocale,
                        format!("`{key}` is not one of the site's locales"),
                    )
                    .help(format!("they are {}", keywords(&context.locales))),
                );
            }
        }
    }
    each
}

fn not_a_text(form: &Form, reader: &mut FieldReader<'_>, file: &FilePath) {
    reader.push(
        Diagnostic::at(
            Place::new(file, form.span),
            Code::WrongType,
            format!("a text is wanted here, and this is {}", form.describe()),
        )
        .help("write it in quotation marks"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_is_lent_by_the_nearest_language() {
        let locale = |tag: &str| Locale::parse(tag).unwrap();
        let site = ["nb", "en-GB", "en-US", "sr-Latn", "sr-Cyrl"].map(locale);
        for (written, wanted, value, lender) in [
            ("nb en-GB", "nb", "nb", ""),
            ("nb en-GB", "en-US", "en-GB", "en-GB"),
            ("nb sr-Cyrl", "sr-Latn", "sr-Cyrl", "sr-Cyrl"),
            ("en-GB en-US", "sr-Latn", "en-GB", "en-GB"),
            ("en-US sr-Latn", "nb", "en-US", "en-US"),
        ] {
            let each: PerLocale<&str> = written.split(' ').map(|tag| (locale(tag), tag)).collect();
            let lent = Localized::Each(each);
            let lender = Some(lender).filter(|tag| !tag.is_empty()).map(locale);
            assert_eq!(lent.lent(&locale(wanted), &site), Some((&value, lender.as_ref())), "{written}");
        }
        assert_eq!(Localized::Same("x").lent(&locale("nb"), &site), Some((&"x", None)));
        assert_eq!(Localized::<&str>::Each(PerLocale::new()).lent(&locale("nb"), &site), None);
    }
}
