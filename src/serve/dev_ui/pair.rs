//! `/__diglot/pair/…`: a page and its translation beside each other.

use std::fmt::Write;
use std::sync::Arc;

use super::html::{Frame, attribute, text};
use super::pair_rows::{PairNote, Pairing, pairing};
use crate::base::FilePath;
use crate::document::{Document, Stem};
use crate::explain::{NamedSubject, find};
use crate::locale::Locale;
use crate::pipeline::BuiltSite;
use crate::plan::Route;
use crate::serve::http::IN_PAIR;
use crate::site::DocumentId;
use crate::translation::TranslationState;

/// The sides of the page, as its query names them.
const SIDES: [&str; 2] = ["left", "right"];

/// The page of a pair; as an error, the page that says that there is none.
pub(super) fn page(
    sight: BuiltSite<'_>,
    name: &str,
    query: &str,
    memory: &TranslationState,
    frame: &Frame<'_>,
) -> Result<String, String> {
    let site = &sight.planned.site;
    let nothing = |title: &str, said: &str| {
        let main = format!("<main class=\"sheet\"><h1>{}</h1><p>{}</p></main>\n", text(title), text(said));
        frame.page(title, "panel", &[], &(frame.bar("") + &main))
    };
    let id = document(sight, name).ok_or_else(|| nothing("No page of yours stands here", name))?;
    let locales = &site.settings.locales;
    if locales.len() < 2 {
        return Err(nothing("The site has one language", "`:site/locales` lists a site's languages"));
    }
    let versions = site.versions(&site.documents[id]);
    let chosen = chosen(query, locales).unwrap_or_else(|| {
        let own = &site.documents[id].locale;
        let original = locales.iter().find(|locale| versions.get(locale).is_some()).unwrap_or(own);
        let others = || locales.iter().filter(|locale| *locale != original);
        let there = others().find(|locale| versions.get(locale).is_some());
        let other = if own == original { there.or_else(|| others().next()) } else { Some(own) };
        [original, other.unwrap_or(own)]
    });
    let ids = chosen.map(|locale| versions.get(locale).copied());
    let pairing = match ids {
        [Some(left), Some(right)] => pairing(sight, memory, left, right),
        _ => Pairing {
            remarks: vec![PairNote { kind: "missing", text: "Not translated".to_owned() }],
            rows: Vec::new(),
        },
    };
    let view = View { sight, frame, chosen, id };
    let title = site.documents[id].title.value.as_str();
    let mut body = frame.bar(&format!("<h1>{}</h1>{}", text(title), overview(&pairing)));
    body.push_str("<main class=\"pair\">\n");
    for (side, there) in ids.into_iter().enumerate() {
        body.push_str(&view.column(side, there));
    }
    // A `<` in a title must not end the script.
    let rows = serde_json::to_string(&pairing.rows).unwrap_or_default().replace('<', "\\u003c");
    let _ = write!(body, "</main>\n<script type=\"application/json\" id=\"rows\">{rows}</script>\n");
    Ok(frame.page(&format!("{title} – Diglot"), "pair", &["pair.js"], &body))
}

/// The document at an address, or at the one that an older address leads to.
fn document(sight: BuiltSite<'_>, name: &str) -> Option<DocumentId> {
    let Ok(NamedSubject::Address(address, _)) = find(sight, &format!("/{name}")) else { return None };
    match sight.planned.plan.page_at(address)? {
        (_, Route::Document(id)) => Some(*id),
        _ => None,
    }
}

/// The languages that a query names for the two sides.
fn chosen<'a>(query: &str, locales: &'a [Locale]) -> Option<[&'a Locale; 2]> {
    let named = |side: &str| {
        let mut values = query.split('&').filter_map(|part| part.split_once('='));
        let tag = values.find(|(name, _)| *name == side)?.1;
        locales.iter().find(|locale| locale.tag() == tag)
    };
    let [left, right] = SIDES.map(named);
    left.zip(right).filter(|(left, right)| left != right).map(|(left, right)| [left, right])
}

/// What is to be said, with the sections that it is said of.
fn overview(pairing: &Pairing) -> String {
    let say =
        |remark: &PairNote| format!("<span class=\"remark {}\">{}</span>", remark.kind, text(&remark.text));
    let of_page = pairing.remarks.iter().map(|remark| format!("<li>{}</li>", say(remark)));
    let rows = pairing.rows.iter().enumerate().filter(|(_, row)| !row.remarks.is_empty());
    let of_rows = rows.map(|(number, row)| {
        let said: String = row.remarks.iter().map(say).collect();
        format!("<li><a href=\"#row-{number}\" data-row=\"{number}\">{}</a> {said}</li>", text(&row.title))
    });
    let items: Vec<String> = of_page.chain(of_rows).collect();
    if items.is_empty() {
        return "<p class=\"note\">In step</p>".to_owned();
    }
    let many = items.len();
    let said = if many == 1 { "1 remark".to_owned() } else { format!("{many} remarks") };
    format!("<details id=\"remarks\"><summary>{said}</summary><ol>{}</ol></details>", items.concat())
}

/// What both columns are made from.
struct View<'a> {
    sight: BuiltSite<'a>,
    frame: &'a Frame<'a>,
    chosen: [&'a Locale; 2],
    id: DocumentId,
}

