"""Block quotations in plain text: paragraphs that a paragraph ending "... said:" introduces.

The first paragraph after such a cue is quoted unless it has quotation marks, reports in
the third person or names the speaker. Later ones belong as long as nobody else's reporting
resumes, up to the last that speaks in the first person (or to the end of the stretch, where
the cue promises a full text). A paragraph of lines marked ``>`` is a quotation anywhere.
"""

from __future__ import annotations

import re

from communique import wordlists

_VERBS = wordlists.alternation("intake", "cue_verbs")
_AFTER = (
    r"(?:\s+(?:as follows|the following|this|that day|earlier|so|also|simply|further|later|then|today"
    r"|yesterday"
    r"|in part|in full|\w+ly|him|her|them|me|us|reporters|journalists|lawmakers|parliament|deputies"
    r"|the (?:press|media|audience|crowd|house|senate|council|chamber)"
    r"|(?:on|in|at|to|of|by|after|during|following|with|via|from|before|about|through|for"
    r"|as)\s+[^:.!?]{2,90}))*"
)
_VERB_CUE = re.compile(rf"\b(?:{_VERBS}){_AFTER}\s*:\s*$", re.IGNORECASE)
_INVERTED = re.compile(rf"^(?:{_VERBS})\s+[A-Z][^:.!?]{{1,80}}:\s*$", re.IGNORECASE)
_NOUN_CUE = re.compile(
    r"\b(?:this|the following|following|(?:full|complete|entire) (?:text|statement|letter|remarks|transcript)"
    r"|as follows|(?:a|the|his|her|their|its) (?:\w+ )?"
    r"(?:statement|letter|message|tweet|post|note|telegram|declaration|communiqu[eé]))"
    r"(?:\s+(?:statement|message|letter|tweet|note|post|to|of|from|on|in|by|about|regarding|is|was)\b"
    r"[^:.!?]{0,80})?\s*:\s*$",
    re.IGNORECASE,
)
_FULL_CUE = re.compile(
    r"\b(?:as follows|full|entire|complete|in full|transcript|reads?|read out)\b[^.]{0,60}:\s*$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^[\s\[(*•-]*[\"“”„«»‘']")
_TURN = re.compile(r"^\(?[A-Z][A-Z .'’-]{2,40}(?::|\.?\)|\s\()")
_QUOTED = re.compile(r"[\"“„«][^\"”“«»]{0,600}[\"”»]")
_SAID = "(?:" + wordlists.alternation("intake", "reporting_verbs") + ")"
_REPORTS = re.compile(
    r"\b(?:he|she|they|it|[A-Z][\w.’'-]+|spokes(?:man|woman|person)|officials?|ministers?|president|ministry)"
    rf"\s+(?:(?:also|later|then|has|have)\s+)?{_SAID}\b"
    rf"|,\s+{_SAID}\s+(?:the\s+)?[A-Za-z][\w.’'-]+|\baccording to\b"
)
_FIRST = re.compile(r"\b(?:I|[Ww]e|[Oo]urs?|[Mm]y|[Uu]s|[Mm]e|[Mm]ine|[Ll]et['’]s)\b")
_NAME = re.compile(r"\b[A-Z][\w’'-]{2,}\b")
_TITLED = re.compile(
    r"^(?:Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Gen|Amb|Lt|Col|Prof|Sir|Lord|Lady)\.? [A-Z]|^(?:He|She|His|Her)\b"
    r"|^(?:The )?(?:\w+ )?(?:Senator|Congressman|Congresswoman|Chairman|Chairwoman|President|Minister"
    r"|Secretary|Ambassador|Chancellor|Spokes\w+) [A-Z]"
)
_NO_SPEAKER = wordlists.words("intake", "no_speakers")
_MARKED = re.compile(r"^(?:[ \t]*>[^\n]*(?:\n|$))+$")
_MOST = 40


def introduces(paragraph: str) -> bool:
    """True where ``paragraph`` ends in a cue after which somebody's words follow."""
    text = " ".join(paragraph.split())
    if not text.endswith(":") or text.isupper():
        return False
    last = re.split(r"(?<=[.!?])\s+(?=[A-Z“\"])", text)[-1]
    if _VERB_CUE.search(last) or _INVERTED.match(last):
        return True
    return _NOUN_CUE.search(last) is not None


def is_marked(paragraph: str) -> bool:
    """True for a paragraph whose every line starts with the quotation sign ``>``."""
    return paragraph.startswith(">") and _MARKED.match(paragraph) is not None


def block_length(cue: str, following: list[str], *, statement: bool = False) -> int:
    """Return how many of the ``following`` paragraphs the paragraph ``cue`` introduces as a quotation.

    ``statement`` says that the cue stands at the head of the report and that ``following``
    goes to its end: the shape of a published statement, quoted whole where nobody's
    reporting resumes.
    """
    if not introduces(cue) or not following or _resumes(following[0], cue, first=True):
        return 0
    whole = _FULL_CUE.search(cue) is not None
    length = 1
    for number, paragraph in enumerate(following[1:_MOST], start=2):
        if _resumes(paragraph, cue, first=False):
            break
        if whole or _FIRST.search(_QUOTED.sub(" ", paragraph)):
            length = number
    else:
        length = len(following) if statement and len(following) <= _MOST else length
    return length


def _resumes(paragraph: str, cue: str, *, first: bool) -> bool:
    """True where ``paragraph`` is reporting again: marks, attribution, a cue, or the speaker by name.

    A transcript's turn ("REPORTER: ...") is no block quotation either: its label names the speaker.
    """
    bare = _QUOTED.sub(" ", paragraph)
    own = _FIRST.search(bare) is not None
    if _OPENS.match(paragraph) or _TURN.match(paragraph) or (introduces(paragraph) and not own):
        return True
    if _REPORTS.search(bare) and (not own or bare != paragraph):
        return True
    if _TITLED.match(paragraph) and not own:
        return True
    names = {name for name in _NAME.findall(_cue_clause(cue)) if name not in _NO_SPEAKER}
    named = names & set(_NAME.findall(bare))
    return bool(named) and not own and (not first or _NAME.findall(bare)[:1] == sorted(named)[:1])


def _cue_clause(cue: str) -> str:
    """Return the last sentence of the cue paragraph: the one with the speaker in it."""
    guarded = re.sub(r"\b(Sen|Rep|Gov|Mr|Mrs|Ms|Dr|Gen|Amb|Lt|Col|Prof)\.", r"\1", cue)
    return re.split(r"(?<=[.!?])\s+", guarded.strip())[-1]
