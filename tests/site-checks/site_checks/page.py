"""One HTML page as a crawler sees it."""

import re
from html.parser import HTMLParser

# The attributes that hold one URL, by element; `*` is every element. (HTML Living Standard, index of attributes)
URL_ATTRIBUTES = {
    "*": ("xlink:href",),
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "blockquote": ("cite",),
    "del": ("cite",),
    "embed": ("src",),
    "form": ("action",),
    "iframe": ("src",),
    "image": ("href",),
    "img": ("src",),
    "input": ("src",),
    "ins": ("cite",),
    "link": ("href",),
    "object": ("data",),
    "q": ("cite",),
    "script": ("src",),
    "source": ("src",),
    "track": ("src",),
    "use": ("href",),
    "video": ("src", "poster"),
}
SRCSET_ATTRIBUTES = {"img": "srcset", "source": "srcset", "link": "imagesrcset"}
META_URLS = {"og:image", "og:image:secure_url", "og:url", "og:video", "og:audio", "twitter:image"}

CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
CSS_STRING_IMPORT = re.compile(r"""@import\s+(?:"([^"]*)"|'([^']*)')""", re.I)
CSS_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)""", re.I)


class Page(HTMLParser):
    """What a page says of itself and where it leads.

    `links` holds `(where, url)` for every place a URL can stand; `alternates` maps `hreflang` to a list of URLs.
    """

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.lang = None
        self.title = None
        self.ids = []
        self.anchors = set()
        self.headings = []
        self.links = []
        self.alternates = {}
        self.canonicals = []
        self.feeds = []
        self.switches = {}
        self.meta = {}
        self.refresh = None
        self.json_ld = []
        self._text = None
        self._script_type = None
        self.feed(markup)
        self.close()

    @property
    def indexable(self):
        """Whether search engines are asked to list the page."""
        return "noindex" not in " ".join(self.meta.get("robots", ()))

    def only(self, name):
        """The value of a `<meta>` that stands exactly once, else `None`."""
        values = self.meta.get(name, ())
        return values[0] if len(values) == 1 else None

    def handle_starttag(self, tag, attrs):
        attributes = {name: value or "" for name, value in attrs}
        if "id" in attributes:
            self.ids.append(attributes["id"])
            self.anchors.add(attributes["id"])
        if tag == "a" and "name" in attributes:
            self.anchors.add(attributes["name"])
        self._collect_links(tag, attributes)
        if tag == "html":
            self.lang = attributes.get("lang")
        elif tag == "link":
            self._link(attributes)
        elif tag == "meta":
            self._meta(attributes)
        elif tag == "a" and "hreflang" in attributes:
            self.switches.setdefault(attributes["hreflang"], set()).add(attributes.get("href", ""))
        elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        elif tag in ("title", "style", "script"):
            self._text = []
            self._script_type = attributes.get("type") if tag == "script" else None

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if self._text is None or tag not in ("title", "style", "script"):
            return
        text = "".join(self._text)
        self._text = None
        if tag == "title" and self.title is None:
            self.title = text.strip()
        elif tag == "style":
            self.links += [("<style> url()", url) for url in css_urls(text)]
        elif tag == "script" and self._script_type == "application/ld+json":
            self.json_ld.append(text)

    def _collect_links(self, tag, attributes):
        for name in URL_ATTRIBUTES.get(tag, ()) + URL_ATTRIBUTES["*"]:
            if name in attributes:
                self.links.append((f"<{tag} {name}>", attributes[name]))
        srcset = SRCSET_ATTRIBUTES.get(tag)
        if srcset in attributes:
            self.links += [(f"<{tag} {srcset}>", url) for url in srcset_urls(attributes[srcset])]
        if "style" in attributes:
            self.links += [(f"<{tag} style>", url) for url in css_urls(attributes["style"])]

    def _link(self, attributes):
        relations = attributes.get("rel", "").lower().split()
        href = attributes.get("href", "")
        if "canonical" in relations:
            self.canonicals.append(href)
        if "alternate" in relations and "hreflang" in attributes:
            self.alternates.setdefault(attributes["hreflang"], []).append(href)
        if "alternate" in relations and attributes.get("type") == "application/atom+xml":
            self.feeds.append(href)

    def _meta(self, attributes):
        name = attributes.get("name") or attributes.get("property")
        content = attributes.get("content", "")
        if name:
            self.meta.setdefault(name.lower(), []).append(content)
            if name.lower() in META_URLS:
                self.links.append((f"<meta {name}>", content))
        if attributes.get("http-equiv", "").lower() == "refresh":
            self.refresh = content.split("=", 1)[1].strip(" '\"") if "=" in content else ""
            self.links.append(("<meta refresh>", self.refresh))


def srcset_urls(srcset):
    """The URLs of a `srcset`: a comma ends a candidate only after a descriptor or at a URL's end (HTML, 4.8.4.2.1)."""
    urls = []
    rest = srcset.strip(" \t\r\n,")
    while rest:
        url, *more = rest.split(maxsplit=1)
        rest = more[0] if more else ""
        if not url.endswith(","):
            rest = rest.partition(",")[2]
        urls.append(url.rstrip(","))
        rest = rest.lstrip(" \t\r\n,")
    return urls


def css_urls(css):
    """The targets of `url()` and `@import` in a style sheet or a `style` attribute."""
    css = CSS_COMMENT.sub(" ", css)
    found = list(CSS_STRING_IMPORT.finditer(css)) + list(CSS_URL.finditer(css))
    return [next((group for group in match.groups() if group is not None), "") for match in found]
