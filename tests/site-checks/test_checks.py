#!/usr/bin/env python3
"""Sees each check fail: a good site passes, and each way of spoiling it is found by name."""

import shutil
import tempfile
import unittest
from pathlib import Path

import check
from site_checks import html
from site_checks.page import css_urls, srcset_urls
from site_checks.site import Site

GOOD = Path(__file__).parent / "fixtures/good"
QUICK = tuple(run for run in check.CHECKS if run is not html.check_validity)
BASE = "https://blog.example/sub/"

# The file to spoil, what to replace (`None`: the file goes), by what, the check that fails, words of its message.
SPOILS = (
    ("brod/index.html", '<html lang="nb">', "<html>", "lang", "no `lang`"),
    ("brod/index.html", "<title>Brød</title>", "<title></title>", "title", "no `<title>`"),
    ("brod/index.html", "<h1>Brød</h1>", "<p>Brød</p>", "one-h1", "0 `h1`"),
    ("brod/index.html", "<h1>Brød</h1>", "<h1>Brød</h1><h1>Brød</h1>", "one-h1", "2 `h1`"),
    ("brod/index.html", "<h2 id", "<h4 id", "heading-levels", "`h4` after `h1`"),
    ("brod/index.html", "<h1>Brød</h1>", '<h1 id="skorpe">Brød</h1>', "unique-ids", "skorpe"),
    ("gammel/index.html", 'content="noindex"', 'content="follow"', "redirect", "without `noindex`"),
    ("gammel/index.html", "0; url=/sub/brod/", "0; url=/sub/borte/", "links", "leads to nothing"),
    ("brod/index.html", f'canonical" href="{BASE}brod/', f'canonical" href="{BASE}brod', "canonical", "canonical is"),
    ("brod/index.html", 'name="description" content="Brød."', 'name="description" content=""', "meta", "description"),
    ("brod/index.html", 'og:url" content="https://blog', 'og:url" content="http://blog', "meta", "og:url"),
    ("brod/index.html", 'width" content="2"', 'width" content="2px"', "og-image", "no size"),
    ("brod/index.html", f'og:image" content="{BASE}images/loaf.png', 'og:image" content="/sub/images/loaf.png',
     "og-image", "not absolute"),
    ("brod/index.html", '"@context":', '"@context"', "json-ld", "no JSON"),
    ("brod/index.html", 'loaf.png"}', 'gone.png"}', "json-ld", "leads to nothing"),
    ("brod/index.html", "BreadcrumbList", "ItemList", "article", "without BreadcrumbList"),
    ("brod/index.html", "T10:00:00+01:00", "T10:00:00", "article", "no time"),
    ("brod/index.html", 'href="#skorpe"', 'href="#smuler"', "links", "has no anchor `smuler`"),
    ("brod/index.html", "loaf.png 2x", "loaf@2x.png 2x", "links", "<img srcset>"),
    ("brod/index.html", '<img src="/sub/', '<img src="/', "links", "leads out of the site's folder"),
    ("index.html", 'href="/sub/brod/"', 'href="/sub/brod"', "links", "lacks the slash"),
    ("index.html", 'href="/sub/css/site.css"', 'href="/sub/css/gone.css"', "links", "<link href>"),
    ("en/index.html", "bread/#crust", "bread/#crumb", "links", "has no anchor `crumb`"),
    ("en/bread/index.html", "loaf.svg#loaf", "loaf.svg#cake", "links", "<use href>"),
    ("en/bread/index.html", "url(/sub/images/loaf.png)", "url(/sub/images/x.png)", "links", "<p style>"),
    ("css/site.css", "loaf.png", "cake.png", "links", "url()"),
    ("images/loaf.png", None, None, "links", "leads to nothing"),
    ("brod/index.html", "/sub/atom.xml", "/sub/en/atom.xml", "feed-links", "a feed in `en`"),
    ("brod/index.html", 'type="application/atom+xml"', 'type="text/html"', "feed-links", "no link to a feed"),
    ("brod/index.html", 'hreflang="nb" href', 'hreflang="nn" href', "hreflang", "the page's own `nb`"),
    ("brod/index.html", 'hreflang="x-default" href', 'hreflang="da" href', "hreflang", "no `x-default`"),
    ("brod/index.html", f'hreflang="en" href="{BASE}en/bread/"', f'hreflang="en" href="{BASE}en/"',
     "hreflang", "names other alternates"),
    ("brod/index.html", f'hreflang="en" href="{BASE}en/bread/"', f'hreflang="en" href="{BASE}en/cake/"',
     "hreflang", "leads to nothing"),
    ("brod/index.html", f'hreflang="x-default" href="{BASE}brod/"', f'hreflang="x-default" href="{BASE}"',
     "hreflang", "none of the page's languages"),
    ("brod/index.html", 'href="/sub/en/bread/" hreflang="en"', 'href="/sub/en/" hreflang="en"',
     "language-switch", "no link to the page in `en`"),
    ("sitemap.xml", None, None, "sitemap", "no sitemap"),
    ("sitemap.xml", f"<loc>{BASE}brod/</loc>", f"<loc>{BASE}borte/</loc>", "sitemap", "no page of the site"),
    ("sitemap.xml", f"<loc>{BASE}brod/</loc>", f"<loc>{BASE}404.html</loc>", "sitemap", "asks not to be listed"),
    ("sitemap.xml", f"<loc>{BASE}brod/</loc>", f"<loc>{BASE}</loc>", "sitemap", "is listed twice"),
    ("sitemap.xml", f"<loc>{BASE}brod/</loc>", "<loc>/brod/</loc>", "sitemap", "loc"),
    ("sitemap.xml", "2024-03-02T10:00:00+01:00", "2024-03-02T10:00:00", "sitemap", "lastmod"),
    ("sitemap.xml", "<lastmod>", "<changed/><lastmod>", "sitemap", "not expected"),
    ("sitemap.xml", 'rel="alternate" hreflang="en"', 'rel="alternate"', "sitemap", "hreflang"),
    ("sitemap.xml", 'hreflang="x-default"', 'hreflang="da"', "sitemap", "no `x-default`"),
    ("sitemap.xml", f'hreflang="en" href="{BASE}en/bread/"', f'hreflang="en" href="{BASE}en/"',
     "sitemap", "other alternates than its page"),
    ("robots.txt", "Sitemap: https:", "Sitemap: http:", "robots", "no line"),
    ("atom.xml", "</entry>", "", "feeds", "not well-formed"),
    ("atom.xml", "<title>Parentesen</title>", "", "feeds", "0 `title`"),
    ("atom.xml", "<title>Parentesen</title>", "<title> </title>", "feeds", "empty title"),
    ("atom.xml", ">tag:blog,2024:brod<", ">brod<", "feeds", "no absolute IRI"),
    ("atom.xml", ">tag:blog,2024:brod<", ">tag:blog,2024:bread<", "feeds", "stands for"),
    ("atom.xml", ">urn:uuid:00000000-0000-4000-8000-000000000001<", ">urn:uuid:00000000-0000-4000-8000-000000000002<",
     "feeds", "is the id of"),
    ("atom.xml", ">urn:uuid:00000000-0000-4000-8000-000000000001<", ">tag:blog,2024:brod<",
     "feeds", "of a feed and of an entry"),
    ("atom.xml", "<updated>2024-03-02T10:00:00+01:00", "<updated>2024-03-02 10:00", "feeds", "no RFC 3339 time"),
    ("atom.xml", "<updated>2024-03-02T10:00:00+01:00", "<updated>2024-02-31T10:00:00Z", "feeds", "no RFC 3339 time"),
    ("atom.xml", "</published>\n<updated>2024-03-02", "</published>\n<updated>2024-02-01", "feeds", "before it was published"),
    ("atom.xml", "Parentesen</title>\n<updated>2024", "Parentesen</title>\n<updated>2023",
     "feeds", "older than its newest entry"),
    ("atom.xml", 'rel="self"', 'rel="related"', "feeds", "`rel=self` is []"),
    ("atom.xml", "<author><name>Christian</name></author>", "", "feeds", "has an author"),
    ("atom.xml", "<name>Christian</name>", "<uri>https://me.example/</uri>", "feeds", "0 names"),
    ("atom.xml", "<name>Christian</name>", "<name>Christian</name><email>me</email>", "feeds", "no address"),
    ("atom.xml", 'title type="text"', 'title type="plain"', "feeds", "has the type `plain`"),
    ("atom.xml", 'title type="text"', 'title type="xhtml"', "feeds", "not one `div`"),
    ("atom.xml", 'category term="bread"', 'category label="bread"', "feeds", "without `term`"),
    ("atom.xml", "<category", "<tag/><category", "feeds", "unknown `tag`"),
    ("atom.xml", 'content type="html"', 'content type="image/png"', "feeds", "binary content"),
    ("atom.xml", 'content type="html"', f'content type="image/png" src="{BASE}images/loaf.png"', "feeds", "not empty"),
    ("atom.xml", f'img src="{BASE}', 'img src="/sub/', "feeds", "is not absolute"),
    ("atom.xml", "brod/#skorpe", "brod/#smuler", "feeds", "has no anchor `smuler`"),
    ("atom.xml", ' xml:lang="nb"', "", "feeds", "`xml:lang` is `None`"),
    ("atom.xml", "<category", f'<link href="{BASE}" type="text/html"/><category', "feeds", "alternates of one kind"),
)
INVALID = (
    ("brod/index.html", "</h1>", "</h2>", "End tag"),
    ("brod/index.html", ' alt="Et brød"', "", "alt"),
    ("brod/index.html", "<main id=\"main\">", '<main id="main"><section><p>Uten overskrift</p></section>', "Section lacks heading"),
    ("css/site.css", "background:", "backgruond:", "backgruond"),
)


