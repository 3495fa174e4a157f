"""Everything that leads from one file of the site to another."""

import xml.etree.ElementTree as ElementTree

from .page import css_urls


def check_links(site, report):
    """No page and no style sheet refers to what is not there: links, images, scripts, `url()`, fragments."""
    for name, page in site.pages.items():
        for where, url in page.links:
            if where == "<meta refresh>" or not url.startswith(("data:", "mailto:", "tel:")):
                fault = site.link_fault(name, url)
                report.expect(fault is None, "links", name, f"{where}: {fault}")
    for name in site.names(".css"):
        for url in css_urls(site.text(name)):
            fault = site.link_fault(name, url)
            report.expect(fault is None, "links", name, f"url(): {fault}")


def check_feed_links(site, report):
    """Each page names at least one feed, and what it names is a feed in the page's own language."""
    for name, page in site.pages.items():
        if page.refresh is not None:
            continue
        report.expect(page.feeds, "feed-links", name, "no link to a feed")
        for url in page.feeds:
            target, _, _ = site.resolve(name, url)
            language = feed_language(site, target) if target else None
            report.expect(
                language == page.lang, "feed-links", name, f"`{url}` is a feed in `{language}`, the page in `{page.lang}`"
            )


def feed_language(site, name):
    """The `xml:lang` at the root of a feed."""
    try:
        return ElementTree.parse(site.files[name]).getroot().get("{http://www.w3.org/XML/1998/namespace}lang")
    except ElementTree.ParseError:
        return None
