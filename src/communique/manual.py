"""The manual: the pages of ``docs/``, which the package has with it, and where each topic stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Final
from unicodedata import normalize

__all__ = ["GROUPS", "Page", "anchor", "led_to", "pages", "picture", "section", "topics"]

GROUPS: Final = {
    "how-to": "How to",
    "reference": "Reference",
    "types": "Event types",
    "explanation": "Explanation",
    "decisions": "Decisions",
}
"""The folders of the pages, in the order in which they are listed."""

_OF_SECTIONS = ("commands", "errors")
"""Pages of which each section is a topic by itself."""

_HEADING = re.compile(r"^(#{1,6}) (.+)$")
_FENCE = re.compile(r"^(```|~~~)")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]*)\)")
_COMMENT = re.compile(r"^<!--.*?-->\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the manual, in Markdown; in ``text`` its links are told by what is typed to see them.

    ``source`` is as it was written, ``path`` where it stands in the folder of all.
    """

    name: str
    group: str
    title: str
    text: str
    path: str
    source: str


@cache
def pages() -> dict[str, Page]:
    """Return the pages by their names."""
    found = (_page(group, file) for group in GROUPS for file in _files(group))
    return {page.name: page for page in found}


def _folder(group: str) -> Traversable:
    """The folder of a group: in the package, or in the checkout that it is run from."""
    shipped = resources.files("communique") / "docs" / group
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "docs" / group


def _files(group: str) -> list[Traversable]:
    return sorted((x for x in _folder(group).iterdir() if x.name.endswith(".md")), key=lambda x: x.name)


def _page(group: str, file: Traversable) -> Page:
    path = f"{group}/{file.name}"
    source = _COMMENT.sub("", file.read_text(encoding="utf-8"))
    text = _linked(source, path)
    return Page(_name(path), group, next(title for _, _, title in _headings(text)), text, path, source)


def _name(path: str) -> str:
    """The name of a page: of its file, of an index of its folder; after that of its folder where a command has it."""
    group, stem = path.removesuffix(".md").split("/")
    if stem == "index":
        return group
    return f"{group}/{stem}" if stem in _commands() else stem


@cache
def _commands() -> frozenset[str]:
    text = (_folder("reference") / "commands.md").read_text(encoding="utf-8")
    return frozenset(re.findall(r"^## `communique (\w+)`$", text, re.MULTILINE))


def _linked(text: str, path: str) -> str:
    """A page's text with each link followed by what is typed to see what it leads to; pictures by their words."""

    def told(link: re.Match[str]) -> str:
        picture, words, target = link.groups()
        if picture:
            return f"({words}: a picture)"
        if "://" in target:
            return f"{words} ({target})"
        return f"{words} (`communique help {led_to(target, path)}`)"

    return _LINK.sub(told, text)


def led_to(target: str, path: str) -> str:
    """Return the name of the page, with the anchor of a section, to which a link of a page (by its path) leads."""
    to, _, part = target.partition("#")
    page = _name(normpath(join(dirname(path), to)) if to else path)
    return f"{page}{'#' if part else ''}{part}"


def picture(name: str) -> bytes | None:
    """Return a picture (SVG) of a page by its name, ``None`` if there is none."""
    files = (x for group in GROUPS for x in _folder(group).iterdir() if x.name.endswith(".svg"))
    return next((x.read_bytes() for x in files if x.name == name), None)


def _headings(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line, the level and the words of each heading."""
    fenced = False
    for number, line in enumerate(text.splitlines()):
        fenced ^= _FENCE.match(line) is not None
        found = None if fenced else _HEADING.match(line)
        if found:
            yield number, len(found[1]), found[2]


def anchor(title: str) -> str:
    """Return what a heading is called in addresses, as MkDocs calls it."""
    letters = normalize("NFKD", title).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w\s-]", "", letters).strip().lower()
    return re.sub(r"[-\s]+", "-", plain)


def section(page: Page, wanted: str) -> str | None:
    """Return the section of a page that an anchor names, with what stands under it; ``None`` where there is none."""
    lines = page.text.splitlines()
    headings = list(_headings(page.text))
    for place, (start, level, title) in enumerate(headings):
        if anchor(title) == wanted:
            end = next((line for line, other, _ in headings[place + 1 :] if other <= level), len(lines))
            return "\n".join(lines[start:end]).strip() + "\n"
    return None


@cache
def topics() -> dict[str, str]:
    """Return what ``communique help`` takes, in small letters, with its text: pages, commands and errors."""
    found = {name: page.text for name, page in pages().items()}
    for page in (pages()[name] for name in _OF_SECTIONS):
        for _, level, title in _headings(page.text):
            if level == 2:
                found[anchor(title).removeprefix("communique-")] = section(page, anchor(title)) or ""
    return found
