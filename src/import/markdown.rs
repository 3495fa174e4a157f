//! A folder of Markdown with front matter of any kind: that of Zola, Astro, Eleventy, Obsidian.

use std::collections::BTreeMap;

use super::body::{Body, Replacement, link_path};
use super::failure::Failure;
use super::fields::{MARKDOWN, Matter};
use super::front_matter::{Parts, parts};
use super::paths::{ending, folder, join, local, locale, name, without_day, without_locale};
use super::report::{Fate, Report};
use super::site::{OldPage, OldSite};
use super::source::Tree;
use super::value::{Map, Schema, get, toml};
use crate::base::FilePath;
use crate::blocks;
use crate::edn::Form;
use crate::locale::{Detector, Dictionary, Evidence, Locale, SlugLetters};

/// Where pages may lie, the first that is there.
const CONTENT: [&str; 2] = ["src/content", "content"];

/// Where files lie that are published as they are.
const STATICS: [&str; 2] = ["static", "public"];

/// Endings of files that pages show or offer.
const MEDIA: [&str; 22] = [
    "avif", "bmp", "csv", "epub", "gif", "ico", "jpeg", "jpg", "m4a", "mov", "mp3", "mp4", "ogg", "pdf",
    "png", "svg", "txt", "wav", "webm", "webp", "woff2", "zip",
];

/// Reads a folder of Markdown.
pub fn read(tree: &Tree, report: &mut Report) -> Result<OldSite, Failure> {
    let has = |root: &&&str| tree.files().any(|file| file.below(root).is_some_and(is_page));
    let root = CONTENT.iter().find(has).copied().unwrap_or_default();
    let mut site = OldSite::default();
    let settings = zola(tree, &mut site, report)?;
    let mut folder = Folder { root, ..Folder::default() };
    folder.find(tree, report);
    site.statics = folder.statics.iter().map(|(to, from)| (FilePath::new(to), from.clone())).collect();
    for file in folder.pages.clone() {
        let Some(text) = tree.text(&file, report) else { continue };
        let page = folder.page(&file, &text, report);
        site.pages.push(page);
    }
    let said = settings.as_ref().and_then(|map| get(map, "default_language")?.text());
    let default = said.as_deref().and_then(locale);
    folder.set_locales(&mut site, default);
    let targets: BTreeMap<FilePath, (String, Locale)> =
        site.pages.iter().map(|page| (page.file.clone(), (page.path.clone(), page.locale.clone()))).collect();
    for page in &mut site.pages {
        folder.mend(page, &targets, report);
    }
    site.settings.push(("site/uris", Form::map([("post", Form::text("/{path}/"))])));
    if site.settings.iter().all(|(key, _)| *key != "site/base-url") {
        let file = FilePath::new(&tree.name);
        let why = "no file says where the site lives";
        report.add(Fate::Changed, (&file, None), "The site's address", why, "Set `:site/base-url`");
    }
    Ok(site)
}

/// Takes what Zola's settings say, where there are any.
fn zola(tree: &Tree, site: &mut OldSite, report: &mut Report) -> Result<Option<Map>, Failure> {
    let file = FilePath::new("config.toml");
    if !tree.has(file.as_str()) {
        return Ok(None);
    }
    let Some(text) = tree.text(&file, report) else { return Ok(None) };
    let read = toml(&text, 1).map_err(|fault| Failure::of_text(&file, &text, &fault))?;
    let map = read.map().cloned().unwrap_or_default();
    for (name, value) in &map {
        let key = match name.as_str() {
            "base_url" => Some("site/base-url"),
            "title" => Some("site/title"),
            "description" => Some("site/description"),
            "default_language" => continue,
            _ => None,
        };
        match (key, value.text()) {
            (Some(key), Some(text)) => {
                site.settings.push((key, Form::text(text.trim_end_matches('/'))));
            }
            _ => {
                let what = format!("The setting `{name}`");
                let why = "Diglot has no setting that says it";
                report.add(
                    Fate::LeftOut,
                    (&file, Some(value.line)),
                    what,
                    why,
                    "See `docs/configuration.md`",
                );
            }
        }
    }
    Ok(Some(map))
}

fn is_page(path: &str) -> bool {
    matches!(ending(path).1, "md" | "mdx" | "markdown")
}

/// What is found in a folder.
#[derive(Default)]
struct Folder {
    /// Where pages lie.
    root: &'static str,
    pages: Vec<FilePath>,
    /// The paths below `static/` that files get.
    statics: BTreeMap<String, FilePath>,
    /// The folders at the top that are named for languages.
    locales: Vec<String>,
}

