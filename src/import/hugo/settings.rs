//! The settings of a site of Hugo.

use std::collections::BTreeMap;

use super::super::failure::Failure;
use super::super::paths::{ending, locale};
use super::super::report::{Fate, Report};
use super::super::site::OldSite;
use super::super::source::Tree;
use super::super::value::{Map, Schema, Unreadable, Value, ValueKind, get, toml, yaml};
use crate::base::FilePath;
use crate::edn::{Form, FormKind};
use crate::locale::{Dictionary, Locale, Message, Pattern};

/// Settings that are carried over.
const TAKEN: [&str; 17] = [
    "baseurl",
    "title",
    "languagecode",
    "locale",
    "defaultcontentlanguage",
    "defaultcontentlanguageinsubdir",
    "languages",
    "contentdir",
    "permalinks",
    "menu",
    "menus",
    "paginate",
    "pagination",
    "timezone",
    "uglyurls",
    "params",
    "frontmatter",
];

/// Settings of a language that are carried over, or say what Diglot knows by itself.
const TAKEN_OF_LANGUAGES: [&str; 9] = [
    "title",
    "weight",
    "menu",
    "menus",
    "contentdir",
    "languagecode",
    "locale",
    "languagename",
    "languagedirection",
];

/// A language of the site.
struct Language {
    /// What Hugo calls it; its addresses begin with that.
    key: String,
    locale: Locale,
    /// Where its pages lie, where that is not where all do.
    content: Option<String>,
    map: Map,
}

/// The weight, the name and the address of a link in a menu.
type MenuItem = (i64, String, String);

/// The settings of a site.
pub struct Settings {
    /// The file that they stand in.
    pub file: FilePath,
    /// The folder whose posts the first page shows, where it is said.
    pub main_section: Option<String>,
    /// Whether addresses end in `.html`.
    pub has_ugly_urls: bool,
    /// Whether the names of files say days.
    pub dates_in_names: bool,
    map: Map,
    /// The file that each name stands in.
    origins: BTreeMap<String, FilePath>,
    languages: Vec<Language>,
    content: String,
    is_default_prefixed: bool,
}

/// Whether a file holds settings.
pub fn is_settings(path: &str) -> bool {
    let (bare, ending) = ending(path);
    matches!(ending, "toml" | "yaml" | "yml" | "json")
        && (matches!(bare, "hugo" | "config") || bare.starts_with("config/_default/"))
}

fn read(file: &FilePath, text: &str) -> Result<Value, Unreadable> {
    if file.extension() == "toml" { toml(text, 1) } else { yaml(text, 1, Schema::Yaml12) }
}

impl Settings {
    /// Reads the settings: one file, or a folder of them whose names say what they are of.
    pub fn read(tree: &Tree, report: &mut Report) -> Result<Self, Failure> {
        let mut whole = Map::new();
        let mut first = None;
        let mut origins = BTreeMap::new();
        for file in tree.files().filter(|file| is_settings(file.as_str())) {
            let Some(text) = tree.text(file, report) else { continue };
            let value = read(file, &text).map_err(|fault| Failure::of_text(file, &text, &fault))?;
            let ValueKind::Map(map) = value.kind else { continue };
            let map = match ending(file.name()).0 {
                "hugo" | "config" => map,
                part => vec![(part.to_owned(), Value { kind: ValueKind::Map(map), line: 1 })],
            };
            origins.extend(map.iter().map(|(name, _)| (name.to_lowercase(), file.clone())));
            whole.extend(map);
            first.get_or_insert_with(|| file.clone());
        }
        let text = |name: &str| get(&whole, name).and_then(Value::text);
        let flag = |name: &str| get(&whole, name).and_then(Value::flag).unwrap_or_default();
        let default = text("defaultContentLanguage").unwrap_or_else(|| Locale::default().tag().to_owned());
        let code = text("languageCode").or_else(|| text("locale"));
        let mut languages: Vec<Language> = Vec::new();
        for (key, value) in get(&whole, "languages").and_then(Value::map).into_iter().flatten() {
            let map = value.map().cloned().unwrap_or_default();
            let said = ["languageCode", "locale"].iter().find_map(|name| get(&map, name)?.text());
            let found = locale(key).or_else(|| locale(&said?));
            let is_off = get(&map, "disabled").and_then(Value::flag).unwrap_or_default();
            match found.filter(|_| !is_off) {
                Some(locale) => {
                    let content = get(&map, "contentDir").and_then(Value::text);
                    languages.push(Language { key: key.to_lowercase(), locale, content, map });
                }
                None => {
                    let file = origins.get("languages").cloned().unwrap_or_else(|| FilePath::new(""));
                    let why = "it is disabled, or no language has this tag";
                    let help = "Add it to `:site/locales`, and import again";
                    report.add(
                        Fate::LeftOut,
                        (&file, Some(value.line)),
                        format!("The language `{key}`"),
                        why,
                        help,
                    );
                }
            }
        }
        let weight = |language: &Language| {
            get(&language.map, "weight").and_then(Value::text).and_then(|text| text.parse::<i64>().ok())
        };
        languages.sort_by_key(|language| (language.key != default.to_lowercase(), weight(language)));
        if languages.is_empty() {
            let own = text("defaultContentLanguage").and_then(|key| locale(&key));
            let locale = own.or_else(|| locale(&code?)).unwrap_or_default();
            languages.push(Language { key: default, locale, content: None, map: Map::new() });
        }
        let main = get(&whole, "params").and_then(|params| params.get("mainSections")?.texts());
        let names =
            get(&whole, "frontmatter").and_then(|value| value.get("date")?.texts()).unwrap_or_default();
        Ok(Self {
            file: first.unwrap_or_else(|| FilePath::new("hugo.toml")),
            main_section: main.and_then(|names| names.first().cloned()),
            has_ugly_urls: flag("uglyURLs"),
            dates_in_names: names.iter().any(|name| name == ":filename"),
            content: text("contentDir").unwrap_or_else(|| "content".to_owned()),
            is_default_prefixed: flag("defaultContentLanguageInSubdir"),
            languages,
            origins,
            map: whole,
        })
    }

