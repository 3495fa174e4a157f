//! `/__diglot/page/…`: the explanation of an address or a file.

use std::fmt::Write;

use super::html::{Frame, text};
use crate::explain::{FileEntry, NamedSubject, PageEntry, Row, find, rows_of_file, rows_of_page};
use crate::pipeline::BuiltSite;
use crate::plan::Route;

/// The page of an address or a file; as an error, the page that says that there is none.
pub(super) fn page(sight: BuiltSite<'_>, name: &str, frame: &Frame<'_>) -> Result<String, String> {
    let unknown = |message: &str, help: &str| {
        let said = format!("<main class=\"sheet\"><h1>{}</h1><p>{}</p></main>\n", text(message), text(help));
        frame.page(message, "panel", &[], &(frame.bar("") + &said))
    };
    match find(sight, name) {
        Ok(NamedSubject::Address(address, route)) => {
            Ok(of_page(&PageEntry::of_route(sight, address, route), Some(route), frame))
        }
        Ok(NamedSubject::Hidden(id, address)) => {
            Ok(of_page(&PageEntry::of_document(sight, id, &address), None, frame))
        }
        Ok(NamedSubject::File(file)) => match FileEntry::new(sight, &file) {
            Some(entry) => Ok(of_file(&entry, frame)),
            None => Err(unknown("The site has no such file", "")),
        },
        Err(error) => Err(unknown(&error.message, &error.help)),
    }
}

fn of_page(page: &PageEntry, route: Option<&Route>, frame: &Frame<'_>) -> String {
    let title = page.title.as_deref().unwrap_or(&page.address);
    let language = page.language.as_ref().map_or_else(String::new, |tag| format!(" in {tag}"));
    let mut body = frame.bar("");
    let _ = write!(
        body,
        "<main class=\"sheet\">\n<p class=\"kicker\">{}{}</p>\n<h1>{}</h1>\n<p class=\"ways\">",
        text(page.what),
        text(&language),
        text(title)
    );
    if route.is_some() {
        let _ = write!(body, "<a href=\"{}\">{}</a>", frame.site(&page.address), text(&page.address));
    } else {
        let _ = write!(body, "<span>{}</span>", text(&page.address));
    }
    if matches!(route, Some(Route::Document(_))) {
        let _ = write!(body, " <a href=\"{}\">Both languages at once</a>", frame.pair(&page.address));
    }
    let _ = write!(body, "</p>\n{}</main>\n", table(&rows_of_page(page), frame));
    frame.page(&format!("{title} – Diglot"), "panel", &[], &body)
}

fn of_file(entry: &FileEntry, frame: &Frame<'_>) -> String {
    let mut body = frame.bar("");
    let name = entry.file.as_str();
    let _ = write!(
        body,
        "<main class=\"sheet\">\n<p class=\"kicker\">{}</p>\n<h1 class=\"file\">{}</h1>\n{}</main>\n",
        text(entry.what.describe()),
        text(name),
        table(&rows_of_file(entry), frame)
    );
    frame.page(&format!("{name} – Diglot"), "panel", &[], &body)
}

/// Rows as a list of terms. Long ones are folded.
fn table(rows: &[Row], frame: &Frame<'_>) -> String {
    /// How many things a row shows unfolded.
    const LONGEST: usize = 8;
    let mut html = String::from("<dl class=\"rows\">\n");
    for row in rows {
        let items: String = row
            .items
            .iter()
            .map(|item| {
                let name = match (item.name.as_str(), item.can_be_asked) {
                    ("", _) => String::new(),
                    (name, true) => format!("<a href=\"{}\">{}</a>", frame.entry(name), text(name)),
                    (name, false) => text(name),
                };
                let note = match item.note.as_str() {
                    "" => String::new(),
                    note => format!(" <span class=\"note\">{}</span>", text(note)),
                };
                format!("<li>{name}{note}</li>")
            })
            .collect();
        let list = format!("<ul>{items}</ul>");
        let list = match row.items.len() {
            count if count > LONGEST => format!("<details><summary>{count}</summary>{list}</details>"),
            _ => list,
        };
        let _ = writeln!(html, "<div><dt>{}</dt><dd>{list}</dd></div>", text(row.label));
    }
    html + "</dl>\n"
}
