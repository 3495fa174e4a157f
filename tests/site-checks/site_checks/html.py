"""Pages and style sheets by the Nu HTML checker, and what no validator looks at."""

import json
import re
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

VNU = Path(__file__).parent.parent / "node_modules/vnu-jar/build/dist/vnu.jar"
# What the Nu checker does not know of CSS though browsers do: CSS Conditional 5 (`@container`, `container-type`), CSS
# Cascade 6 (`@scope`), CSS Transitions 2 (`@starting-style`), CSS View Transitions 2. It also reads the values of custom
# properties, which may be any tokens (CSS Custom Properties 1), and stops at units younger than itself (`cqi`).
CSS_GAPS = re.compile(
    r"Unrecognized at-rule .@(container|scope|starting-style|view-transition)\b"
    r"|Property .container(-type|-name)?. doesn't exist"
    r"|^CSS: .--[\w-]+.: Parse Error"
)
# A file has no origin, so that to the checker nothing is of `'self'`; and it takes data blocks for scripts. Browsers tell what violates
# a policy (tests/browser).
UNKNOWN_ORIGIN = re.compile(r"violates Content Security Policy")
ARTICLE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
ARTICLE_TYPES = {"BlogPosting", "BreadcrumbList"}
REQUIRED_META = ("description", "og:title", "og:type", "og:url", "og:site_name", "og:locale", "twitter:card")


def check_validity(site, report):
    """Every page and style sheet is valid: an error or a warning of the Nu checker fails, a remark is listed."""
    names = list(site.pages) + site.names(".css")
    by_path = {str(site.files[name].resolve()): name for name in names}
    command = ["java", "-Xss4m", "-jar", str(VNU), "--format", "json", "--stdout", "--exit-zero-always"]
    command += ["--also-check-css", *(str(site.files[name].resolve()) for name in names)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    faulty = set()
    for message in json.loads(run.stdout)["messages"]:
        if UNKNOWN_ORIGIN.search(message["message"]):
            continue
        path = unquote(urlsplit(message.get("url", "")).path)
        name = by_path.get(path, path or "the checker")
        text = f"line {message.get('lastLine', '?')}: {message['message']}"
        is_remark = message["type"] == "info" and message.get("subType") != "warning"
        if is_remark or CSS_GAPS.search(message["message"]):
            report.remark("html-validity", name, text)
        else:
            faulty.add(name)
            report.fail("html-validity", name, text)
    for name in names:
        if name not in faulty:
            report.expect(True, "html-validity", name, "")


def check_outline(site, report):
    """Each page has a language, a title, one `h1` that comes first, no skipped level, no id twice."""
    for name, page in site.pages.items():
        if page.refresh is not None:
            continue
        report.expect(page.lang, "lang", name, "`<html>` has no `lang`")
        report.expect(page.title, "title", name, "no `<title>`")
        count = page.headings.count(1)
        report.expect(count == 1, "one-h1", name, f"{count} `h1` elements")
        skipped = [(a, b) for a, b in zip([0, *page.headings], page.headings) if b > a + 1]
        report.expect(not skipped, "heading-levels", name, "; ".join(f"`h{b}` after `h{a}`" for a, b in skipped))
        doubled = sorted(id for id, times in Counter(page.ids).items() if times > 1)
        report.expect(not doubled, "unique-ids", name, f"ids that stand twice: {', '.join(doubled)}")


def check_description(site, report):
    """Each page that may be listed describes itself, truly, to search engines and to those who share it."""
    for name, page in site.pages.items():
        address = site.address(name)
        if page.refresh is not None:
            report.expect(not page.indexable, "redirect", name, "a redirect without `noindex`")
            report.expect(len(page.canonicals) == 1, "redirect", name, "a redirect without one canonical address")
            continue
        types = {kind for text in page.json_ld for kind in check_json_ld(site, report, name, text)}
        if not page.indexable:
            continue
        report.expect(page.canonicals == [address], "canonical", name, f"canonical is {page.canonicals}, not {address}")
        for key in REQUIRED_META:
            report.expect(page.only(key), "meta", name, f"not one filled `{key}`")
        report.expect(page.only("og:url") == address, "meta", name, f"`og:url` is not {address}")
        if page.only("og:type") == "article":
            published = page.only("article:published_time") or ""
            report.expect(ARTICLE_TIME.fullmatch(published), "article", name, f"published at `{published}`, which is no time")
            missing = sorted(ARTICLE_TYPES - types)
            report.expect(not missing, "article", name, f"structured data without {', '.join(missing)}")
        if "og:image" in page.meta:
            for key in ("og:image:width", "og:image:height"):
                size = page.only(key) or ""
                report.expect(re.fullmatch(r"[1-9]\d*", size), "og-image", name, f"`{key}` is no size: `{size}`")
            report.expect(page.only("og:image:alt"), "og-image", name, "not one filled `og:image:alt`")
            for url in page.meta["og:image"]:
                report.expect(url.startswith("http"), "og-image", name, f"`{url}` is not absolute")


def check_json_ld(site, report, name, text):
    """Structured data is JSON with a context, and what it says lies on this site is there; returns the types it names."""
    try:
        data = json.loads(text)
    except ValueError as error:
        report.fail("json-ld", name, f"no JSON: {error}")
        return set()
    for item in data if isinstance(data, list) else [data]:
        described = "@context" in item and ("@type" in item or "@graph" in item)
        report.expect(described, "json-ld", name, "no `@context` with a `@type` or a `@graph`")
    for key, text in json_strings(data):
        if key != "@id" and text.startswith(site.base_url):
            fault = site.link_fault(name, text)
            report.expect(fault is None, "json-ld", name, fault)
    return {text for key, text in json_strings(data) if key == "@type"}


def json_strings(data, key=None):
    """All strings that are values in JSON data, each with the nearest key above it."""
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, list):
        for item in data:
            yield from json_strings(item, key)
    elif isinstance(data, dict):
        for inner, value in data.items():
            yield from json_strings(value, inner)
