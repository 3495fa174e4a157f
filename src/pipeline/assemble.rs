//! Texts to the parts of a site: which file is what, and each file read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::section_file::{claims, page};
use super::sections::Sections;
use super::{Phase, Progress};
use crate::base::{Code, Diagnostic, FilePath, Place, Severity, Span, composed, keywords};
use crate::document::{
    self, Bodies, Context, Document, DocumentKind, EntryKind, Field, OwnKinds, PageContent, PageSource, Raw,
    Record, Stem, TemplateIds, compile, entries_of_form,
};
use crate::edn::{self, Form};
use crate::locale::{Detector, Dictionary, Language, Locale, PerLocale};
use crate::markup::BodyTexts;
use crate::output::MediaType;
use crate::site::{ColourSchemes, DataFile, LinkInput, Settings, inherited_templates};
use crate::source::{SOURCE_LIMIT, Snapshot, decode};
use crate::template;
use crate::template::{MessageId, UiLanguage};

pub(super) struct Assembled {
    pub parts: LinkInput,
    pub ui_languages: PerLocale<UiLanguage>,
    /// Whether there is a `site.edn` that cannot be read, so that all settings are guesses.
    pub settings_unread: bool,
}

/// What section files are compiled with, and what that was read from.
pub(super) struct CompileInputs {
    pub context: Context,
    settings: Settings,
    ui_languages: PerLocale<UiLanguage>,
    /// Whether there is a `site.edn` that cannot be read, so that all settings are guesses.
    settings_unread: bool,
    /// The data files that have not been made use of yet.
    forms: BTreeMap<FilePath, Form>,
    /// The kinds of entries that have a data file which cannot be read.
    unread: Vec<EntryKind>,
}

