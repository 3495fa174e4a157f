"""Atom feeds by the requirements of RFC 4287; each message ends with the section that asks for it."""

import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from datetime import datetime, timezone
from urllib.parse import urlsplit

from .page import Page

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML_DIV = "{http://www.w3.org/1999/xhtml}div"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

ONCE_IN_FEED = ("id", "title", "updated")
AT_MOST_ONCE_IN_FEED = ("generator", "icon", "logo", "rights", "subtitle")
ONCE_IN_ENTRY = ("id", "title", "updated")
AT_MOST_ONCE_IN_ENTRY = ("content", "published", "rights", "source", "summary")
IN_FEED = {*ONCE_IN_FEED, *AT_MOST_ONCE_IN_FEED, "author", "category", "contributor", "link", "entry"}
IN_ENTRY = {*ONCE_IN_ENTRY, *AT_MOST_ONCE_IN_ENTRY, "author", "category", "contributor", "link"}

DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
EMAIL = re.compile(r".+@.+")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
MEDIA_TYPE = re.compile(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+(\s*;.*)?")
EARLIEST = datetime.min.replace(tzinfo=timezone.utc)
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def check_feeds(site, report):
    """Every feed is valid, and no id stands for two things across feeds."""
    entries = {}
    feeds = {}
    for name in site.names(".xml"):
        try:
            root = ElementTree.parse(site.files[name]).getroot()
        except ElementTree.ParseError as error:
            report.fail("feeds", name, f"not well-formed: {error}")
            continue
        if root.tag != f"{ATOM}feed":
            continue
        feed = Feed(site, report, name, root)
        feed.check()
        other = feeds.setdefault(feed.id, name)
        report.expect(other == name, "feeds", name, f"its id {feed.id} is the id of {other}, too (4.2.6)")
        for entry_id, link in feed.entries:
            other = entries.setdefault(entry_id, link)
            report.expect(other == link, "feeds", name, f"{entry_id} stands for {link} and for {other} (4.2.6)")
    for shared in entries.keys() & feeds.keys():
        report.fail("feeds", feeds[shared], f"{shared} is the id of a feed and of an entry (4.2.6)")
    report.expect(feeds, "feeds", "site", "there is no feed")


class Feed:
    """One feed under examination."""

    def __init__(self, site, report, name, root):
        self.site = site
        self.report = report
        self.name = name
        self.root = root
        self.id = text_of(root, "id")
        self.entries = []

    def check(self):
        """Checks the feed, then each of its entries."""
        root = self.root
        self.elements(root, "feed", IN_FEED, ONCE_IN_FEED, AT_MOST_ONCE_IN_FEED, "4.1.1")
        self.language(root)
        self.common(root, "feed")
        self.links(root, "feed")
        self.people(root, "feed")
        own = [link.get("href") for link in children(root, "link") if link.get("rel") == "self"]
        address = self.site.address(self.name)
        self.expect(own == [address], f"`rel=self` is {own}, not {address} (4.1.1)")
        for name in ("icon", "logo"):
            for element in children(root, name):
                self.reference(element.text, f"feed's {name}", "4.2.5")
        entries = children(root, "entry")
        for entry in entries:
            self.entry(entry)
        authored = children(root, "author") or all(children(entry, "author") for entry in entries)
        self.expect(authored, "neither the feed nor each entry has an author (4.1.1)")
        doubled = [entry_id for entry_id, times in Counter(text_of(e, "id") for e in entries).items() if times > 1]
        self.expect(not doubled, f"ids that stand twice: {doubled} (4.1.1)")
        newest = max((moment(text_of(entry, "updated")) for entry in entries), default=None)
        fresh = newest is None or moment(text_of(root, "updated")) >= newest
        self.expect(fresh, "the feed is older than its newest entry (4.2.15)")

    def entry(self, entry):
        """Checks one entry."""
        what = f"entry `{text_of(entry, 'title')}`"
        self.elements(entry, what, IN_ENTRY, ONCE_IN_ENTRY, AT_MOST_ONCE_IN_ENTRY, "4.1.2")
        self.common(entry, what)
        self.people(entry, what)
        self.links(entry, what)
        alternates = [link.get("href") for link in children(entry, "link") if link.get("rel", "alternate") == "alternate"]
        contents = children(entry, "content")
        self.expect(contents or alternates, f"{what} has neither content nor an alternate (4.1.2)")
        for content in contents:
            self.content(entry, content, what)
        published = children(entry, "published")
        if published:
            in_order = moment(published[0].text) <= moment(text_of(entry, "updated"))
            self.expect(in_order, f"{what} was updated before it was published (4.2.15)")
        self.entries.append((text_of(entry, "id"), alternates[0] if alternates else None))

    def elements(self, parent, what, known, once, at_most_once, section):
        """Counts Atom's own elements; other vocabularies may stand anywhere (6.4)."""
        counts = Counter(child.tag[len(ATOM) :] for child in parent if child.tag.startswith(ATOM))
        for name in sorted(counts.keys() - known):
            self.expect(False, f"{what} has an unknown `{name}` ({section})")
        for name in once:
            self.expect(counts[name] == 1, f"{what} has {counts[name]} `{name}`, not one ({section})")
        for name in at_most_once:
            self.expect(counts[name] <= 1, f"{what} has {counts[name]} `{name}` ({section})")
        strays = [child.tag for child in parent if not child.tag.startswith("{")]
        self.expect(not strays, f"{what} has elements without a namespace: {strays} (6.1)")
        loose = (parent.text or "") + "".join(child.tail or "" for child in parent)
        self.expect(not loose.strip(), f"{what} has loose text `{loose.strip()}` ({section})")

    def common(self, parent, what):
        """Checks what feeds and entries share: id, dates, texts, categories."""
        ids = text_of(parent, "id")
        self.expect(SCHEME.fullmatch(ids or ""), f"{what}: id `{ids}` is no absolute IRI (4.2.6)")
        for name in ("updated", "published"):
            for element in children(parent, name):
                valid = DATE.fullmatch(element.text or "") and moment(element.text) != EARLIEST
                self.expect(valid, f"{what}: `{name}` is no RFC 3339 time: `{element.text}` (3.3)")
        for name in ("title", "subtitle", "summary", "rights"):
            for element in children(parent, name):
                self.text_construct(element, f"{what}: `{name}`")
        titled = any("".join(title.itertext()).strip() for title in children(parent, "title"))
        self.expect(titled, f"{what} has an empty title (4.2.14)")
        for category in children(parent, "category"):
            self.expect(category.get("term"), f"{what}: a category without `term` (4.2.2)")
            scheme = category.get("scheme")
            self.expect(scheme is None or SCHEME.fullmatch(scheme), f"{what}: scheme `{scheme}` is no IRI (4.2.2)")

    def text_construct(self, element, what):
        """Checks a text by its type (3.1)."""
        kind = element.get("type", "text")
        self.expect(kind in ("text", "html", "xhtml"), f"{what} has the type `{kind}` (3.1.1)")
        if kind == "xhtml":
            self.one_div(element, what)
        else:
            self.expect(len(element) == 0, f"{what} of type `{kind}` has child elements (3.1.1)")
        if kind == "html":
            self.markup(element.text or "", what)

    def people(self, parent, what):
        """Checks authors and contributors (3.2)."""
        for person in children(parent, "author") + children(parent, "contributor"):
            counts = Counter(child.tag for child in person)
            self.expect(counts[f"{ATOM}name"] == 1, f"{what}: a person with {counts[f'{ATOM}name']} names (3.2.1)")
            self.expect((text_of(person, "name") or "").strip(), f"{what}: a person with an empty name (3.2.1)")
            self.expect(counts[f"{ATOM}uri"] <= 1, f"{what}: a person with more than one uri (3.2.2)")
            self.expect(counts[f"{ATOM}email"] <= 1, f"{what}: a person with more than one email (3.2.3)")
            for uri in children(person, "uri"):
                self.reference(uri.text, f"{what}: a person's uri", "3.2.2")
            for email in children(person, "email"):
                self.expect(EMAIL.fullmatch(email.text or ""), f"{what}: `{email.text}` is no address (3.2.3)")

    def links(self, parent, what):
        """Checks links: where they lead, and that no two alternates are of one type and language (4.2.7)."""
        alternates = Counter()
        for link in children(parent, "link"):
            relation = link.get("rel", "alternate")
            self.expect(relation and not re.search(r"\s", relation), f"{what}: relation `{relation}` (4.2.7.2)")
            kind, language, length = link.get("type"), link.get("hreflang"), link.get("length")
            self.expect(kind is None or MEDIA_TYPE.fullmatch(kind), f"{what}: link type `{kind}` (4.2.7.3)")
            self.expect(language is None or LANGUAGE_TAG.fullmatch(language), f"{what}: hreflang `{language}` (4.2.7.4)")
            self.expect(length is None or length.isdigit(), f"{what}: length `{length}` (4.2.7.6)")
            self.reference(link.get("href"), f"{what}: link", "4.2.7.1")
            if relation == "alternate":
                alternates[(kind, language)] += 1
        self.expect(all(times == 1 for times in alternates.values()), f"{what}: alternates of one kind (4.1.1, 4.1.2)")

    def content(self, entry, content, what):
        """Checks content by its type (4.1.3)."""
        kind = content.get("type", "text")
        source = content.get("src")
        if source is not None:
            self.reference(source, f"{what}: content", "4.1.3.2")
            empty = len(content) == 0 and not (content.text or "").strip()
            self.expect(empty, f"{what}: content with `src` is not empty (4.1.3.2)")
            self.expect(kind not in ("text", "html", "xhtml"), f"{what}: remote content of type `{kind}` (4.1.3.2)")
            self.expect(children(entry, "summary"), f"{what}: remote content without a summary (4.1.2)")
        elif kind == "text":
            self.expect(len(content) == 0, f"{what}: text content has child elements (4.1.3.3)")
        elif kind == "html":
            self.expect(len(content) == 0, f"{what}: html content has child elements (4.1.3.3)")
            self.expect((content.text or "").strip(), f"{what}: content is empty (4.1.3)")
            self.markup(content.text or "", f"{what}: content")
        elif kind == "xhtml":
            self.one_div(content, f"{what}: content")
        else:
            self.expect(MEDIA_TYPE.fullmatch(kind), f"{what}: content type `{kind}` (4.1.3.1)")
            xml = re.search(r"(\+xml|/xml)$", kind, re.I)
            self.expect(xml or len(content) == 0, f"{what}: `{kind}` content has child elements (4.1.3.3)")
            plain = xml or kind.lower().startswith("text/")
            self.expect(plain or children(entry, "summary"), f"{what}: binary content without a summary (4.1.2)")

    def one_div(self, element, what):
        """Checks that XHTML is one `div` (3.1.1.3)."""
        whole = [child.tag for child in element] == [XHTML_DIV] and not (element.text or "").strip()
        self.expect(whole, f"{what} of type `xhtml` is not one `div` (3.1.1.3)")

    def markup(self, markup, what):
        """Checks that HTML leads somewhere from wherever it is read: addresses absolute, and there (3.1.1.2)."""
        page = Page(markup)
        for where, url in page.links:
            absolute = SCHEME.fullmatch(url)
            if self.expect(absolute, f"{what}: {where} `{url}` is not absolute (3.1.1.2)"):
                fault = self.site.link_fault(self.name, url)
                self.expect(fault is None, f"{what}: {where} {fault}")

    def reference(self, url, what, section):
        """Checks a reference: absolute, and on this site only to what is there."""
        if self.expect(SCHEME.fullmatch(url or ""), f"{what}: `{url}` is no absolute IRI ({section})"):
            fault = self.site.link_fault(self.name, url) if urlsplit(url).scheme in ("http", "https") else None
            self.expect(fault is None, f"{what}: {fault}")

    def language(self, root):
        """Checks that the feed says its language."""
        language = root.get(LANG)
        self.expect(LANGUAGE_TAG.fullmatch(language or ""), f"`xml:lang` is `{language}` (2)")

    def expect(self, holds, message):
        """Records an outcome on this feed."""
        return self.report.expect(holds, "feeds", self.name, message)


def children(parent, name):
    """The children of an Atom name."""
    return parent.findall(f"{ATOM}{name}")


def text_of(parent, name):
    """The text of the first child of an Atom name."""
    return parent.findtext(f"{ATOM}{name}")


def moment(text):
    """A time that can be compared; what is no time with an offset is the earliest."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        time = None
    return time if time and time.tzinfo else EARLIEST