impl View<'_> {
    fn column(&self, side: usize, there: Option<DocumentId>) -> String {
        let locale = self.chosen[side];
        let (head, view) = match there {
            Some(id) => self.there(id),
            None => (String::new(), self.missing(side)),
        };
        format!(
            "<section class=\"column\" id=\"{0}\" aria-label=\"{1}\">\n<header><h2 lang=\"{locale}\">{1}</h2>{2}{head}</header>\n\
             {view}\n</section>\n",
            SIDES[side],
            attribute(&locale.display_name()),
            self.choice(side),
        )
    }

    /// The head and the view of a page that is there.
    fn there(&self, id: DocumentId) -> (String, String) {
        let document = &self.sight.planned.site.documents[id];
        let Some(address) = self.sight.planned.plan.document(id) else {
            return Default::default();
        };
        let (url, file) = (self.frame.site(address.as_str()), document.file.as_str());
        let badge = if document.is_draft() { " <span class=\"badge\">Draft</span>" } else { "" };
        let head = format!(
            "{badge} <a href=\"{url}\">{}</a> <a class=\"note\" href=\"{}\">{}</a>",
            text(address.as_str()),
            self.frame.entry(file),
            text(file)
        );
        let view = format!(
            "<div class=\"view\"><iframe src=\"{url}?{IN_PAIR}\" title=\"{}\" \
             sandbox=\"allow-same-origin allow-scripts allow-forms allow-popups\"></iframe>\
             <diglot-marks></diglot-marks></div>",
            attribute(&document.title.value)
        );
        (head, view)
    }

    /// What stands in the place of a page that is not there: the way to begin.
    fn missing(&self, side: usize) -> String {
        let locale = self.chosen[side];
        let site = &self.sight.planned.site;
        let asked = &site.documents[self.id];
        let is_version =
            |other: &&Arc<Document>| other.page_key() == asked.page_key() && other.locale == *locale;
        let name = text(&locale.name_in(locale));
        if let Some(hidden) = site.documents.iter().find(is_version) {
            let file = hidden.file.as_str();
            return format!(
                "<div class=\"missing\"><p><a href=\"{}\">{}</a> is not part of this build.</p></div>",
                self.frame.entry(file),
                text(file)
            );
        }
        let original = &site.documents[site.originals[self.id]];
        match file_for(&original.file, &original.locale, locale, &site.settings.locales) {
            Some(file) => format!(
                "<div class=\"missing\"><p>There is no version in {name} ({locale}) yet. Begin with a copy:</p>\
                 <pre>cp {} {}</pre><p>Translate the texts. What is none – time, tags, authors, series, images, themes, kinds – may be left \
                 out: the translation has it from its original.</p></div>",
                text(original.file.as_str()),
                text(file.as_str())
            ),
            None => format!(
                "<div class=\"missing\"><p>There is no version in {name} ({locale}) yet. Write it in {}, with the same \
                 <code>:page/translation-key</code>.</p></div>",
                text(original.file.as_str())
            ),
        }
    }

    /// The languages to choose from, where there are more than two.
    fn choice(&self, side: usize) -> String {
        let locales = &self.sight.planned.site.settings.locales;
        if locales.len() < 3 {
            return String::new();
        }
        let path = self.sight.planned.plan.document(self.id).map_or_else(String::new, ToString::to_string);
        let link = |locale: &Locale| {
            let mut sides = self.chosen;
            // Choosing the language of the other side swaps the two.
            if sides[1 - side] == locale {
                sides[1 - side] = sides[side];
            }
            let current = if sides[side] == locale { " aria-current=\"true\"" } else { "" };
            let [left, right] = if side == 0 { [locale, sides[1]] } else { [sides[0], locale] };
            format!(
                "<a href=\"{}?left={left}&amp;right={right}\" lang=\"{locale}\" title=\"{}\"{current}>{locale}</a>",
                self.frame.pair(&path),
                attribute(&locale.display_name())
            )
        };
        let links: Vec<String> = locales.iter().map(link).collect();
        format!("<nav aria-label=\"Language\">{}</nav>", links.join(" "))
    }
}

/// The file that would be a page's version in a language, named as that of a version is; `None`
/// where that has no file of its own.
fn file_for(file: &FilePath, own: &Locale, locale: &Locale, locales: &[Locale]) -> Option<FilePath> {
    let path = file.as_str().strip_suffix(".md")?;
    let own = own.tag();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let by_suffix = name.strip_suffix(own).and_then(|stem| stem.strip_suffix('.'));
    let by_folder = || folder.split('/').any(|part| part == own);
    let path = match by_suffix {
        Some(stem) => format!("{folder}/{stem}.{locale}.md"),
        None if by_folder() => {
            let parts = folder.split('/').map(|part| if part == own { locale.tag() } else { part });
            format!("{}/{name}.md", parts.collect::<Vec<_>>().join("/"))
        }
        None => format!("{folder}/{name}.{locale}.md"),
    };
    let version = FilePath::new(&path);
    (Stem::of(&version, locales).path == Stem::of(file, locales).path).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_named_as_its_original_is() {
        let locales: Vec<Locale> =
            ["nb", "en", "en-GB"].iter().filter_map(|tag| Locale::parse(tag)).collect();
        for (original, language, expected) in [
            ("content/keys.nb.md", "en", Some("content/keys.en.md")),
            ("content/a/keys.nb.md", "en-GB", Some("content/a/keys.en-GB.md")),
            ("content/nb/keys.md", "en", Some("content/en/keys.md")),
            ("content/keys.md", "en", Some("content/keys.en.md")),
            ("content/pages.edn", "en", None),
        ] {
            let locale = locales.iter().find(|locale| locale.tag() == language).unwrap();
            let found = file_for(&FilePath::new(original), &locales[0], locale, &locales);
            assert_eq!(found.as_ref().map(FilePath::as_str), expected, "{original}");
        }
    }
}
