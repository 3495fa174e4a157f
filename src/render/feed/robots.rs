//! `robots.txt` (RFC 9309).

use crate::plan::Route;
use crate::render::resolve::Resolver;

/// Writes a file that lets every robot in and shows it the sitemap.
pub(in crate::render) fn write(resolver: Resolver<'_>) -> String {
    let sitemap = resolver.plan.address(&Route::Sitemap).map(|address| resolver.absolute_url(address));
    let sitemap = sitemap.map_or_else(String::new, |url| format!("\nSitemap: {url}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
