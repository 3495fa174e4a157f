"""The blog that `generate` writes, as the same site for Hugo and for Eleventy."""

import json
import re
import shutil
from pathlib import Path

HERE = Path(__file__).parent
SEPARATOR = re.compile(r"^-{80}$", re.MULTILINE)
KEY = re.compile(r"^:(\S+)\s+", re.MULTILINE)


def write_hugo(blog: Path, site: Path) -> None:
    """Writes a blog as a site for Hugo."""
    shutil.copytree(HERE / "hugo", site)
    (site / "static").mkdir()
    shutil.copy(HERE / "style.css", site / "static")
    write_posts(blog, site)


def write_eleventy(blog: Path, site: Path, modules: Path) -> None:
    """Writes a blog as a site for Eleventy, whose packages lie in the folder `modules`."""
    shutil.copytree(HERE / "eleventy", site)
    (site / "node_modules").symlink_to(modules)
    shutil.copy(HERE / "style.css", site)
    write_posts(blog, site)


def write_posts(blog: Path, site: Path) -> None:
    """Writes all posts of a blog into a site."""
    for locale in ("nb", "en"):
        (site / "content" / locale / "posts").mkdir()
    for source in sources(blog):
        write_post(source, site)


def write_post(source: Path, site: Path) -> None:
    """Writes one post into a site, in the folder of its language."""
    key, locale = source.stem.split(".")
    post = site / "content" / locale / "posts" / f"{key}.md"
    post.write_text(markdown(source.read_text("utf-8"), key), "utf-8")


def sources(blog: Path) -> list[Path]:
    """The section files of a blog."""
    return sorted((blog / "content/posts").glob("*.md"))


def head(source: Path) -> dict[str, str]:
    """The first block of a section file: what the post says of itself."""
    return read_block(SEPARATOR.split(source.read_text("utf-8"), maxsplit=1)[0])


def markdown(text: str, key: str) -> str:
    """A section file as Markdown with front matter, which both generators read as it is."""
    page, *sections = map(read_block, SEPARATOR.split(text))
    front_matter = {
        "title": page["page/title"],
        "slug": page["page/slug"],
        "date": page["blog-post/published"],
        "tags": re.findall(r"[\w-]+", page["blog-post/tags"]),
        "description": page["blog-post/description"].replace("**", "").replace("\n", " "),
        "translationKey": key,
    }
    values = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in front_matter.items())
    return f"---\n{''.join(values)}---\n{''.join(map(section, sections))}"


def section(block: dict[str, str]) -> str:
    """A section as Markdown: an element around it is what neither generator needs a shortcode for."""
    theme = block["section/theme"].removeprefix(":")
    title, body = block["section/title"], block["section/body"]
    return f'\n<section class="section theme-{theme}">\n\n## {title}\n\n{body}\n\n</section>\n'


def read_block(text: str) -> dict[str, str]:
    """The keys of a block with their values. Fences are not looked at: no code that is generated has a key line."""
    _, *parts = KEY.split(text)
    return dict(zip(parts[::2], map(str.strip, parts[1::2])))
