"""`sitemap.xml` by its schema (sitemaps.org, protocol 0.9) and by the pages that it lists."""

import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SCHEMA = Path(__file__).parent.parent / "schemas/sitemap.xsd"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024


def check_sitemap(site, report):
    """The sitemap is valid, lists each page that may be listed once, and names the alternates that the pages name."""
    name = "sitemap.xml"
    if not report.expect(name in site.files, "sitemap", name, "no sitemap"):
        return
    path = site.files[name]
    command = ["xmllint", "--noout", "--nonet", "--schema", str(SCHEMA), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    valid = report.expect(run.returncode == 0, "sitemap", name, run.stderr.strip().replace("\n", "; "))
    if not valid:
        return
    report.expect(path.stat().st_size <= MOST_BYTES, "sitemap", name, "larger than 50 MB")
    entries = ElementTree.parse(path).getroot().findall(f"{SITEMAP}url")
    report.expect(len(entries) <= MOST_URLS, "sitemap", name, f"{len(entries)} addresses are more than {MOST_URLS}")

    listed = {}
    for entry in entries:
        url = entry.findtext(f"{SITEMAP}loc").strip()
        report.expect(url not in listed, "sitemap", name, f"{url} is listed twice")
        listed[url] = alternates_of(entry, report, url)
    pages = {site.address(page_name): page for page_name, page in site.pages.items()}
    for url, alternates in listed.items():
        if not report.expect(url in pages, "sitemap", name, f"{url} is no page of the site"):
            continue
        report.expect(pages[url].indexable, "sitemap", name, f"{url} asks not to be listed")
        report.expect(alternates == pages[url].alternates, "sitemap", name, f"{url} names other alternates than its page")
    for url, page in pages.items():
        report.expect(url in listed or not page.indexable, "sitemap", name, f"{url} is missing")


def alternates_of(entry, report, url):
    """The alternates of a sitemap's entry, shaped as a page's."""
    alternates = {}
    for link in entry.findall(f"{XHTML}link"):
        alternates.setdefault(link.get("hreflang"), []).append(link.get("href"))
    if alternates:
        itself = any(urls == [url] for lang, urls in alternates.items() if lang != "x-default")
        report.expect(itself, "sitemap", "sitemap.xml", f"the alternates of {url} leave itself out")
        report.expect("x-default" in alternates, "sitemap", "sitemap.xml", f"the alternates of {url} have no `x-default`")
    return alternates


def check_robots(site, report):
    """`robots.txt` names the sitemap by its absolute address."""
    lines = site.text("robots.txt").splitlines() if "robots.txt" in site.files else []
    wanted = f"Sitemap: {site.base_url}sitemap.xml"
    report.expect(wanted in lines, "robots", "robots.txt", f"no line `{wanted}`")
