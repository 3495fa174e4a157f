#!/usr/bin/env python3
"""Checks a published folder: `check.py [--foreign FOLDER]… PUBLIC_DIR [BASE_URL]`.

Without a base URL the address is taken from `robots.txt`. Exits 1 where a check fails.
"""

import argparse
import sys

from site_checks import feeds, html, languages, links, sitemap
from site_checks.report import Report
from site_checks.site import Site

CHECKS = (
    html.check_validity,
    html.check_outline,
    html.check_description,
    links.check_links,
    links.check_feed_links,
    languages.check_alternates,
    languages.check_switch,
    sitemap.check_sitemap,
    sitemap.check_robots,
    feeds.check_feeds,
)


def check(site, checks=CHECKS):
    """Runs checks over a site and returns what came of them."""
    report = Report()
    report.expect(site.pages, "pages", str(site.folder), "there is no page")
    for run in checks if site.pages else ():
        run(site, report)
    return report


def main():
    """Reads the arguments, checks, prints."""
    parser = argparse.ArgumentParser(description="Checks a published site without Diglot's help.")
    parser.add_argument("public_dir", help="the published folder")
    parser.add_argument("base_url", nargs="?", help="where it will be served (default: as robots.txt says)")
    parser.add_argument("--foreign", action="append", default=[], metavar="FOLDER", help="is linked to, not judged")
    arguments = parser.parse_args()
    site = Site(arguments.public_dir, arguments.base_url, arguments.foreign)
    print(f"{len(site.pages)} pages of {site.base_url}")
    return check(site).print()


if __name__ == "__main__":
    sys.exit(main())
