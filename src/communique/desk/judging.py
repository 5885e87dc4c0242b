"""What a form says of an engagement, an actor or a report, made a judgement in the name of who sent it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from communique.desk.access import Visitor
from communique.desk.fields import changed, shown_in, text_in, values_of
from communique.desk.problems import Refused
from communique.desk.rendering import render
from communique.errors import StaleJudgement
from communique.ledger import reviewing
from communique.ledger.judgements import Verdict
from communique.ledger.store import Ledger
from communique.ledger.views import Entry, LedgerActor, ReportRef

SAYS = (Verdict.ACCEPT, Verdict.REJECT, Verdict.UNSURE, Verdict.AMEND, Verdict.SAME, Verdict.DIFFERENT)


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: the verdict, of what, and whether what was amended is accepted with it."""

    verdict: Verdict
    subject: str
    accepts: bool = False


def judged(ledger: Ledger, form: FormData, visitor: Visitor) -> Said:
    """Keep what a form says; return it.

    Raises:
        Refused: if it says nothing, or nobody says it.
        BadJudgement, UnknownId: if it cannot be kept.
        StaleJudgement: if the thing is no longer as the form showed it.
    """
    said, other, other_seen = _said(form)
    if visitor.name is None:
        raise Refused(422, "NoName", "nobody is named who judges", "Give your name at /me")
    note, seen = text_in(form, "note") or None, text_in(form, "seen") or None
    try:
        if said.verdict is Verdict.AMEND:
            fields = changed(form)
            if not fields and not said.accepts:
                raise Refused(422, "BadJudgement", "no field was changed", "Change one, or accept it as it is")
            reviewing.amend(ledger, said.subject, fields, by=visitor.name, note=note, seen=seen, accept=said.accepts)
        else:
            pair = (seen, other_seen) if seen and other_seen else seen
            ledger.judge(said.verdict, said.subject, by=visitor.name, other=other, note=note, seen=pair)
    except StaleJudgement as stale:
        if not _is_said(stale, said, visitor.name):
            raise
    return said


def _said(form: FormData) -> tuple[Said, str | None, str | None]:
    """What a form says, the other thing where it says it of two, and the version in which that was seen.

    The button says it: ``accept``, ``same E-… VERSION``, or ``same`` with the id in a field of its own.
    """
    verdict, *rest = text_in(form, "say").split(" ")
    if verdict not in [x.value for x in SAYS] or not text_in(form, "subject"):
        raise Refused(422, "BadJudgement", f"{verdict!r} is no verdict", f"Say one of {', '.join(SAYS)}")
    said = Said(Verdict(verdict), text_in(form, "subject"), rest == ["accept"])
    if said.verdict not in (Verdict.SAME, Verdict.DIFFERENT):
        return said, None, None
    other = rest[0] if rest else text_in(form, "other")
    if not other:
        raise Refused(422, "BadJudgement", f"{verdict} is about two, and one is given", "Choose the other")
    return said, other, rest[1] if len(rest) > 1 else None


def _is_said(stale: StaleJudgement, said: Said, by: str) -> bool:
    """Whether this person said just this already: a button that was pressed twice."""
    by_others = any(x.by != by for x in stale.since)
    return not by_others and said.verdict is not Verdict.AMEND and said.verdict in [x.verdict for x in stale.since[-1:]]


def refused_as_stale(request: Request, form: FormData, error: StaleJudgement, back: str) -> Response:
    """Return the page that shows a thing as it was seen and as it is now, and lets one judge it all the same."""
    say, seen = text_in(form, "say"), error.version
    verdict, *pair = say.split(" ")
    is_other = pair[:1] == [error.source]
    if is_other:  # the version of the other stands beside its id
        say, seen = f"{verdict} {error.source} {error.version}", text_in(form, "seen")
    resent = [(k, v) for k, v in form.multi_items() if isinstance(v, str) and k not in ("seen", "say")]
    now = values_of(error.now) if isinstance(error.now, (Entry, LedgerActor, ReportRef)) else {}
    page = render(
        request, "stale.html", was={} if is_other else shown_in(form), now=now, error=error, say=verdict,
        given=changed(form) if verdict == Verdict.AMEND else {}, resent=[*resent, ("say", say), ("seen", seen)],
        back=back, action=_here(request),
    )  # fmt: skip
    page.status_code = 409
    return page


def _here(request: Request) -> str:
    """The address that a form was sent to, on this desk."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
