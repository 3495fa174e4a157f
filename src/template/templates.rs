//! Tera templates: the built-in ones, and the site's own in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use tera::{Context, Kwargs, State, Tera};

use super::built_in::{built_in, built_in_text, over_built_in, stand_in};
use super::digest;
use super::fault::{fault, faults, too_many_branches};
use super::form::{OtherForms, in_one_form};
use super::interface::{self, Call, Faulty};
use super::names::{Sources, file_of, template_name};
use super::parts::{self, TemplateParts};
use crate::base::{Code, Diagnostic, Digest, FilePath, Hasher, Place, Span, composed};
use crate::locale::{Arg, Args, Dictionary, PerLocale};
use crate::plan::Address;
use crate::source::Text;

/// The templates of a site, ready to render.
#[derive(Clone)]
pub struct Templates {
    tera: Tera,
    sources: Sources,
    are_whole: bool,
    dictionaries: Arc<PerLocale<Dictionary>>,
    forms: OtherForms,
    /// The texts that cannot be written.
    faulty: Arc<Faulty>,
    /// What there is to know of each template's own text.
    own_parts: BTreeMap<String, digest::TemplateText>,
    /// Whether any may lie in itself again and again.
    lead_back: bool,
}

/// The stack of a thread for templates that do: as deep as they are put together, as often as Tera
/// lets a component call itself.
const STACK: usize = 64 * 1024 * 1024;

impl Templates {
    /// Reads the built-in templates and the site's own, one of which takes the place of a built-in
    /// one of its name, and holds the dictionaries to what they ask for.
    ///
    /// A template that cannot be read is told, and another stands in its place. A text that cannot
    /// be written is told, and its key stands in its place.
    pub fn load(
        texts: &BTreeMap<FilePath, Text>,
        dictionaries: PerLocale<Dictionary>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let dictionaries = Arc::new(dictionaries);
        let told = diagnostics.len();
        let mut templates = Self::read(texts, Arc::clone(&dictionaries), diagnostics);
        templates.own_parts = digest::own_parts(&templates.sources);
        let faulty = interface::check(templates.calls(), templates.are_whole, &dictionaries, diagnostics);
        let faulty = Arc::new(faulty);
        templates.faulty = Arc::clone(&faulty);
        let t = move |args: Kwargs, state: &State| translate(&dictionaries, &faulty, &args, state);
        templates.tera.register_function("t", t);
        diagnostics[told..].iter_mut().for_each(|fault| templates.forms.restore_places(fault));
        templates
    }

    /// What is told at a place in a template as it is read, at the place where that was written.
    fn restore_places(&self, mut fault: Diagnostic) -> Diagnostic {
        self.forms.restore_places(&mut fault);
        fault
    }

    /// Where a place in a template as it is read was written.
    pub(super) fn written_place(&self, place: &Place) -> Place {
        self.forms.written(place)
    }

    /// Renders a template for a page.
    ///
    /// # Errors
    ///
    /// A missing variable, a bad filter and the like, at the template's line.
    pub fn render(&self, name: &str, context: &Context, page: &Address) -> Result<String, Box<Diagnostic>> {
        let render = || self.tera.render(name, context);
        let html = if self.lead_back { on_large_stack(render) } else { render() };
        html.map_err(|error| {
            let mut fault = self.restore_places(fault(&error, &self.sources));
            fault.place.get_or_insert_with(|| Place::new(&file_of(name), Span::default()));
            Box::new(fault.page(page.as_str()))
        })
    }

    /// Where the templates in force, by their files, ask for texts of the interface, and whether
    /// each is the site's own.
    pub(super) fn calls(&self) -> impl Iterator<Item = (FilePath, &[Call], bool)> {
        self.own_parts.iter().map(|(name, part)| {
            let file = file_of(name);
            let own = self.is_own(&file);
            (file, part.calls.as_slice(), own)
        })
    }

    /// The templates in force by name, with their texts.
    pub(super) fn texts(&self) -> &Sources {
        &self.sources
    }

    pub(super) fn dictionaries(&self) -> &PerLocale<Dictionary> {
        &self.dictionaries
    }

    /// Whether a text cannot be written in a language, so that its key stands in its place.
    pub(super) fn is_faulty(&self, language: &str, key: &str) -> bool {
        self.faulty.iter().any(|(locale, faulty)| locale.tag() == language && faulty == key)
    }

    /// The digest of a template, of those that it is put together from, and of the texts of the
    /// interface that they ask for in a language.
    pub(crate) fn digest_of(&self, name: &str, language: &str) -> Digest {
        let dictionary = self.dictionaries.iter().find(|(locale, _)| locale.tag() == language);
        let dictionary = dictionary.map(|(_, dictionary)| dictionary);
        digest::of(name, &self.own_parts, dictionary, |key| self.is_faulty(language, key))
    }

    /// Whether a template in force is the site's own, by its file.
    pub fn is_own(&self, file: &FilePath) -> bool {
        let text = template_name(file).and_then(|name| self.sources.get(name));
        text.is_some() && built_in_text(file) != text.map(|text| &**text)
    }

