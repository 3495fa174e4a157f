"""A published folder and the addresses that a web server makes of it."""

from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit
import re

from .page import Page


# What a URL's path holds unencoded beside letters and digits. (RFC 3986, 3.3)
PATH_CHARACTERS = "/-._~!$&'()*+,;=:@"


class Site:
    """The files of a folder that is served at a base URL.

    `foreign` names folders that the site's owner put there as they are: they may be linked to and are not judged.
    """

    def __init__(self, folder, base_url=None, foreign=()):
        self.folder = Path(folder)
        self.files = {
            path.relative_to(self.folder).as_posix(): path
            for path in sorted(self.folder.rglob("*"))
            if path.is_file()
        }
        self.base_url = (base_url or self._announced_base_url()).rstrip("/") + "/"
        self.foreign = tuple(prefix.strip("/") + "/" for prefix in foreign)
        self.anchors_of_pages = {}
        self.pages = {}
        for name in self.names(".html"):
            self.pages[name] = Page(self.text(name))

    def names(self, suffix):
        """The files with this ending that are the site's own."""
        return [name for name in self.files if name.endswith(suffix) and not name.startswith(self.foreign)]

    def text(self, name):
        """A file's text."""
        return self.files[name].read_text(encoding="utf-8")

    def address(self, name):
        """The absolute URL that a file is served at."""
        path = name[: -len("index.html")] if f"/{name}".endswith("/index.html") else name
        return self.base_url + quote(path, safe=PATH_CHARACTERS)

    def resolve(self, from_name, url):
        """Follows a URL from a file: returns `(target, fragment, fault)`.

        The target is `None` for what leads out of the site; the fault is `None` where all is well.
        """
        base = urlsplit(self.base_url)
        try:
            parts = urlsplit(urljoin(self.address(from_name), url.strip()))
        except ValueError as error:
            return None, "", f"`{url}` is no URL: {error}"
        if parts.scheme not in ("http", "https") or parts.netloc != base.netloc:
            return None, "", None
        path = unquote(parts.path or "/")
        if not path.startswith(base.path):
            written_whole = bool(urlsplit(url.strip()).scheme)
            return None, "", None if written_whole else f"`{url}` leads out of the site's folder `{base.path}`"
        name = path[len(base.path) :]
        if name == "" or name.endswith("/"):
            name += "index.html"
        if name in self.files:
            return name, unquote(parts.fragment), None
        if f"{name}/index.html" in self.files:
            return None, "", f"`{url}` lacks the slash at its end"
        return None, "", f"`{url}` leads to nothing"

    def anchors(self, name):
        """The anchors of a page or an SVG file; `None` for a file whose fragments mean something else."""
        if name in self.pages:
            return self.pages[name].anchors
        if not name.endswith((".html", ".svg")):
            return None
        if name not in self.anchors_of_pages:
            markup = self.text(name)
            self.anchors_of_pages[name] = (
                Page(markup).anchors if name.endswith(".html") else set(re.findall(r"""\bid=["']([^"']+)""", markup))
            )
        return self.anchors_of_pages[name]

    def link_fault(self, from_name, url):
        """What is wrong with a URL that stands in a file, or `None`."""
        target, fragment, fault = self.resolve(from_name, url)
        if fault or target is None:
            return fault
        fragment = fragment.split(":~:")[0]
        if fragment in ("", "top"):
            return None
        anchors = self.anchors(target)
        if anchors is not None and fragment not in anchors:
            return f"`{url}`: `{target}` has no anchor `{fragment}`"
        return None

    def _announced_base_url(self):
        """The address of the folder that `robots.txt` says the sitemap is in."""
        robots = self.text("robots.txt") if "robots.txt" in self.files else ""
        found = re.search(r"^Sitemap:\s*(\S+?)sitemap\.xml\s*$", robots, re.M | re.I)
        if not found:
            raise SystemExit("no base URL given, and `robots.txt` names no sitemap to take it from")
        return found.group(1)
