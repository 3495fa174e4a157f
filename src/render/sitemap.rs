//! `sitemap.xml` (sitemaps.org 0.9, with the `xhtml:link` elements that tie languages).

use chrono::SecondsFormat;

use super::page::alternates;
use super::resolve::Resolver;
use super::xml::Xml;
use crate::locale::Locale;
use crate::plan::{Address, Route};

/// Writes the sitemap: every page that search engines shall know, with its versions in other languages.
pub(super) fn write(resolver: Resolver<'_>) -> String {
    let locales = &resolver.site.settings.locales;
    let attributes = [
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
    ];
    let mut xml = Xml::new();
    xml.element("urlset", &attributes, |xml| {
        for (address, route) in resolver.plan.routes.iter().filter(|(_, route)| is_listed(route)) {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &resolver.absolute_url(address));
                if let Some(changed) = last_change(resolver, route) {
                    xml.text("lastmod", &[], &changed);
                }
                for (hreflang, version) in alternates(locales, |locale| version(resolver, route, locale)) {
                    let url = resolver.absolute_url(version);
                    xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", &hreflang), ("href", &url)]);
                }
            });
        }
    });
    xml.finish()
}

/// Whether a route is a page for search engines.
fn is_listed(route: &Route) -> bool {
    match route {
        Route::Document(_)
        | Route::Front { .. }
        | Route::Archive(_)
        | Route::Entries { .. }
        | Route::Entry { .. } => true,
        Route::NotFound(_)
        | Route::Redirect { .. }
        | Route::Feed { .. }
        | Route::Sitemap
        | Route::Robots
        | Route::Static(_) => false,
    }
}

fn last_change(resolver: Resolver<'_>, route: &Route) -> Option<String> {
    let Route::Document(id) = route else { return None };
    Some(resolver.site.documents[*id].last_change()?.at.to_rfc3339_opts(SecondsFormat::Secs, false))
}

/// The page of a route in a language.
pub(super) fn version<'a>(resolver: Resolver<'a>, route: &Route, locale: &Locale) -> Option<&'a Address> {
    match route {
        Route::Document(id) => {
            let versions = resolver.site.versions(&resolver.site.documents[*id]);
            resolver.plan.document(*versions.get(locale)?)
        }
        route => resolver.plan.address(&route.in_locale(locale)?),
    }
}
