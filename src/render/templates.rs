//! Tera templates: the built-in ones, and the site's own in their place.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use tera::{Context, Kwargs, State, Tera};

use super::template_fault::{fault, faults};
use crate::base::{Diagnostic, FilePath, Place, Span};
use crate::locale::{Arg, Args, Dictionary, PerLocale};
use crate::plan::Address;
use crate::site::Kinds;
use crate::source::Text;

static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The templates of a site, ready to render.
#[derive(Clone)]
pub struct Templates {
    tera: Tera,
    sources: BTreeMap<String, Arc<str>>,
}

impl Templates {
    /// Reads the built-in templates and the site's own, one of which takes the place of a built-in one of its name.
    ///
    /// A template that cannot be read is told, and the built-in one stays in its place.
    pub fn load(
        texts: &BTreeMap<FilePath, Text>,
        dictionaries: PerLocale<Dictionary>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut sources = built_in();
        let own: BTreeMap<String, Arc<str>> = texts
            .iter()
            .filter_map(|(file, text)| Some((template_name(file)?.to_owned(), Arc::clone(&text.text))))
            .collect();
        let mut wanted = sources.clone();
        wanted.extend(own);
        let dictionaries = Arc::new(dictionaries);
        loop {
            let mut tera = Tera::new();
            let strings = Arc::clone(&dictionaries);
            tera.register_function("t", move |args: Kwargs, state: &State| translate(&strings, &args, state));
            match tera.add_raw_templates(wanted.iter().map(|(name, text)| (name.as_str(), &**text))) {
                Ok(()) => return Self { tera, sources: wanted },
                Err(error) => {
                    let faults = faults(&error, &wanted);
                    // Read on without the templates at fault, so that one run tells the faults of all.
                    let mut own_is_out = false;
                    for place in faults.iter().filter_map(|fault| fault.place.as_ref()) {
                        let Some(name) = template_name(&place.file) else { continue };
                        own_is_out |= wanted.get(name) != sources.get(name);
                        match sources.get(name) {
                            Some(text) => wanted.insert(name.to_owned(), Arc::clone(text)),
                            None => wanted.remove(name),
                        };
                    }
                    diagnostics.extend(faults);
                    if !own_is_out {
                        let built_in = std::mem::take(&mut sources);
                        if wanted == built_in {
                            return Self { tera: Tera::new(), sources: wanted };
                        }
                        wanted = built_in;
                    }
                }
            }
        }
    }

    /// Renders a template for a page.
    ///
    /// # Errors
    ///
    /// A missing variable, a bad filter and the like, at the template's line.
    pub fn render(&self, name: &str, context: &Context, page: &Address) -> Result<String, Box<Diagnostic>> {
        self.tera
            .render(name, context)
            .map_err(|error| Box::new(fault(&error, &self.sources).page(page.as_str())))
    }

    /// Whether there is a template of a name.
    pub fn has(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The one place in all templates where a text stands; `None` where it stands nowhere, or more than once.
    pub fn place_of(&self, text: &str) -> Option<Place> {
        let mut found = None;
        for (name, source) in &self.sources {
            for (at, _) in source.match_indices(text) {
                if found.is_some() {
                    return None;
                }
                found = Some(Place::new(&file_of(name), Span::new(at, at + text.len())));
            }
        }
        found
    }
}

/// The layouts that a site's templates and the built-in ones make.
pub fn kinds(texts: &BTreeMap<FilePath, Text>) -> Kinds {
    let built_in = built_in();
    let own = texts.keys().filter_map(template_name);
    let mut names: Vec<&str> = built_in.keys().map(String::as_str).chain(own).collect();
    names.sort_unstable();
    names.dedup();
    let below = |folder: &str| {
        let kind = |name: &str| name.strip_prefix(folder)?.strip_suffix(".html").map(str::to_owned);
        names.iter().filter_map(|name| kind(name)).filter(|kind| !kind.contains('/')).collect()
    };
    Kinds { sections: below("sections/"), pages: below("pages/") }
}

/// The text of a built-in template file, for showing its lines.
pub fn built_in_text(file: &FilePath) -> Option<&'static str> {
    BUILT_IN.get_file(file.below("templates")?)?.contents_utf8()
}

fn built_in() -> BTreeMap<String, Arc<str>> {
    fn add(dir: &Dir<'static>, sources: &mut BTreeMap<String, Arc<str>>) {
        for file in dir.files() {
            let name = file.path().to_string_lossy().replace('\\', "/");
            if let Some(text) = file.contents_utf8().filter(|_| name.ends_with(".html")) {
                sources.insert(name, text.into());
            }
        }
        dir.dirs().for_each(|dir| add(dir, sources));
    }
    let mut sources = BTreeMap::new();
    add(&BUILT_IN, &mut sources);
    sources
}

fn template_name(file: &FilePath) -> Option<&str> {
    file.below("templates").filter(|name| name.ends_with(".html"))
}

pub(super) fn file_of(name: &str) -> FilePath {
    FilePath::new(&format!("templates/{name}"))
}

/// The function `t(key="…", …)`: a text of the dictionary in the page's language.
fn translate(
    dictionaries: &PerLocale<Dictionary>,
    args: &Kwargs,
    state: &State<'_>,
) -> tera::TeraResult<String> {
    let key: &str = args.must_get("key")?;
    let tag: String = state
        .get("locale")?
        .ok_or_else(|| tera::Error::message("the function `t` needs the variable `locale`"))?;
    let dictionary = dictionaries
        .iter()
        .find(|(locale, _)| locale.tag() == tag)
        .map(|(_, dictionary)| dictionary)
        .ok_or_else(|| tera::Error::message(format!("the site has no locale `{tag}`")))?;
    let values = args.iter().filter_map(|(name, value)| {
        let name = name.as_str().filter(|name| *name != "key")?;
        let arg = match value.as_i64() {
            Some(number) => Arg::Number(number),
            None => Arg::Text(value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        };
        Some((name.to_owned(), arg))
    });
    dictionary.message(key, &values.collect::<Args>()).map_err(|error| {
        // `template_fault` takes what follows the line's end for the way out.
        let help = error.help().map_or_else(String::new, |help| format!("\n{help}"));
        tera::Error::message(format!("{error}{help}"))
    })
}
