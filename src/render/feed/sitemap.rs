//! `sitemap.xml` (sitemaps.org 0.9, with the `xhtml:link` elements that tie languages).

use super::xml::Xml;
use crate::plan::{Route, alternates};
use crate::render::resolve::Resolver;

/// Writes the sitemap: every page that search engines shall know, with its versions in other
/// languages.
pub(in crate::render) fn write(resolver: Resolver<'_>) -> String {
    let (plan, locales) = (resolver.plan, &resolver.site.settings.locales);
    let attributes = [
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
    ];
    let mut xml = Xml::new();
    xml.element("urlset", &attributes, |xml| {
        for (address, route) in plan.routes.iter().filter(|(_, route)| route.kind(resolver.site).is_indexed) {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &resolver.absolute_url(address));
                if let Some(changed) = last_change(resolver, route) {
                    xml.text("lastmod", &[], &changed);
                }
                for (hreflang, version) in
                    alternates(locales, |locale| plan.version(resolver.site, route, locale))
                {
                    let url = resolver.absolute_url(version);
                    xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", &hreflang), ("href", &url)]);
                }
            });
        }
    });
    xml.finish()
}

fn last_change(resolver: Resolver<'_>, route: &Route) -> Option<String> {
    let Route::Document(id) = route else { return None };
    Some(resolver.site.documents[*id].last_change()?.rfc3339())
}
