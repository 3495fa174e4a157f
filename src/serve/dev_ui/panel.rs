//! `/__diglot/`: all pages, what is wrong, and how long it took.

use std::fmt::Write;
use std::time::Duration;

use super::html::{Frame, attribute, text};
use crate::base::FilePath;
use crate::document::DocumentKind;
use crate::explain::title_of;
use crate::locale::Locale;
use crate::pipeline::{BuildStats, BuiltSite, Unpublished};
use crate::plan::{Address, Route};
use crate::serve::fault::Fault;
use crate::site::DocumentId;

/// What is told of a build.
#[derive(Clone, Debug)]
pub struct BuildReport {
    /// What had changed; nothing for the site as a whole.
    pub files: Vec<FilePath>,
    /// How long it took.
    pub took: Duration,
    /// How much of it was work.
    pub stats: BuildStats,
    /// Whether the site was sound.
    pub is_sound: bool,
}

pub(super) fn page<'a>(
    sight: BuiltSite<'_>,
    faults: &[Fault],
    told: impl Iterator<Item = &'a BuildReport>,
    frame: &Frame<'_>,
) -> Result<String, String> {
    let site = &sight.planned.site;
    let settings = &site.settings;
    let title = settings.title.get(settings.default_locale(), &settings.locales).map_or("", String::as_str);
    let told: Vec<&BuildReport> = told.collect();
    let mut body = frame.bar(&format!("<a href=\"{}\">{}</a>", frame.site("/"), text(title)));
    let _ = write!(
        body,
        "<main class=\"sheet\">\n<h1>{}</h1>\n<p class=\"ways\">{}</p>\n",
        text(title),
        text(&summary(sight, faults, &told))
    );
    body.push_str(&mistakes(faults));
    for locale in &settings.locales {
        body.push_str(&of_language(sight, locale, frame));
    }
    body.push_str(&hidden(sight, frame));
    body.push_str(&of_no_language(sight, frame));
    body.push_str(&builds(&told, frame));
    body.push_str("</main>\n");
    Ok(frame.page(&format!("{title} – Diglot"), "panel", &[], &body))
}

fn summary(sight: BuiltSite<'_>, faults: &[Fault], told: &[&BuildReport]) -> String {
    let site = &sight.planned.site;
    let count = |kind: DocumentKind| {
        let shown = site.documents.iter().zip(&site.is_shown).filter(|(_, is_shown)| **is_shown);
        shown.filter(|(document, _)| document.kind == kind).count()
    };
    let mistakes = match faults.len() {
        0 => "nothing is wrong".to_owned(),
        1 => "one thing is wrong".to_owned(),
        many => format!("{many} things are wrong"),
    };
    let took = told.first().map_or_else(String::new, |told| format!("; built in {}", milliseconds(told)));
    format!(
        "{} and {} in {}; {mistakes}{took}.",
        counted(count(DocumentKind::Post), "post"),
        counted(count(DocumentKind::Page), "page"),
        counted(site.settings.locales.len(), "language")
    )
}

fn mistakes(faults: &[Fault]) -> String {
    if faults.is_empty() {
        return String::new();
    }
    let fault = |fault: &Fault| {
        format!("<li class=\"{}\"><pre>{}</pre></li>\n", attribute(fault.severity), text(&fault.text))
    };
    let faults: String = faults.iter().map(fault).collect();
    format!("<section>\n<h2>What is wrong</h2>\n<ol class=\"faults\">\n{faults}</ol>\n</section>\n")
}

fn of_language(sight: BuiltSite<'_>, locale: &Locale, frame: &Frame<'_>) -> String {
    let (site, plan) = (&sight.planned.site, &sight.planned.plan);
    let of_kind = |kind: DocumentKind| {
        let is_it = |id: &DocumentId| {
            let document = &site.documents[*id];
            site.is_shown[*id] && document.locale == *locale && document.kind == kind
        };
        let mut ids: Vec<DocumentId> = (0..site.documents.len()).filter(is_it).collect();
        let time = |id: &DocumentId| site.documents[*id].published.as_ref().map(|time| time.value.at);
        // Posts without a date come first.
        ids.sort_by_key(|id| (time(id).is_some(), std::cmp::Reverse(time(id))));
        ids
    };
    let unpublished = Unpublished::of_all(sight.planned, sight.snapshot.now);
    let row = |id: &DocumentId| {
        let document = &site.documents[*id];
        let Some(address) = plan.document(*id) else { return String::new() };
        let day = document.published.as_ref().map(|time| time.value.at.date_naive().to_string());
        let badge = match unpublished.get(address) {
            Some(Unpublished::Draft) => " <span class=\"badge\">Draft</span>",
            Some(Unpublished::Until(_)) => " <span class=\"badge\">To come</span>",
            None => "",
        };
        format!(
            "<li><a class=\"title\" lang=\"{locale}\" href=\"{}\">{}</a>{badge} <time>{}</time> {}</li>\n",
            frame.site(address.as_str()),
            text(&document.title.value),
            day.unwrap_or_default(),
            ways(address, site.settings.locales.len() > 1, frame),
        )
    };
    let list = |ids: Vec<DocumentId>| ids.iter().map(row).collect::<String>();
    let (posts, pages) = (of_kind(DocumentKind::Post), of_kind(DocumentKind::Page));
    let is_made = |(_, route): &(&Address, &Route)| {
        !matches!(route, Route::Document(_)) && route.locale() == Some(locale)
    };
    let others: Vec<(&Address, &Route)> = plan.routes.iter().filter(is_made).collect();
    let count = others.len();
    let rows: String = others.iter().map(|(address, route)| made(sight, address, route, frame)).collect();
    format!(
        "<section>\n<h2>{} <span class=\"note\">{locale}</span></h2>\n<ul class=\"pages\">\n{}{}</ul>\n\
         <details id=\"made-{locale}\"><summary>{count} lists, feeds, redirects and the like</summary>\n\
         <ul class=\"pages\">\n{rows}</ul></details>\n</section>\n",
        text(&locale.display_name()),
        list(posts),
        list(pages),
    )
}

