//! Sites of Hugo.

mod addresses;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use super::body::Body;
use super::failure::Failure;
use super::fields::{HUGO, Matter};
use super::front_matter::{Parts, parts};
use super::paths::{ending, folder, join, local, name, without_day};
use super::report::{Fate, Report};
use super::shortcodes;
use super::site::{OldAddress, OldPage, OldSite};
use super::source::Tree;
use super::value::{Map, Schema, get};
use crate::base::FilePath;
use crate::blocks;
use crate::edn::Form;
use crate::locale::Locale;
use addresses::{of_page, urlized};
use settings::{Settings, is_settings};

/// Whether a site is one of Hugo's.
pub fn is_site(tree: &Tree) -> bool {
    let says_so = |file: &FilePath| {
        is_settings(file.as_str()) && {
            let text = tree.text(file, &mut Report::default()).unwrap_or_default();
            ending(file.as_str()).0.ends_with("hugo") || text.to_lowercase().contains("baseurl")
        }
    };
    tree.files().any(says_so)
}

/// A page with what only Hugo says of it.
struct Found {
    page: OldPage,
    /// The folder of the page and of the files that belong to it, where it has one of its own.
    bundle: Option<String>,
    /// Whether it is the page of a list, `_index.md`.
    is_list: bool,
    categories: Vec<String>,
}

/// Reads a site of Hugo.
pub fn read(tree: &Tree, report: &mut Report) -> Result<OldSite, Failure> {
    let settings = Settings::read(tree, report)?;
    let mut site = OldSite { locales: settings.locales(), tag_slug: Some(urlized), ..OldSite::default() };
    let mut found: Vec<Found> = Vec::new();
    let mut others = Vec::new();
    for file in tree.files() {
        match settings.content(file.as_str()) {
            Some((below, locale)) if matches!(ending(below).1, "md" | "markdown") => {
                if let Some(text) = tree.text(file, report) {
                    found.push(page(ContentFile { file, below, locale, text: &text }, &settings, report));
                }
            }
            Some((below, _)) => others.push((file, below)),
            None => match file.below("static") {
                Some(path) => drop(site.statics.insert(FilePath::new(path), file.clone())),
                None if is_settings(file.as_str()) || file.below("i18n").is_some() => {}
                None => {
                    let why = "it makes the site rather than being in it";
                    let help = "See whether anything of it is still wanted";
                    report.add(Fate::LeftOut, (file, None), "A file", why, help);
                }
            },
        }
    }
    let bundles = bundles(&found, &site.locales[0]);
    let mut placed: BTreeMap<String, String> = BTreeMap::new();
    for (file, below) in others {
        let path = static_path(below, &bundles);
        placed.insert(below.to_owned(), path.clone());
        site.statics.insert(FilePath::new(&path), file.clone());
    }
    let targets: BTreeMap<String, String> = found.iter().map(target).collect();
    for found in &mut found {
        mend(found, &targets, &placed, report);
    }
    lists(&mut site, &mut found, &settings, report);
    settings.dictionaries(tree, &mut site, report)?;
    site.pages = found.into_iter().map(|found| found.page).collect();
    Ok(site)
}

/// A file of the content: its path, that from the folder of its language, and its text.
struct ContentFile<'a> {
    file: &'a FilePath,
    below: &'a str,
    locale: &'a Locale,
    text: &'a str,
}

