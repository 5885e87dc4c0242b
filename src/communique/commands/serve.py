"""``communique serve``: the desk on a ledger."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from communique.commands.common import core_option, ledger_option, refusals, say, usage
from communique.commands.options import port_option

if TYPE_CHECKING:
    from communique.desk.settings import Settings
    from communique.language.named import Cores


@click.command()
@ledger_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens: 0.0.0.0 for every network.")
@port_option
@click.option(
    "--name", "names", multiple=True, metavar="HOST", help="A further name by which it is asked, behind a proxy."
)
@click.option(
    "--writable/--read-only", default=None,
    help="Whether it may be judged and added to: by default only from this machine; elsewhere with a token.",
)  # fmt: skip
@click.option(
    "--sql/--no-sql", default=None, help="Whether questions in SQL are answered: by default only from this machine."
)
@click.option(
    "--rate", type=click.IntRange(0, 1_000_000), default=600, show_default=True,
    help="Pages a minute for one address elsewhere; 0 for any number.",
)  # fmt: skip
@click.option(
    "--proxy", "proxies", multiple=True, metavar="ADDRESS",
    help="A proxy before it, which is believed who asks (X-Forwarded-For).",
)  # fmt: skip
@core_option
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes to serve with.")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@refusals
def serve(
    address: str,
    host: str,
    port: int,
    names: tuple[str, ...],
    writable: bool | None,
    sql: bool | None,
    rate: int,
    proxies: tuple[str, ...],
    workers: int,
    show: bool,
    cores: Cores,
) -> None:
    """Serve the pages where people look at a ledger, check it and correct it, until Ctrl-C."""
    from dataclasses import replace

    from communique.desk.settings import Settings

    cores.check()
    settings = Settings(address, host, port, names, rate=rate, sql=sql, proxies=proxies, cores=cores.named)
    may_write = settings.is_local and _takes_more(address) if writable is None else writable
    run(replace(settings, writable=may_write), show, workers)


def _takes_more(address: str) -> bool:
    """Whether a ledger, which is there, may be written to."""
    from communique.commands.common import opened_to_judge
    from communique.errors import LedgerReadOnly

    try:
        opened_to_judge(address).close()
    except LedgerReadOnly:
        return False
    return True


def run(settings: Settings, show: bool, workers: int = 1) -> None:
    """Serve a desk until it is stopped, in so many processes; with ``show``, open it in the browser."""
    from dataclasses import replace

    from communique.commands import serving
    from communique.ledger.store import Ledger

    Ledger(settings.ledger, read_only=True).close()  # so that what is wrong with it is said first
    listening = _listening(settings)
    settings = replace(settings, port=listening.getsockname()[1])
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    where = f"http://{host}:{settings.port}/"
    say(f"The desk is at {where} ({'it may be written to' if settings.writable else 'read-only'}). Ctrl-C ends it.")
    if show:
        _show(where)
    with _ended_by_signals():
        serving.serve(settings, listening, workers)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Within the block a signal that ends the server, which raises it once more when it has ended, ends no more."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(where: str) -> None:
    """Open an address in the browser of the desktop, where there is one: one in the terminal would keep it."""
    import webbrowser

    try:
        found = webbrowser.get()
    except webbrowser.Error:
        return
    if type(found) is not webbrowser.GenericBrowser:
        found.open(where)


def _listening(settings: Settings) -> socket.socket:
    """Return a socket that listens, so that a port which is taken is told in plain words."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((settings.host, settings.port))
        made.listen()  # so that the address that is printed answers from then on
    except OSError as error:
        made.close()
        problem = f"--host {settings.host} --port {settings.port}: {error.strerror or error}"
        usage(ValueError(f"{problem}. Give another --port; 0 takes any that is free"))
    return made