    /// The languages, the default one first.
    pub fn locales(&self) -> Vec<Locale> {
        self.languages.iter().map(|language| language.locale.clone()).collect()
    }

    /// What the addresses of a language begin with.
    pub fn prefix(&self, locale: &Locale) -> String {
        let at = self.languages.iter().position(|language| language.locale == *locale);
        match at {
            Some(at) if at > 0 || self.is_default_prefixed => format!("/{}", self.languages[at].key),
            _ => String::new(),
        }
    }

    /// The path of a file below the folder of pages, and its language.
    pub fn content<'f>(&'f self, file: &'f str) -> Option<(&'f str, &'f Locale)> {
        let below = |folder: &str| file.strip_prefix(folder.trim_matches('/'))?.strip_prefix('/');
        let own = self
            .languages
            .iter()
            .find_map(|language| Some((below(language.content.as_deref()?)?, &language.locale)));
        own.or_else(|| {
            let path = below(&self.content)?;
            let suffix = ending(ending(path).0).1;
            let said = self.languages.iter().find(|language| language.key.eq_ignore_ascii_case(suffix));
            Some((path, &said.unwrap_or(&self.languages[0]).locale))
        })
    }

    /// A path without the language that its name ends in.
    pub fn without_locale<'p>(&self, path: &'p str) -> &'p str {
        let (bare, suffix) = ending(path);
        let is_said = self.languages.iter().any(|language| language.key.eq_ignore_ascii_case(suffix));
        if is_said { bare } else { path }
    }

    /// The pattern of the addresses of a section.
    pub fn permalink(&self, section: &str) -> Option<&str> {
        let permalinks = get(&self.map, "permalinks")?;
        let found =
            permalinks.get("page").and_then(|pages| pages.get(section)).or_else(|| permalinks.get(section));
        match &found?.kind {
            ValueKind::Text(pattern) => Some(pattern),
            _ => None,
        }
    }

    /// Adds what the settings say to those of the new site, and tells the others.
    pub fn write(&self, site: &mut OldSite, report: &mut Report) {
        let text = |name: &str| get(&self.map, name).and_then(Value::text);
        let base = text("baseURL").map(|url| url.trim_end_matches('/').to_owned());
        match base.filter(|url| crate::site::BaseUrl::parse(url).is_some()) {
            Some(url) => site.settings.push(("site/base-url", Form::text(url))),
            None => {
                let why = "no setting says where the site lives";
                report.add(
                    Fate::Changed,
                    (&self.file, None),
                    "The site's address",
                    why,
                    "Set `:site/base-url`",
                );
            }
        }
        let title =
            |language: &Language| get(&language.map, "title").and_then(Value::text).or_else(|| text("title"));
        let titles =
            self.languages.iter().filter_map(|own| Some((own.locale.tag(), Form::text(title(own)?))));
        match titles.collect::<Vec<_>>().as_slice() {
            [] => {}
            [(_, only)] => site.settings.push(("site/title", only.clone())),
            titles => site.settings.push(("site/title", Form::map(titles.iter().cloned()))),
        }
        let zone = text("timeZone").filter(|zone| zone.parse::<chrono_tz::Tz>().is_ok());
        site.settings.extend(zone.map(|zone| ("site/time-zone", Form::text(zone))));
        let pagination = get(&self.map, "pagination").and_then(|value| value.get("pagerSize")?.text());
        let size = text("paginate").or(pagination).and_then(|size| size.parse().ok());
        site.settings.extend(size.map(|size: i64| ("site/posts-per-page", FormKind::Integer(size).into())));
        if self.is_default_prefixed {
            site.settings.push(("site/prefix-default-locale?", FormKind::Boolean(true).into()));
        }
        self.navigation(site, report);
        self.other_menus(report);
        let own = self.languages.iter().flat_map(|language| &language.map);
        let own = own.filter(|(name, _)| !TAKEN_OF_LANGUAGES.contains(&name.to_lowercase().as_str()));
        let own = own.map(|entry| ("languages", entry));
        let whole = self.map.iter().filter(|(name, _)| !TAKEN.contains(&name.to_lowercase().as_str()));
        let whole = whole.map(|entry| (entry.0.as_str(), entry));
        for (origin, (name, value)) in whole.chain(own) {
            let why = "Diglot has no setting that says it";
            let what = format!("The setting `{name}`");
            let place = (self.origin(origin), Some(value.line));
            report.add(Fate::LeftOut, place, what, why, "See `docs/configuration.md`");
        }
        if let Some(params) = get(&self.map, "params") {
            site.settings.push(("site/extra", Form::map([("params", params.to_edn())])));
            let why = "only templates read them";
            let help = "Use `site.extra.params` in a template, or remove it";
            let place = (self.origin("params"), Some(params.line));
            report.add(Fate::Kept, place, "The setting `params`", why, help);
        }
    }

    /// The file that a name stands in.
    fn origin(&self, name: &str) -> &FilePath {
        self.origins.get(&name.to_lowercase()).unwrap_or(&self.file)
    }

    /// Tells the menus that are not the main one.
    fn other_menus(&self, report: &mut Report) {
        let maps = self.languages.iter().map(|language| &language.map).chain([&self.map]);
        let menus = maps.flat_map(|map| [get(map, "menu"), get(map, "menus")]).flatten();
        for (name, value) in menus.filter_map(Value::map).flatten().filter(|(name, _)| name != "main") {
            let why = "Diglot has one menu";
            let place = (&self.file, Some(value.line));
            let help = "Add what is missed to `:site/navigation`";
            report.add(Fate::LeftOut, place, format!("The menu `{name}`"), why, help);
        }
    }

    /// The main menu, in each language where they have as many links.
    fn navigation(&self, site: &mut OldSite, report: &mut Report) {
        let menu = |map: &Map| {
            let menus = get(map, "menu").or_else(|| get(map, "menus"))?;
            let ValueKind::List(items) = &menus.get("main")?.kind else { return None };
            let weight = |item: &Value| {
                item.get("weight")
                    .and_then(Value::text)
                    .and_then(|text| text.parse::<i64>().ok())
                    .unwrap_or(i64::MAX)
            };
            let mut items: Vec<MenuItem> = items
                .iter()
                .filter_map(|item| {
                    let uri = item.get("pageRef").or_else(|| item.get("url"))?.text()?;
                    Some((weight(item), item.get("name")?.text()?, uri))
                })
                .collect();
            items.sort_by_key(|(weight, ..)| *weight);
            Some(items)
        };
        let whole = menu(&self.map);
        let menus: Vec<(&Language, Vec<MenuItem>)> = self
            .languages
            .iter()
            .filter_map(|language| Some((language, menu(&language.map).or_else(|| whole.clone())?)))
            .collect();
        let Some((_, first)) = menus.first() else { return };
        let are_alike = menus.iter().all(|(_, menu)| menu.len() == first.len());
        if !are_alike {
            let why = "the menus of the languages have different lengths";
            report.add(
                Fate::LeftOut,
                (&self.file, None),
                "The menus of other languages",
                why,
                "Complete `:site/navigation`",
            );
        }
        let absolute = |uri: &str| {
            if uri.contains(':') || uri.starts_with('/') { uri.to_owned() } else { format!("/{uri}") }
        };
        let links = (0..first.len()).map(|at| {
            let value = |of: &dyn Fn(&MenuItem) -> String| {
                let own = menus.iter().map(|(language, menu)| (language.locale.tag(), menu, language));
                let own: Vec<(&str, Form)> = own
                    .filter(|_| are_alike)
                    .map(|(tag, menu, _)| (tag, Form::text(of(&menu[at]))))
                    .collect();
                match own.as_slice() {
                    [first, others @ ..] if others.iter().any(|other| other.1 != first.1) => Form::map(own),
                    _ => Form::text(of(&first[at])),
                }
            };
            let (title, uri) = (value(&|item| item.1.clone()), value(&|item| absolute(&item.2)));
            Form::map([("nav/title", title), ("nav/uri", uri)])
        });
        let links: Vec<Form> = links.collect();
        if !links.is_empty() {
            site.settings.push(("site/navigation", FormKind::Vector(links).into()));
        }
    }

    /// Takes the texts of the interface that Diglot has, too, and tells the others.
    pub fn dictionaries(&self, tree: &Tree, site: &mut OldSite, report: &mut Report) -> Result<(), Failure> {
        for file in tree.files() {
            let Some(path) = file.below("i18n") else { continue };
            let key = ending(path).0;
            let language = self.languages.iter().find(|language| language.key.eq_ignore_ascii_case(key));
            let Some(language) = language else {
                let why = "it is of no language of the site";
                report.add(
                    Fate::LeftOut,
                    (file, None),
                    "A file",
                    why,
                    "See whether anything of it is still wanted",
                );
                continue;
            };
            let Some(text) = tree.text(file, report) else { continue };
            let value = read(file, &text).map_err(|fault| Failure::of_text(file, &text, &fault))?;
            for (id, text, line) in texts(&value) {
                let id_of_diglot = kebab(&id);
                match form(&id_of_diglot, text) {
                    Some(form) => {
                        let texts: &mut BTreeMap<String, Form> =
                            site.dictionaries.entry(language.locale.clone()).or_default();
                        texts.insert(id_of_diglot, form);
                    }
                    None => {
                        let why = "no text of Diglot's interface is called so, or takes the same parameters";
                        let help = "Add it to `i18n/`, if a template of yours uses it";
                        report.add(Fate::LeftOut, (file, Some(line)), format!("The text `{id}`"), why, help);
                    }
                }
            }
        }
        Ok(())
    }
}