/// What can be asked of a page of the writer's.
fn ways(address: &Address, has_pair: bool, frame: &Frame<'_>) -> String {
    let entry = frame.entry(address.as_str());
    let pair = if has_pair {
        format!(" <a href=\"{}\">in pairs</a>", frame.pair(address.as_str()))
    } else {
        String::new()
    };
    format!("<span class=\"ways\"><a href=\"{entry}\">made of</a>{pair}</span>")
}

/// A page that no writer has written.
fn made(sight: BuiltSite<'_>, address: &Address, route: &Route, frame: &Frame<'_>) -> String {
    let title = title_of(sight, route).map_or_else(String::new, |title| format!(": {}", text(&title)));
    format!(
        "<li><a class=\"title\" href=\"{}\">{}</a> <span class=\"note\">{}{title}</span> \
         <span class=\"ways\"><a href=\"{}\">made of</a></span></li>\n",
        frame.site(address.as_str()),
        text(address.as_str()),
        text(route.kind(&sight.planned.site).name),
        frame.entry(address.as_str()),
    )
}

/// The pages that are left out of the build.
fn hidden(sight: BuiltSite<'_>, frame: &Frame<'_>) -> String {
    let (site, plan) = (&sight.planned.site, &sight.planned.plan);
    let ids = (0..site.documents.len()).filter(|id| !site.is_shown[*id]);
    let row = |id: DocumentId| {
        let file = site.documents[id].file.as_str();
        let title = text(&site.documents[id].title.value);
        let address = plan.document(id).map_or_else(String::new, ToString::to_string);
        let address = text(&address);
        format!(
            "<li><a class=\"title\" href=\"{}\">{title}</a> <span class=\"note\">{address}</span></li>\n",
            frame.entry(file)
        )
    };
    let rows: String = ids.map(row).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("<section>\n<h2>Left out</h2>\n<ul class=\"pages\">\n{rows}</ul>\n</section>\n")
}

fn of_no_language(sight: BuiltSite<'_>, frame: &Frame<'_>) -> String {
    let is_it =
        |(_, route): &(&Address, &Route)| route.locale().is_none() && !matches!(route, Route::Document(_));
    let rows: Vec<String> = sight
        .planned
        .plan
        .routes
        .iter()
        .filter(is_it)
        .map(|(address, route)| made(sight, address, route, frame))
        .collect();
    format!(
        "<section>\n<h2>Files</h2>\n<details id=\"files\"><summary>{}</summary>\n<ul class=\"pages\">\n{}</ul></details>\n\
         </section>\n",
        counted(rows.len(), "file"),
        rows.concat()
    )
}

fn builds(told: &[&BuildReport], frame: &Frame<'_>) -> String {
    let row = |told: &&BuildReport| {
        let what = match told.files.as_slice() {
            [] => "the site".to_owned(),
            [file, rest @ ..] => {
                let more = if rest.is_empty() { String::new() } else { format!(" and {} more", rest.len()) };
                format!("<a href=\"{}\">{}</a>{more}", frame.entry(file.as_str()), text(file.as_str()))
            }
        };
        let outcome = if told.is_sound { "" } else { " <span class=\"badge\">with errors</span>" };
        format!(
            "<tr><td>{what}{outcome}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            milliseconds(told),
            told.stats.compiled,
            told.stats.rendered
        )
    };
    let rows: String = told.iter().map(row).collect();
    format!(
        "<section>\n<h2>The last builds</h2>\n<div class=\"scroll\"><table class=\"builds\">\n<thead><tr><th>what had changed</th>\
         <th>took</th><th>files read</th><th>pages made</th></tr></thead>\n<tbody>\n\
         {rows}</tbody>\n</table></div>\n</section>\n"
    )
}

fn milliseconds(told: &BuildReport) -> String {
    format!("{:.1} ms", told.took.as_secs_f64() * 1000.0)
}

fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}
