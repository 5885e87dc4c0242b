"""What an extractor takes along with an article, left off: what is no sentence, and stands elsewhere than the article.

The article is where its running text is: in the innermost container that holds nearly all of it, from its first
paragraph to its last. A line of the same words in a menu, the teasers and links before and behind, and lines that
are a link from end to end ("Read more: ...") are not. Running text is never left off here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from communique.intake.blocks import Block
from communique.intake.losses import is_running, is_whole

_MOST = 0.8
_BEFORE = 3
_LONG = 40
_PARAGRAPH = 80
_FEW_LINKS = 0.3
_LINKED = 0.6


def trim(found: Sequence[Block], chosen: list[bool]) -> None:
    """Leave off the chosen blocks that are no sentences and stand elsewhere than the article."""
    for number, block in enumerate(found):
        if chosen[number] and block.linked > _LINKED and block.tag != "li" and not is_whole(block):
            chosen[number] = False
    running = _running(found, chosen)
    home = _home([found[number] for number in running])
    inner = [number for number in running if home in found[number].homes]
    if not inner:
        return
    first, last = inner[0], inner[-1]
    lead = next((number + 1 for number in range(first - 1, -1, -1) if not chosen[number]), 0)
    kept = set(running)
    beside = {found[number].homes for number in inner}
    attached = True
    for number, block in enumerate(found):
        if number > last:
            attached = attached and chosen[number]
        if not chosen[number] or number in kept:
            continue
        if home not in block.homes:
            chosen[number] = False
        elif number < first:
            line = block.homes in beside and number >= lead  # a dateline or a byline
            chosen[number] = line or (number >= min(lead, first - _BEFORE) and len(block.text) >= _LONG)
        elif number > last:
            own = block.homes in beside or attached
            chosen[number] = own and (block.linked <= 0.5 or is_whole(block))


def _running(found: Sequence[Block], chosen: Sequence[bool]) -> list[int]:
    """Return the numbers of the chosen blocks of running text: of long ones too where few are sentences."""
    own = [number for number, block in enumerate(found) if chosen[number]]
    whole = [number for number in own if is_running(found[number])]
    long = [n for n in own if found[n].linked <= _FEW_LINKS and len(found[n].text) >= _PARAGRAPH]
    return whole if 2 * len(whole) >= len(long) else sorted({*whole, *long})


def _home(running: Sequence[Block]) -> int:
    """Return the number of the innermost container that holds nearly all of the running text, 0 for the page."""
    sizes: Counter[int] = Counter()
    for block in running:
        for home in block.homes:
            sizes[home] += len(block.text)
    least = _MOST * sum(len(block.text) for block in running)
    return max((home for home, size in sizes.items() if size >= least), default=0)
