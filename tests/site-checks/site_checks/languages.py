"""What ties a page to its translations: `hreflang` in heads and in the sitemap, and the language switch."""


def check_alternates(site, report):
    """The alternates of a page hold the page itself and are the same on every page that they name."""
    multilingual = len({page.lang for page in site.pages.values() if page.indexable}) > 1
    for name, page in site.pages.items():
        if not page.indexable or not (multilingual or page.alternates):
            continue
        address = site.address(name)
        doubled = sorted(lang for lang, urls in page.alternates.items() if len(urls) > 1)
        report.expect(not doubled, "hreflang", name, f"more than one alternate for {', '.join(doubled)}")
        own = page.alternates.get(page.lang)
        report.expect(own == [address], "hreflang", name, f"the alternate for the page's own `{page.lang}` is {own}")
        report.expect("x-default" in page.alternates, "hreflang", name, "no `x-default`")
        for lang, urls in page.alternates.items():
            for url in urls:
                check_mutual(site, report, name, lang, url)


def check_mutual(site, report, name, lang, url):
    """The page that an alternate names is of that language and names the same alternates."""
    page = site.pages[name]
    target, _, fault = site.resolve(name, url)
    if not report.expect(target in site.pages, "hreflang", name, f"`{lang}`: {fault or url + ' is no page of the site'}"):
        return
    other = site.pages[target]
    report.expect(site.address(target) == url, "hreflang", name, f"`{lang}`: {url} is not written as {site.address(target)}")
    if lang == "x-default":
        languages = [urls for other_lang, urls in page.alternates.items() if other_lang != lang]
        report.expect([url] in languages, "hreflang", name, f"`x-default` {url} is none of the page's languages")
        return
    report.expect(other.lang == lang, "hreflang", name, f"`{lang}`: {url} is in `{other.lang}`")
    report.expect(other.alternates == page.alternates, "hreflang", name, f"`{lang}`: {url} names other alternates")


def check_switch(site, report):
    """On every page there is a link to each translation that the head names."""
    for name, page in site.pages.items():
        if page.refresh is not None:
            continue
        for lang, urls in page.alternates.items():
            if lang in ("x-default", page.lang):
                continue
            wanted = {site.resolve(name, url)[0] for url in urls}
            offered = {site.resolve(name, url)[0] for url in page.switches.get(lang, ())}
            report.expect(wanted <= offered, "language-switch", name, f"no link to the page in `{lang}`")