impl Folder {
    /// The path of a file below the folder of pages.
    fn below<'f>(&self, file: &'f FilePath) -> Option<&'f str> {
        if self.root.is_empty() { Some(file.as_str()) } else { file.below(self.root) }
    }

    fn find(&mut self, tree: &Tree, report: &mut Report) {
        for file in tree.files() {
            let is_media = MEDIA.contains(&ending(file.as_str()).1.to_lowercase().as_str());
            let below = self.below(file);
            let published = STATICS.iter().find_map(|folder| file.below(folder));
            match (published, below) {
                (Some(path), _) => drop(self.statics.insert(path.to_owned(), file.clone())),
                (None, Some(path)) if is_page(path) => {
                    let top = path.split_once('/').map_or("", |(top, _)| top);
                    if locale(top).is_some() && !self.locales.iter().any(|own| own == top) {
                        self.locales.push(top.to_owned());
                    }
                    self.pages.push(file.clone());
                }
                (None, Some(path)) if is_media => drop(self.statics.insert(path.to_owned(), file.clone())),
                _ if file.as_str() == "config.toml" => {}
                _ => {
                    let why = "it makes the site rather than being in it";
                    let help = "See whether anything of it is still wanted";
                    report.add(Fate::LeftOut, (file, None), "A file", why, help);
                }
            }
        }
        // One folder of such a name may be a topic.
        if self.locales.len() < 2 {
            self.locales.clear();
        }
    }

    /// A page whose links are as they were; its language is that of the site where `und` stands.
    fn page(&self, file: &FilePath, text: &str, report: &mut Report) -> OldPage {
        let Parts { front, written, body, body_line } = parts(text, Schema::Yaml12);
        let body = Body::new(body, body_line);
        let mut matter = match front {
            None => Matter::default(),
            Some(Ok(value)) => Matter::read(file, value.map().unwrap_or(&Map::new()), MARKDOWN, report),
            Some(Err(fault)) => Matter::unread(file, written, &fault, report),
        };
        let below = self.below(file).unwrap_or(file.as_str());
        let (bare, suffix) = without_locale(ending(below).0);
        let top = bare.split_once('/').filter(|(top, _)| self.locales.iter().any(|own| own == top));
        let bare = top.map_or(bare, |(_, rest)| rest);
        let of_folder = top.and_then(|(top, _)| locale(top));
        let said = matter.locale.take().or(suffix).or(of_folder);
        let (short, day) = without_day(name(bare));
        let is_list = short == "_index";
        let short = if is_list { "index" } else { short };
        let path = join(folder(bare), short).unwrap_or_else(|| short.to_owned());
        if let (None, Some(day)) = (&matter.published, day) {
            matter.published = Some(blocks::Value::text(day));
        }
        let is_post = matter.published.is_some() && !is_list && path != "index";
        let unknown = Locale::parse("und").unwrap_or_default();
        let locale = said.unwrap_or(unknown);
        OldPage { file: file.clone(), path, locale, matter, body, address: None, is_post }
    }

    /// Sets the languages of the site and of the pages that say none, and the addresses of all.
    fn set_locales(&self, site: &mut OldSite, default: Option<Locale>) {
        let is_said = |page: &&OldPage| page.locale.tag() != "und";
        let mut counts: BTreeMap<Locale, usize> = BTreeMap::new();
        for page in site.pages.iter().filter(is_said) {
            *counts.entry(page.locale.clone()).or_default() += 1;
        }
        let silent: Vec<&OldPage> = site.pages.iter().filter(|page| !is_said(page)).collect();
        let most = || counts.iter().max_by_key(|(_, count)| **count).map(|(locale, _)| locale.clone());
        let default = default.or_else(|| if silent.is_empty() { most() } else { None });
        let default = default.unwrap_or_else(|| written_in(&silent));
        site.locales = vec![default.clone()];
        site.locales.extend(counts.into_keys().filter(|locale| *locale != default));
        for page in &mut site.pages {
            if page.locale.tag() == "und" {
                page.locale = default.clone();
            }
            page.address = Some(address(page, &default));
        }
    }

    /// Leads links and images of a page to what they name.
    fn mend(&self, page: &mut OldPage, targets: &BTreeMap<FilePath, (String, Locale)>, report: &mut Report) {
        if page.path == "index" {
            let why = "the first page of a blog in Diglot is the list of its posts";
            let what = "The text of the first page";
            let help = "It is a draft: publish it under another address, or use it in a template";
            report.add(Fate::Changed, (&page.file, None), what, why, help);
            "home".clone_into(&mut page.path);
            page.matter.is_draft = true;
            page.address = None;
        }
        if page.file.extension() == "mdx" {
            let why = "Diglot knows no components, and shows their marks as text";
            let what = "Components and imports of MDX";
            report.add(Fate::Kept, (&page.file, None), what, why, "Write them in Markdown or HTML");
        }
        let at = self.below(&page.file).map(folder).unwrap_or_default().to_owned();
        let own = page.locale.clone();
        let lead = |destination: &str| {
            let (path, rest) = local(destination)?;
            let from_root = path.strip_prefix("@/");
            let path = from_root.map_or_else(|| join(&at, &path), |path| Some(path.to_owned()))?;
            if self.statics.contains_key(&path) {
                return Some(format!("/{path}{rest}"));
            }
            let file = join(self.root, &path).map(|path| FilePath::new(&path))?;
            targets.get(&file).map(|target| format!("{}{rest}", reference(target, &own)))
        };
        self.mend_wiki_links(page, targets, report);
        page.body.lead_links(&lead);
        if let Some(image) = &mut page.matter.image
            && let Some(path) = lead(image)
        {
            *image = path;
        }
        page.matter.aliases.retain_mut(|alias| {
            let is_path = alias.starts_with('/');
            // Obsidian has other names of a note there.
            if !is_path && (alias.contains(' ') || !alias.contains('/')) {
                let why = "it is a name rather than an address";
                let what = format!("The alias `{alias}`");
                report.add(Fate::LeftOut, (&page.file, None), what, why, "Mention it in the text");
                return false;
            }
            if !is_path {
                alias.insert(0, '/');
            }
            true
        });
    }

    /// Writes `[[links]]` and `![[images]]` as Markdown has them.
    fn mend_wiki_links(
        &self,
        page: &mut OldPage,
        targets: &BTreeMap<FilePath, (String, Locale)>,
        report: &mut Report,
    ) {
        let code = page.body.code();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some(start) = page.body.text[from..].find("[[").map(|at| from + at) {
            let Some(end) = page.body.text[start..].find("]]").map(|at| start + at + 2) else { break };
            from = end;
            let inner = page.body.text[start + 2..end - 2].to_owned();
            let is_code = code.iter().any(|range| range.contains(&start));
            if is_code || inner.contains(['\n', '[', ']']) || inner.trim().is_empty() {
                continue;
            }
            let (target, shown) = inner.split_once('|').unwrap_or((&inner, &inner));
            let (target, heading) = target.split_once('#').unwrap_or((target, ""));
            let line = page.body.line(start);
            let is_embedded = page.body.text[..start].ends_with('!');
            let start = start - usize::from(is_embedded);
            let Some(destination) = self.wiki_target(target.trim(), &page.locale, targets) else {
                let what = format!("The link `[[{inner}]]`");
                let why = "no file has that name";
                report.add(Fate::Kept, (&page.file, Some(line)), what, why, "Write a link, or take it away");
                continue;
            };
            let is_media = !is_page(target) && destination.starts_with('/') && !destination.ends_with(".md");
            let anchor = SlugLetters::of(&page.locale).slug(heading);
            let anchor = if anchor.is_empty() { anchor } else { format!("#{anchor}") };
            let text = match is_embedded && is_media {
                true => format!("![{shown}]({})", link_path(&destination)),
                false => format!("[{shown}]({}{anchor})", link_path(&destination)),
            };
            if is_embedded && !is_media {
                let why = "Diglot shows no page within another one";
                let what = format!("The page that `![[{inner}]]` shows");
                report.add(
                    Fate::Changed,
                    (&page.file, Some(line)),
                    what,
                    why,
                    "It is a link; copy the text, if it is wanted",
                );
            }
            found.push(Replacement { range: start..end, text, shown: shown.to_owned() });
        }
        page.body.replace(&found);
    }

    /// What a note or a picture is called in a link.
    fn wiki_target(
        &self,
        target: &str,
        own: &Locale,
        targets: &BTreeMap<FilePath, (String, Locale)>,
    ) -> Option<String> {
        let lower = target.to_lowercase();
        let is_it = |path: &str| {
            let path = path.to_lowercase();
            path == lower || path.ends_with(&format!("/{lower}"))
        };
        let page = targets.iter().find(|(file, _)| is_it(ending(file.as_str()).0) || is_it(file.as_str()));
        let media = || self.statics.keys().find(|path| is_it(path)).map(|path| format!("/{path}"));
        page.map(|(_, target)| reference(target, own)).or_else(media)
    }
}

