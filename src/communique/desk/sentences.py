"""A sentence cut where the words of evidence begin and end, so that a page can mark them."""

from __future__ import annotations

from communique.ledger.views import Account


def marked(account: Account) -> list[tuple[str, bool]]:
    """Return the sentence of an account in pieces, each with whether it is evidence; its quotations where it has none.

    Words of evidence that do not stand in the sentence are left unmarked.
    """
    quotes = [piece.quote for piece in account.evidence]
    if not account.sentence:
        return [(" … ".join(quotes), True)]
    text, at, found = account.sentence, 0, list[tuple[str, bool]]()
    for quote in quotes:
        start = text.find(quote, at)
        if start >= 0:
            found += [(text[at:start], False), (quote, True)]
            at = start + len(quote)
    return [(piece, is_evidence) for piece, is_evidence in [*found, (text[at:], False)] if piece]
