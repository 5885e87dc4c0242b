"""How a desk is served: set once when it starts."""

from __future__ import annotations

from dataclasses import dataclass

from communique.web.addresses import is_loopback

PORT = 8420
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


@dataclass(frozen=True, slots=True)
class Settings:
    """What a desk serves, to whom.

    ``ledger`` is the ledger's address; ``names`` are further names by which the desk is asked (behind a proxy).
    ``writable``: whether it may be judged and added to; off loopback that needs a token. ``body`` is the most bytes
    that may be sent to it, ``wait`` the seconds within which a request must have come, and ``rate`` how many requests a
    minute one address may make (0: any number), which holds off loopback only. ``sql``: whether questions in SQL are
    answered; where nothing is said, on loopback only. ``proxies`` are the addresses of proxies that are believed who
    asks; a desk that has one, or is asked by another name, is reached from elsewhere, wherever it listens.
    ``cores`` are language cores of one's own, by name, that read what is given to the desk in their languages.
    """

    ledger: str
    host: str = "127.0.0.1"
    port: int = PORT
    names: tuple[str, ...] = ()
    writable: bool = True
    body: int = 20 << 20
    wait: float = 30.0
    rate: int = 600
    sql: bool | None = None
    proxies: tuple[str, ...] = ()
    cores: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether only this machine reaches it."""
        return not self.proxies and all(map(is_loopback, (self.host, *self.names)))

    @property
    def answers_sql(self) -> bool:
        """Whether questions in SQL are answered."""
        return self.is_local if self.sql is None else self.sql

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names by which it may be asked; ``None`` for any, where it listens everywhere and none is given."""
        if is_loopback(self.host):
            return frozenset({"localhost", "127.0.0.1", "[::1]", self.host, *self.names})
        if self.host in _EVERYWHERE:
            return frozenset(self.names) or None
        return frozenset({self.host, *self.names})