/// How a page is named in a link, on a page of a language.
fn reference((path, locale): &(String, Locale), own: &Locale) -> String {
    if locale == own { format!("/{path}.md") } else { format!("/{path}.{locale}.md") }
}

/// Where a page stood: at its path, as most of these tools make it, if it does not say another one.
fn address(page: &OldPage, default: &Locale) -> String {
    if let Some(url) = &page.matter.url {
        let slash = if url.starts_with('/') { "" } else { "/" };
        return format!("{slash}{url}");
    }
    let letters = SlugLetters::of(&page.locale);
    let prefix = if page.locale == *default { String::new() } else { format!("/{}", page.locale) };
    let mut parts: Vec<String> = page.path.split('/').map(|part| letters.slug(part)).collect();
    if parts.last().is_some_and(|last| last == "index") {
        parts.pop();
    }
    if let (Some(slug), Some(last)) = (&page.matter.slug, parts.last_mut()) {
        slug.trim_matches('/').clone_into(last);
    }
    let path: String = parts.iter().map(|part| format!("{part}/")).collect();
    format!("{prefix}/{path}")
}

/// The language that texts are written in, where they say none.
fn written_in(pages: &[&OldPage]) -> Locale {
    let english = Locale::default();
    let known: Vec<Locale> = Dictionary::builtin_tags().filter_map(Locale::parse).collect();
    let mut evidence = Evidence::of("");
    for page in pages {
        evidence.add(&Evidence::of(&page.body.text));
    }
    Detector::new(&known).contradict(&english, &evidence).cloned().unwrap_or(english)
}