    /// The digest of all templates, and of the dictionaries that they read.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        for (name, part) in &self.own_parts {
            hasher.value(&(name, part.text));
        }
        for (locale, dictionary) in self.dictionaries.iter() {
            hasher.text(locale.tag());
            for (key, entry) in dictionary.entries() {
                hasher.value(&(key, entry.language.locale(), &entry.message));
            }
        }
        hasher.value(&self.faulty);
        hasher.finish()
    }

    /// Whether there is a template of a name.
    pub fn has(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The files that a template is put together from: its own, and those that it extends, includes
    /// or has components from, and so on.
    pub fn parts(&self, name: &str) -> BTreeSet<FilePath> {
        TemplateParts::default().of(name, &self.sources).iter().map(|name| file_of(name)).collect()
    }

    pub(crate) fn filtered_body_fault(&self, name: &str) -> Diagnostic {
        let place = self.written_place(&parts::filtered_body(name, &self.sources));
        Diagnostic::at(place, Code::Template, "a filter takes apart what stands for a body").help(
            "print bodies whole, `{{ section.body | safe }}`: templates see their place, not their text",
        )
    }

    /// The first place in the templates where an address stands, whole.
    pub fn place_of(&self, address: &str) -> Option<Place> {
        let places = self.sources.iter().flat_map(|(name, source)| {
            let whole = source.match_indices(address).map(|(at, _)| Span::new(at, at + address.len()));
            let whole = whole.filter(|span| is_whole(source, span.range()));
            whole.map(|span| Place::new(&file_of(name), span))
        });
        places.into_iter().next().map(|place| self.written_place(&place))
    }

    fn read(
        texts: &BTreeMap<FilePath, Text>,
        dictionaries: Arc<PerLocale<Dictionary>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let built_in = built_in();
        let (own, forms) = in_one_form(texts);
        let count = own.len();
        let written = over_built_in(own);
        let mut wanted = written.clone();
        for (name, text) in &written {
            if let Some(fault) = too_many_branches(name, text) {
                diagnostics.push(fault);
                wanted.insert(name.clone(), stand_in(name, &built_in));
            }
        }
        if let Some((fault, names)) = parts::too_deep(&wanted, count) {
            diagnostics.push(fault);
            wanted.extend(names.into_iter().map(|name| {
                let text = stand_in(&name, &built_in);
                (name, text)
            }));
        }
        loop {
            let mut tera = Tera::new();
            tera.autoescape_on(vec![".html", ".svg"]);
            // A template that calls a function which is not there cannot be read.
            tera.register_function("t", |_: Kwargs, _: &State| String::new());
            match tera.add_raw_templates(wanted.iter().map(|(name, text)| (name.as_str(), &**text))) {
                Ok(()) => {
                    return Self {
                        tera,
                        are_whole: wanted == written,
                        lead_back: parts::lead_back(&wanted),
                        sources: wanted,
                        dictionaries,
                        forms,
                        faulty: Arc::default(),
                        own_parts: BTreeMap::new(),
                    };
                }
                Err(error) => {
                    let faults = faults(&error, &wanted);
                    // Continue without faulty templates, to report all faults in one run.
                    let mut mended = wanted.clone();
                    for fault in &faults {
                        if let Some(name) = fault.place.as_ref().and_then(|place| template_name(&place.file))
                        {
                            mended.insert(name.to_owned(), stand_in(name, &built_in));
                        }
                    }
                    diagnostics.extend(faults);
                    if mended != wanted {
                        wanted = mended;
                    } else if wanted != built_in {
                        wanted.clone_from(&built_in);
                    } else {
                        let tera = Tera::new();
                        return Self {
                            tera,
                            are_whole: false,
                            lead_back: false,
                            sources: wanted,
                            dictionaries,
                            forms,
                            faulty: Arc::default(),
                            own_parts: BTreeMap::new(),
                        };
                    }
                }
            }
        }
    }
}

/// What a function gives on a thread of its own, whose stack is large.
fn on_large_stack<T: Send>(run: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let alone = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
        let alone = alone.expect("a thread can be started");
        alone.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Whether what stands in a range of a template is no part of a longer address.
fn is_whole(source: &str, range: Range<usize>) -> bool {
    let is_border = |c: char| c.is_whitespace() || "\"'`=(),<>{}".contains(c);
    let (before, after) = (&source[..range.start], &source[range.end..]);
    before.chars().next_back().is_none_or(is_border) && after.chars().next().is_none_or(is_border)
}

/// The function `t(key="…", …)`: a text of the dictionary in the page's language.
fn translate(
    dictionaries: &PerLocale<Dictionary>,
    faulty: &Faulty,
    args: &Kwargs,
    state: &State<'_>,
) -> tera::TeraResult<String> {
    let key: &str = args.must_get("key")?;
    let key = &*composed(key);
    let tag: String = state
        .get("locale")?
        .ok_or_else(|| tera::Error::message("the function `t` needs the variable `locale`"))?;
    let (locale, dictionary) = dictionaries
        .iter()
        .find(|(locale, _)| locale.tag() == tag)
        .ok_or_else(|| tera::Error::message(format!("the site has no locale `{tag}`")))?;
    let values = args.iter().filter_map(|(name, value)| {
        let name = name.as_str().filter(|name| *name != "key")?;
        let arg = match value.as_i64() {
            Some(number) => Arg::Number(number),
            None => Arg::Text(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        };
        Some((name.to_owned(), arg))
    });
    dictionary.message(key, &values.collect::<Args>()).or_else(|error| {
        if dictionary.is_faulty(key) || faulty.contains(&(locale.clone(), key.to_owned())) {
            return Ok(key.to_owned());
        }
        // `template::fault` takes what follows the line's end for the way out.
        let help = error.help().map_or_else(String::new, |help| format!("\n{help}"));
        Err(tera::Error::message(format!("{error}{help}")))
    })
}
