"""``communique help``: the manual in the terminal."""

from __future__ import annotations

import sys
from typing import ClassVar

import click

from communique.commands.common import console, say, tell
from communique.commands.started import prefix


@click.command()
@click.argument("topic", required=False)
def help(topic: str | None) -> None:
    """Show a page of the manual, or what it says of a command or an error; without a TOPIC what there is."""
    if topic is None:
        _list()
        return
    text = _found(topic)
    if text is None:
        say(f"communique: {_unknown(topic)}")
        sys.exit(2)
    _show(text)


def _found(topic: str) -> str | None:
    """The text of a topic: a page, a page with the anchor of a section, a command, an error."""
    from communique.manual import pages, section, topics

    name, _, part = topic.strip().lower().partition("#")
    if not part:
        return topics().get(name)
    return section(pages()[name], part) if name in pages() else None


def _unknown(topic: str) -> str:
    from difflib import get_close_matches

    from communique.manual import topics

    name = topic.lower().partition("#")[0]
    near = [x for x in topics() if name in x][:5] or get_close_matches(name, topics())
    did = f"Did you mean {' or '.join(near)}? " if near else ""
    return f"the manual has nothing under {topic!r}. {did}To list what it has: {prefix()} help"


def _show(text: str) -> None:
    """Print Markdown; lines of code are not broken, so that they can be copied."""
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.markdown import CodeBlock, Markdown, MarkdownElement
    from rich.text import Text

    class Code(CodeBlock):
        """A block of code as it stands."""

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for line in self.text.plain.rstrip().splitlines():
                yield Text(f"    {line}", style="bold", no_wrap=True, overflow="ignore")

    class Page(Markdown):
        """Markdown with code of that kind."""

        elements: ClassVar[dict[str, type[MarkdownElement]]] = {**Markdown.elements, "fence": Code, "code_block": Code}

    console().print(Page(text, inline_code_theme="bw"), crop=False)


def _list() -> None:
    from communique.manual import GROUPS, pages

    for group, title in GROUPS.items():
        tell(title)
        found = [page for page in pages().values() if page.group == group]
        wide = max(len(page.name) for page in found)
        for page in found:
            tell(f"  {page.name:{wide}}  {page.title}")
        tell("")
    tell(f"{prefix()} help NAME shows a page. NAME may also be a command (search), an error (NotFound),")
    tell("or a section of a page (keep-a-ledger#postgresql).")
