"""``communique token``: who may change a ledger at a desk that others reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from communique.commands.common import counted, ledger_option, opened, refusals, say, tell, usage
from communique.commands.forms import Form
from communique.commands.options import ANSWERS, Choice, form_options

if TYPE_CHECKING:
    from communique.desk.tokens import Tokens

_DEEDS = ("add", "list", "remove")
_RIGHTS = ("judge", "add")


@click.command()
@click.argument("deed", type=Choice(_DEEDS), metavar="add|list|remove")
@click.argument("name", required=False)
@click.option("--may", "rights", type=Choice(_RIGHTS), multiple=True, help="With add: what its bearer may do.")
@form_options(*ANSWERS)
@ledger_option
@refusals
def token(deed: str, name: str | None, rights: tuple[str, ...], form: Form, address: str) -> None:
    """Make a token for a desk that others reach, list those there are, or remove one.

    NAME is whose it is: what is judged with it bears this name. A new token is printed once, and kept nowhere.
    """
    from communique.desk.tokens import tokens_of

    opened(address).close()
    known = tokens_of(address)
    if deed == "list":
        _list(known, form)
        return
    if not name:
        usage(ValueError(f"it does not say whose token. Give a name: communique token {deed} NAME"))
    if rights and deed != "add":
        usage(ValueError("--may goes with add alone"))
    if deed == "remove":
        known.remove(name)
        say(f"the token of {name} is none any more")
        return
    if not rights:
        usage(ValueError("it does not say what its bearer may do. Give --may judge, --may add, or both"))
    tell(known.add(name, tuple(dict.fromkeys(rights))))
    say(f"{name} may {' and '.join(sorted(set(rights)))} with it. It is shown this once: keep it like a password")


def _list(known: Tokens, form: Form) -> None:
    found = known.all()
    if form.is_table:
        for token in found:
            tell(f"{token.made[:10]:10}  {token.name}  {', '.join(token.rights)}")
    else:
        from communique.commands.sheets import TOKENS

        form.write(({"name": x.name, "rights": list(x.rights), "made": x.made} for x in found), TOKENS)
    say(counted(len(found), "token"))