/// Reads what section files are compiled with. A site without settings is guessed from the locales
/// that its pages claim.
pub(super) fn basis(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> CompileInputs {
    let mut forms = data_files(snapshot, diagnostics);
    let unread = unread_kinds(snapshot, &forms);
    let settings_unread = SETTINGS_FILES.iter().any(|name| is_unread(snapshot, &forms, &FilePath::new(name)));
    let settings = settings(snapshot, &mut forms, diagnostics);
    let ui_languages = ui_languages(&settings.locales, dictionaries(snapshot, &settings, diagnostics));
    let words = ui_languages.map(|_, ui_language| words(ui_language));
    let template_ids = template::template_ids(&snapshot.texts, &ui_languages);
    let context = Context {
        words_elsewhere: words.get(&settings.locales[0]).cloned().unwrap_or_default(),
        words,
        quotes: ui_languages.map(|_, ui_language| *ui_language.language.quotes()),
        locales: settings.locales.clone(),
        zone: settings.zone,
        slugs: settings.slugs.clone(),
        own_kinds: own_kinds(snapshot),
        detector: Some(Detector::new(&settings.locales)),
        template_ids,
    };
    CompileInputs { context, settings, ui_languages, settings_unread, forms, unread }
}

/// The kinds that the site has templates of its own for.
fn own_kinds(snapshot: &Snapshot) -> OwnKinds {
    let below = |folder: &str| {
        let kind = |file: &FilePath| file.below(folder)?.strip_suffix(".html").map(str::to_owned);
        snapshot.texts.keys().filter_map(kind).collect()
    };
    OwnKinds { sections: below("templates/sections"), pages: below("templates/pages") }
}

/// Compiles anew the pages of which a made id stands in a template that they have from their
/// originals, which compiling alone cannot know.
fn recompile_clashing_ids(documents: &mut [Arc<Document>], snapshot: &Snapshot, context: &Context) {
    if context.template_ids.are_alike() {
        return;
    }
    let clashing = |(id, kind, layout): (usize, DocumentKind, Option<&str>)| {
        let ids = context.template_ids.of(kind, layout);
        documents[id].has_any_anchor(ids).then_some((id, ids))
    };
    let clashes: Vec<_> = inherited_templates(documents, &context.locales).filter_map(clashing).collect();
    for (id, ids) in clashes {
        let context = Context { template_ids: TemplateIds::all(ids), ..context.clone() };
        let file = &documents[id].file;
        if let Some(document) = snapshot.texts.get(file).and_then(|text| page(file, text, &context)) {
            documents[id] = document;
        }
    }
}

/// Reads every text of a snapshot; of the section files those that `sections` does not have yet.
pub(super) fn assemble(
    snapshot: &Snapshot,
    sections: &mut Sections,
    diagnostics: &mut Vec<Diagnostic>,
    progress: &dyn Progress,
) -> Assembled {
    progress.phase(Phase::Data, 0);
    sections.refresh(snapshot);
    let CompileInputs { context, settings, ui_languages, settings_unread, mut forms, unread } =
        basis(snapshot, diagnostics);
    let mut schemes = ColourSchemes::built_in();
    for (file, form) in take(&mut forms, |file| file.name() == "themes.edn") {
        schemes.add(&file, &form, diagnostics);
    }
    let lists_tags = forms.keys().any(|file| file.name() == EntryKind::Tag.file_name());
    sections.compile(snapshot, &context, progress);
    let (mut documents, mut entries) = sections.contents();
    for (file, form) in take(&mut forms, |file| file.name() == "pages.edn") {
        documents.extend(pages(&file, &form, &context, diagnostics).into_iter().map(Arc::new));
    }
    recompile_clashing_ids(&mut documents, snapshot, &context);
    let mut others = Vec::new();
    for (file, form) in forms {
        match entries_of_form(&file, &form, &context, diagnostics) {
            Some(found) => entries.extend(found),
            None => others.push((file, form)),
        }
    }
    let data = data(others, diagnostics);
    let kinds = template::kinds(&snapshot.texts);
    let own_kinds = context.own_kinds;
    Assembled {
        parts: LinkInput {
            settings,
            documents,
            entries,
            lists_tags,
            unread,
            schemes,
            data,
            kinds,
            own_kinds,
        },
        ui_languages,
        settings_unread,
    }
}

/// The text of a file that diagnostics point into: one of the site's, or one that is built in.
/// Images have none.
pub fn source_text(snapshot: &Snapshot, file: &FilePath) -> Option<String> {
    if let Some(text) = snapshot.texts.get(file) {
        return Some(text.text.to_string());
    }
    if let Some(text) = template::built_in_text(file) {
        return Some(text.to_owned());
    }
    let blob = snapshot.blob(file)?;
    let is_shown = MediaType::of(file.as_str()).is_text() && blob.len <= SOURCE_LIMIT;
    let bytes = is_shown.then(|| blob.content.read().ok())??;
    Some(decode(file, &bytes, &mut Vec::new()).into_owned())
}

fn data_files(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<FilePath, Form> {
    let is_data = |file: &FilePath| {
        file.extension() == "edn" && file.below("templates").is_none() && !is_dictionary(file)
    };
    let mut forms = BTreeMap::new();
    for (file, text) in snapshot.texts.iter().filter(|(file, _)| is_data(file)) {
        if let Some(form) = edn::read_file(file, &text.text, diagnostics) {
            forms.insert(file.clone(), form);
        }
    }
    forms
}

/// The data that templates get, by the files' names; of two files of one name, they would see but
/// one.
fn data(files: Vec<(FilePath, Form)>, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, DataFile> {
    let mut named: BTreeMap<String, DataFile> = BTreeMap::new();
    for (file, form) in files {
        let name = file.name().trim_end_matches(".edn").to_owned();
        match named.get(&name) {
            Some(first) => diagnostics.push(
                Diagnostic::at(
                    Place::new(&file, form.span),
                    Code::DuplicateEntry,
                    format!("templates would see two files as `data.{name}`"),
                )
                .note_at(Place::new(&first.file, first.form.span), "the other one is here")
                .help("give one of the two another name"),
            ),
            None => {
                named.insert(name, DataFile { file, form });
            }
        }
    }
    named
}

/// The kinds of entries that have a data file which cannot be read.
fn unread_kinds(snapshot: &Snapshot, forms: &BTreeMap<FilePath, Form>) -> Vec<EntryKind> {
    let unread = |kind: &EntryKind| {
        let mut files = snapshot.texts.keys().filter(|file| file.name() == kind.file_name());
        files.any(|file| is_unread(snapshot, forms, file))
    };
    EntryKind::ALL.into_iter().filter(unread).collect()
}

/// Whether a data file is there and cannot be read.
fn is_unread(snapshot: &Snapshot, forms: &BTreeMap<FilePath, Form>, file: &FilePath) -> bool {
    let text = snapshot.texts.get(file).filter(|_| !forms.contains_key(file));
    text.is_some_and(|text| edn::read(&text.text, 0).is_err())
}

/// Takes the files that a rule picks out of the table.
fn take(forms: &mut BTreeMap<FilePath, Form>, wanted: impl Fn(&FilePath) -> bool) -> Vec<(FilePath, Form)> {
    let files: Vec<FilePath> = forms.keys().filter(|file| wanted(file)).cloned().collect();
    files.into_iter().filter_map(|file| forms.remove_entry(&file)).collect()
}

/// The two places of the settings; the first is the one that counts where both are there.
pub const SETTINGS_FILES: [&str; 2] = ["content/site.edn", "site.edn"];

fn settings(
    snapshot: &Snapshot,
    forms: &mut BTreeMap<FilePath, Form>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Settings {
    let files = take(forms, |file| SETTINGS_FILES.contains(&file.as_str()));
    let Some((file, form)) = files.first() else {
        let claims = claims(snapshot);
        let written =
            SETTINGS_FILES.iter().find_map(|name| snapshot.texts.get_key_value(&FilePath::new(name)));
        return match written {
            Some((file, text)) if matches!(edn::read(&text.text, 0), Ok(None)) => {
                let nothing = Form { kind: edn::FormKind::Map(Vec::new()), span: Span::default() };
                Settings::read(file, &nothing, diagnostics)
            }
            // The faults of the file are already reported.
            Some(_) => Settings::of_pages(&claims),
            None => Settings::without_file(&claims, diagnostics),
        };
    };
    if let Some((other, form)) = files.get(1) {
        diagnostics.push(
            Diagnostic::at(
                Place::new(other, Span::new(form.span.start as usize, form.span.start as usize + 1)),
                Code::DuplicateEntry,
                "the site has two files of settings",
            )
            .note(format!("the other one is `{file}`"))
            .help("remove one of the two"),
        );
    }
    Settings::read(file, form, diagnostics)
}

/// Whether a file is one of the site's own dictionaries: `i18n/LOCALE.edn` in `content` or beside
/// it.
pub fn is_dictionary(file: &FilePath) -> bool {
    let folder = file.as_str().rsplit_once('/').map(|(folder, _)| folder);
    file.extension() == "edn" && matches!(folder, Some("i18n" | "content/i18n"))
}

fn dictionaries(
    snapshot: &Snapshot,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> PerLocale<Dictionary> {
    let mut dictionaries = PerLocale::new();
    for (file, text) in snapshot.texts.iter().filter(|(file, _)| is_dictionary(file)) {
        let tag = file.name().trim_end_matches(".edn");
        match Locale::parse(tag) {
            Some(locale) => {
                diagnostics.extend(unlisted_dictionary(file, &locale, &settings.locales));
                let language = Arc::new(Language::new(&locale));
                dictionaries.insert(locale, Dictionary::read(&language, file, &text.text, diagnostics));
            }
            None => {
                let known: Vec<String> =
                    settings.locales.iter().map(|locale| format!("`{locale}.edn`")).collect();
                diagnostics.push(
                    Diagnostic::at(
                        Place::new(file, Span::default()),
                        Code::UnknownLocale,
                        format!("the dictionary's name `{tag}` is no language tag"),
                    )
                    .help(format!("name it for a locale, such as {}", known.join(", "))),
                );
            }
        }
    }
    dictionaries
}

/// Warns of a dictionary that no page of the site is written by.
fn unlisted_dictionary(file: &FilePath, locale: &Locale, locales: &[Locale]) -> Option<Diagnostic> {
    if locales.iter().any(|own| own.ancestry().contains(locale)) {
        return None;
    }
    let way_out = match locale.nearest_of(locales) {
        Some(near) => format!("did you mean `{near}.edn`? Else add `:{locale}` to `:site/locales`"),
        None => {
            format!("add `:{locale}` to `:site/locales`, which has {}, or remove the file", keywords(locales))
        }
    };
    let message = format!("nobody reads these texts: `{locale}` is no language of the site");
    let fault = Diagnostic::at(Place::new(file, Span::default()), Code::UnknownLocale, message);
    Some(Diagnostic { severity: Severity::Warning, ..fault }.help(way_out))
}

fn ui_languages(locales: &[Locale], own: PerLocale<Dictionary>) -> PerLocale<UiLanguage> {
    locales
        .iter()
        .map(|locale| {
            let ui_language =
                UiLanguage { language: Language::new(locale), dictionary: Dictionary::layered(locale, &own) };
            (locale.clone(), ui_language)
        })
        .collect()
}

/// The words that compiled bodies hold.
fn words(ui_language: &UiLanguage) -> BodyTexts {
    BodyTexts {
        footnotes: ui_language.text(MessageId::Footnotes),
        back_to_text: ui_language.text(MessageId::BackToText),
        note: ui_language.text(MessageId::AlertNote),
        tip: ui_language.text(MessageId::AlertTip),
        important: ui_language.text(MessageId::AlertImportant),
        warning: ui_language.text(MessageId::AlertWarning),
        caution: ui_language.text(MessageId::AlertCaution),
    }
}

fn pages(
    file: &FilePath,
    form: &Form,
    context: &Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<document::Document> {
    let items = form.as_items().unwrap_or(std::slice::from_ref(form));
    let mut documents = Vec::new();
    for item in items {
        match Record::of_form(item) {
            Some(record) => {
                let stem = page_stem(&record);
                let content = PageContent::Records(std::slice::from_ref(&record));
                let source = PageSource { file, stem, content };
                documents.push(compile(source, context, &mut Bodies::new(), diagnostics));
            }
            None => diagnostics.push(
                Diagnostic::at(Place::new(file, item.span), Code::InvalidEntry, "this is no page").help(
                    "write a map, such as `{:page/uri \"/about/\" :page/title \"About\" :page/body \"…\"}`",
                ),
            ),
        }
    }
    documents
}

/// A page of `pages.edn` has no file of its own: what it says of its address stands for the file's
/// place.
fn page_stem(record: &Record) -> Stem {
    let text = |field: &Field| match &field.value {
        Raw::Form(form) => form.as_text().map(str::to_owned),
        Raw::Text(text) => Some(text.value.clone()),
    };
    let path = ["page/translation-key", "page/slug", "page/uri", "page/title"]
        .iter()
        .find_map(|key| text(record.get(key)?))
        .unwrap_or_default();
    Stem { path: composed(path.trim_matches('/')).into_owned(), locale: None, in_folder: false }
}
