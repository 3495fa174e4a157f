//! `robots.txt` (RFC 9309).

use crate::plan::Route;
use crate::render::tracked::Tracked;

/// Writes a file that lets every robot in and shows it the sitemap.
pub(in crate::render) fn write(site: Tracked<'_>) -> String {
    site.shared(site.settings().default_locale());
    let sitemap = site.address(&Route::Sitemap).map(|address| site.absolute_url(address));
    let sitemap = sitemap.map_or_else(String::new, |url| format!("\nSitemap: {url}\n"));
    format!("User-agent: *\nAllow: /\n{sitemap}")
}