fn page(
    ContentFile { file, below, locale, text }: ContentFile<'_>,
    settings: &Settings,
    report: &mut Report,
) -> Found {
    let Parts { front, written, body, body_line } = parts(text, Schema::Yaml12);
    let empty = Map::new();
    let mut categories = Vec::new();
    let mut matter = match &front {
        None => Matter::default(),
        Some(Ok(value)) => {
            let front = value.map().unwrap_or(&empty);
            categories = get(front, "categories").and_then(|value| value.texts()).unwrap_or_default();
            Matter::read(file, front, HUGO, report)
        }
        Some(Err(fault)) => Matter::unread(file, written, fault, report),
    };
    let bare = settings.without_locale(ending(below).0);
    let short = name(bare);
    let is_list = short == "_index";
    let bundle = (short == "index" && !folder(bare).is_empty()).then(|| folder(bare).to_owned());
    let mut path = match (&bundle, is_list) {
        (Some(folder), _) => folder.clone(),
        (None, true) => join(folder(bare), "index").unwrap_or_default(),
        (None, false) => bare.to_owned(),
    };
    if settings.dates_in_names
        && let (rest, Some(day)) = without_day(name(&path))
    {
        matter.published.get_or_insert_with(|| blocks::Value::text(day));
        path = join(folder(&path), rest).unwrap_or(path);
    }
    let is_post = matter.published.is_some() && !is_list && path.contains('/');
    let body = Body::new(body, body_line);
    let mut page =
        OldPage { file: file.clone(), path, locale: locale.clone(), matter, body, address: None, is_post };
    page.address = Some(of_page(&page, is_list, settings));
    Found { page, bundle, is_list, categories }
}

/// The folders of pages, and where their files are published.
fn bundles(found: &[Found], default: &Locale) -> BTreeMap<String, String> {
    let mut bundles = BTreeMap::new();
    for own in [true, false] {
        for found in found.iter().filter(|found| (found.page.locale == *default) == own) {
            if let (Some(folder), Some(address)) = (&found.bundle, &found.page.address) {
                bundles.entry(folder.clone()).or_insert_with(|| ending_less(address));
            }
        }
    }
    bundles
}

/// A page's address as the path of a folder.
fn ending_less(address: &str) -> String {
    address.trim_matches('/').trim_end_matches(".html").to_owned()
}

/// Where a file that lies among pages is to lie below `static/`: at its old address.
fn static_path(below: &str, bundles: &BTreeMap<String, String>) -> String {
    let mut around = folder(below);
    while !around.is_empty() {
        if let Some(address) = bundles.get(around) {
            return join(address, &below[around.len() + 1..]).unwrap_or_else(|| below.to_owned());
        }
        around = folder(around);
    }
    below.to_owned()
}

/// How a page is named by `ref`, and how in a link.
fn target(found: &Found) -> (String, String) {
    let path = &found.page.path;
    let key = if found.is_list { folder(path).to_owned() } else { path.clone() };
    (key.to_lowercase(), format!("/{path}.md"))
}

/// Writes shortcodes, links and images of a page as Diglot has them.
fn mend(
    found: &mut Found,
    targets: &BTreeMap<String, String>,
    placed: &BTreeMap<String, String>,
    report: &mut Report,
) {
    let page = &mut found.page;
    let at = found.bundle.clone().unwrap_or_else(|| folder(&page.path).to_owned());
    let named = |path: &str| {
        let bare = path.trim_end_matches('/').trim_end_matches(".md");
        let bare = bare.strip_suffix("/index").or(bare.strip_suffix("/_index")).unwrap_or(bare);
        let key = |folder: &str| Some(join(folder, bare)?.to_lowercase());
        let exact = |folder: &str| targets.get(&key(folder)?);
        let last = || {
            let end = format!("/{}", bare.trim_start_matches('/').to_lowercase());
            targets.iter().find(|(path, _)| path.ends_with(&end)).map(|(_, link)| link)
        };
        exact(folder(&at)).or_else(|| exact(&at)).or_else(|| exact("")).or_else(last).cloned()
    };
    let reference = |path: &str| {
        let (path, rest) = local(path)?;
        Some(format!("{}{rest}", named(&path)?))
    };
    shortcodes::replace(&mut page.body, &page.file, &reference, report);
    let lead = |destination: &str| {
        let (path, rest) = local(destination)?;
        let file = join(&at, &path).and_then(|path| placed.get(&path));
        let page = || path.ends_with(".md").then(|| named(&path)).flatten();
        file.map(|path| format!("/{path}{rest}")).or_else(|| Some(format!("{}{rest}", page()?)))
    };
    page.body.lead_links(&lead);
    if let Some(image) = &mut page.matter.image {
        let from_root = || format!("/{}", image.trim_start_matches("./"));
        let led = lead(image).or_else(|| (local(image).is_some() && !image.starts_with('/')).then(from_root));
        if let Some(path) = led {
            *image = path;
        }
    }
    // Those without a slash at their beginning are counted from the folder of the page.
    let own = page.address.clone().unwrap_or_default();
    let around = folder(own.trim_end_matches('/')).to_owned();
    for alias in page.matter.aliases.iter_mut().filter(|alias| !alias.starts_with('/')) {
        *alias = join(&around, alias).map_or_else(|| alias.clone(), |path| format!("/{path}"));
    }
}