class SpoiledSite(unittest.TestCase):
    """The good fixture and its spoiled copies."""

    def test_the_good_site_passes(self):
        report = check.check(Site(GOOD, foreign=["demo"]))
        self.assertEqual(report.failures, [])

    def test_a_foreign_folder_is_judged_unless_named(self):
        report = check.check(Site(GOOD), QUICK)
        self.assertIn("demo/index.html", {subject for _, subject, _ in report.failures})

    def test_each_spoil_is_found(self):
        for file, old, new, name, words in SPOILS:
            with self.subTest(file=file, old=old, new=new):
                failures = self.failures_of(file, old, new, QUICK)
                found = [f for f in failures if f[0] == name and words in f[2]]
                self.assertTrue(found, f"`{name}: …{words}…` is not among {failures}")

    def test_invalid_markup_is_found(self):
        for file, old, new, words in INVALID:
            with self.subTest(file=file, old=old, new=new):
                failures = self.failures_of(file, old, new, (html.check_validity,))
                self.assertTrue([f for f in failures if f[1] == file and words in f[2]], failures)

    def test_an_empty_folder_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertTrue(check.check(Site(folder, BASE), QUICK).failures)

    def failures_of(self, file, old, new, checks):
        """Spoils a copy of the good site and returns what fails."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "site"
            shutil.copytree(GOOD, copy)
            if old is None:
                (copy / file).unlink()
            else:
                text = (copy / file).read_text(encoding="utf-8")
                self.assertIn(old, text, "the fixture has nothing to spoil")
                (copy / file).write_text(text.replace(old, new), encoding="utf-8")
            return check.check(Site(copy, BASE, ["demo"]), checks).failures


class Notations(unittest.TestCase):
    """The small languages inside attributes and style sheets."""

    def test_srcset(self):
        self.assertEqual(srcset_urls("a.png, b,c.png 2x ,d.png 100w"), ["a.png", "b,c.png", "d.png"])
        self.assertEqual(srcset_urls(" , a.png 1x,"), ["a.png"])

    def test_css(self):
        css = """@import "a.css"; @import url(b.css); /* url(no.png) */ p { background: URL( 'c d.png' ), url(e.png) }"""
        self.assertEqual(css_urls(css), ["a.css", "b.css", "c d.png", "e.png"])


if __name__ == "__main__":
    unittest.main()