/// The texts of a dictionary of Hugo: a map by id, or a list of maps with an `id`.
fn texts(value: &Value) -> Vec<(String, &Value, usize)> {
    match &value.kind {
        ValueKind::Map(map) => map.iter().map(|(id, value)| (id.clone(), value, value.line)).collect(),
        ValueKind::List(items) => {
            let item = |item: &'_ Value| Some((item.get("id")?.text()?, item.line));
            items
                .iter()
                .filter_map(|own| {
                    let (id, line) = item(own)?;
                    Some((id, own.get("translation")?, line))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// A text as Diglot's dictionaries have it; `None` where they have none of its name and shape.
fn form(key: &str, value: &Value) -> Option<Form> {
    let known = &Dictionary::builtin(Locale::default().tag())?.get(key)?.message;
    let text = |value: &Value| {
        let text = value.text()?.replace("{{ .Count }}", "{n}").replace("{{.Count}}", "{n}");
        // What Hugo fills in would be braces that stand for themselves.
        let pattern = Pattern::parse(&text).ok().filter(|_| !text.contains("{{"))?;
        pattern.params().all(|param| known.params().contains(param)).then(|| Form::text(text))
    };
    match (known, value.map()) {
        (Message::Plural(_), Some(map)) => {
            let forms: Option<Vec<(&str, Form)>> =
                map.iter().map(|(category, value)| Some((category.as_str(), text(value)?))).collect();
            forms.filter(|forms| forms.iter().any(|(category, _)| *category == "other")).map(Form::map)
        }
        (Message::Plural(_), None) => None,
        (_, Some(_)) => text(value.get("other")?),
        (_, None) => text(value),
    }
}

/// A name in lower case, its words parted by hyphens: `nextPost` is `next-post`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for c in name.chars() {
        match c {
            '_' | ' ' | '.' => kebab.push('-'),
            c if c.is_uppercase() => {
                if !kebab.is_empty() && !kebab.ends_with('-') {
                    kebab.push('-');
                }
                kebab.extend(c.to_lowercase());
            }
            c => kebab.push(c),
        }
    }
    kebab
}