/// The pages of lists, and the addresses of lists and feeds.
fn lists(site: &mut OldSite, found: &mut Vec<Found>, settings: &Settings, report: &mut Report) {
    let section = |found: &Found| found.page.path.split_once('/').map(|(top, _)| top.to_owned());
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for top in found.iter().filter(|found| found.page.is_post).filter_map(section) {
        *counts.entry(top).or_default() += 1;
    }
    let main = settings.main_section.clone();
    let main = main.or_else(|| counts.iter().max_by_key(|(_, count)| **count).map(|(top, _)| top.clone()));
    found.retain_mut(|found| {
        let page = &mut found.page;
        let top = page.path.split('/').next().unwrap_or_default();
        let is_term = ["tags", "categories"].contains(&top);
        if !found.is_list || !(page.path == "index" || is_term || page.body.text.trim().is_empty()) {
            return true;
        }
        let why = "Diglot makes this list itself, and shows no text of one's own on it";
        if page.body.text.trim().is_empty() {
            report.add(
                Fate::LeftOut,
                (&page.file, None),
                "The title of a list",
                why,
                "See whether it is missed",
            );
            return false;
        }
        let help = "It is a draft: publish it under another address, or use it in a template";
        report.add(Fate::Changed, (&page.file, None), "The text of a list", why, help);
        if page.path == "index" {
            "home".clone_into(&mut page.path);
        }
        page.matter.is_draft = true;
        page.address = None;
        true
    });
    let settings_file = settings.file.clone();
    let mut add = |path: String, gone: Option<&'static str>| {
        site.addresses.push(OldAddress { path, file: settings_file.clone(), gone });
    };
    let posts = || found.iter().filter(|found| found.page.is_post && found.page.is_public());
    let uses_tags =
        posts().any(|found| found.page.matter.tags.iter().any(|tag| !found.categories.contains(tag)));
    let taxonomy = if uses_tags { "tags" } else { "categories" };
    for locale in &site.locales {
        let prefix = settings.prefix(locale);
        add(format!("{prefix}/"), None);
        add(format!("{prefix}/index.xml"), None);
        for top in counts.keys() {
            let is_main = main.as_ref() == Some(top);
            let has_posts = posts().any(|found| {
                found.page.locale == *locale && found.page.path.split('/').next() == Some(top.as_str())
            });
            if has_posts {
                let gone = (!is_main).then_some("Diglot has one list of all posts, and none of a folder");
                add(format!("{prefix}/{}/", urlized(top)), gone);
            }
        }
        let own: Vec<&Found> = posts().filter(|found| found.page.locale == *locale).collect();
        let terms: BTreeSet<&String> = own.iter().flat_map(|found| &found.page.matter.tags).collect();
        for term in terms {
            let is_category = own.iter().any(|found| found.categories.contains(term));
            let gone = "categories are tags in Diglot";
            if is_category && uses_tags {
                add(format!("{prefix}/categories/{}/", urlized(term)), Some(gone));
            } else {
                add(format!("{prefix}/{taxonomy}/{}/", urlized(term)), None);
            }
        }
    }
    let mut uris = vec![("post", Form::text("/{path}/")), ("feed", Form::text("/index.xml"))];
    let has_page = |path: &str| found.iter().any(|found| found.page.path == format!("{path}/index"));
    uris.extend(
        main.filter(|top| !has_page(top)).map(|top| ("archive", Form::text(format!("/{}/", urlized(&top))))),
    );
    if !uses_tags && posts().any(|found| !found.categories.is_empty()) {
        uris.push(("tag", Form::text("/categories/{slug}/")));
        uris.push(("tags", Form::text("/categories/")));
    }
    site.settings.push(("site/uris", Form::map(uris)));
    settings.write(site, report);
}
