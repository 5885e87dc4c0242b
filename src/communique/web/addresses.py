"""Addresses of the web: which are asked at all, and which machines of the network they may lead to.

An address is taken in one form only: ``http`` or ``https``, a name or a plain number of a machine, no user and no
password. A name is asked for once; the connection goes to a number that was looked at, and to no other. What is not
of the open internet is refused: by a list of what is open in IPv6, of what is not in IPv4.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Thread
from urllib.parse import quote, urljoin, urlsplit

from communique.errors import AddressRefused, Unreachable

PORTS: Mapping[str, int] = {"http": 80, "https": 443}
"""The schemes that are asked, and their ports."""

LOOKUP_TIME = 10.0
"""Seconds within which a name has to be looked up."""

Resolver = Callable[[str, int], Sequence[str]]
"""What gives the numbers of a name, in the order in which they should be tried; raises ``OSError`` for none."""

_FORM = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SPLIT = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_LONGEST = 4000
_SAFE = "/?:@!$&'()*+,;=-._~%[]"
_PLAIN = "Give the address of a page or a feed as a browser shows it"
_OWN = "Only addresses of the open internet are asked. Save the page and give its file"

_CLOSED: tuple[tuple[str, str], ...] = (
    ("0.0.0.0/8", "this machine"),
    ("10.0.0.0/8", "a private network"),
    ("100.64.0.0/10", "a provider's own network"),
    ("127.0.0.0/8", "this machine"),
    ("168.63.129.16/32", "a cloud's own service"),
    ("169.254.0.0/16", "the local link, and a cloud's own service"),
    ("172.16.0.0/12", "a private network"),
    ("192.0.0.0/24", "set apart for protocols"),
    ("192.0.2.0/24", "set apart for examples"),
    ("192.31.196.0/24", "set apart for name servers"),
    ("192.52.193.0/24", "set apart for protocols"),
    ("192.88.99.0/24", "set apart for 6to4"),
    ("192.168.0.0/16", "a private network"),
    ("192.175.48.0/24", "set apart for name servers"),
    ("198.18.0.0/15", "set apart for measuring"),
    ("198.51.100.0/24", "set apart for examples"),
    ("203.0.113.0/24", "set apart for examples"),
    ("224.0.0.0/4", "many machines at once"),
    ("240.0.0.0/4", "reserved"),
    ("2001::/23", "set apart for protocols (Teredo among them)"),
    ("2001:db8::/32", "set apart for examples"),
    ("2002::/16", "6to4, which leads on to an IPv4 number"),
    ("2620:4f:8000::/48", "set apart for name servers"),
    ("3fff::/20", "set apart for examples"),
    ("::1/128", "this machine"),
    ("::ffff:0:0/96", "an IPv4 number in IPv6"),
    ("64:ff9b::/96", "NAT64, which leads on to an IPv4 number"),
    ("64:ff9b:1::/48", "NAT64, which leads on to an IPv4 number"),
    ("fc00::/7", "a private network"),
    ("fe80::/10", "the local link"),
    ("ff00::/8", "many machines at once"),
)
"""Networks that are not of the open internet (IANA's registries of special purposes), and what each is."""

_NETS = tuple((ipaddress.ip_network(net), what) for net, what in _CLOSED)
_OPEN = ipaddress.IPv6Network("2000::/3")
_LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
_SERVICES = frozenset(
    {1719, 1720, 1723, 2049, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668}
    | {6669, 6679, 6697, 9100, 10080, 11211, 27017}
)
"""Ports above 1023 of services that are no web: those that browsers refuse (WHATWG, Fetch), and data bases."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that may be asked: its host as it is sent (ASCII), its port, its path with the query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def netloc(self) -> str:
        """The host as an address has it, with the port where it is not the scheme's."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        """The scheme, the host and the port."""
        return f"{self.scheme}://{self.netloc}"

    def __str__(self) -> str:
        return self.origin + self.target


def is_address(source: str) -> bool:
    """Whether a source has the form of an address, of whatever scheme, and not of a path."""
    return _FORM.match(source) is not None


def shown(text: str) -> str:
    """Return an address as messages give it: without a user and a password."""
    return re.sub(r"(://)[^/?#]*@", r"\1***@", text[:_LONGEST])


def parse(text: str) -> Address:
    """Return an address in its parts.

    Raises:
        AddressRefused: if it is of another scheme, has a user in it, or a host in another form than the plain one.
    """
    name = shown(text)
    if len(text) > _LONGEST:
        raise AddressRefused(text[:80] + "…", f"it has over {_LONGEST:,} characters", _PLAIN)
    if _SPLIT.search(text):
        raise AddressRefused(name, "a blank, a backslash or a control character stands in it", _PLAIN)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(name, f"it is no address ({error})", _PLAIN) from None
    if parts.scheme not in PORTS:
        problem = f"its scheme is {parts.scheme or 'none'!r}, and only http and https are asked"
        raise AddressRefused(name, problem, _PLAIN)
    if "@" in parts.netloc:
        raise AddressRefused(name, "a user or a password stands in it", "Leave out what stands before the @")
    host = _host(parts.netloc, parts.hostname or "", name)
    port = PORTS[parts.scheme] if port is None else port
    if (port < 1024 and port not in PORTS.values()) or port in _SERVICES:
        problem = f"port {port} is not one of the web"
        raise AddressRefused(name, problem, "Leave the port out, or give one that a server of pages has (8080)")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, host, port, quote(target, safe=_SAFE, errors="replace"))


def joined(base: Address, link: str) -> Address:
    """Return where a link at an address leads to; blanks in it are encoded, as browsers do.

    Raises:
        AddressRefused: as :func:`parse`.
    """
    clean = re.sub(r"[\t\r\n]", "", link.strip()).replace(" ", "%20")
    try:
        return parse(urljoin(str(base), clean))
    except ValueError as error:
        raise AddressRefused(shown(link), f"it is no address ({error})", _PLAIN) from None


def _host(netloc: str, host: str, name: str) -> str:
    """Return a host as it is sent: a number in its plain form, or a name in ASCII."""
    if not host:
        raise AddressRefused(name, "there is no host in it", _PLAIN)
    if netloc.startswith("["):
        try:
            return ipaddress.IPv6Address(_no_zone(host, name)).compressed
        except ValueError:
            raise AddressRefused(name, f"[{host}] is no IPv6 number", _PLAIN) from None
    plain = _ascii(host, name).removesuffix(".")
    labels = plain.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(plain))
        except ValueError:
            problem = f"{host} is a number in a disguise (decimal, octal, hexadecimal or short)"
            raise AddressRefused(name, problem, "Give the name of the host") from None
    if len(plain) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise AddressRefused(name, f"{host!r} is no name of a host", _PLAIN)
    return plain


def _no_zone(host: str, name: str) -> str:
    if "%" in host:
        raise AddressRefused(name, "its host names a network card of this machine (a zone)", _OWN)
    return host


def _ascii(host: str, name: str) -> str:
    """Return a name in ASCII (IDNA); one that would come out as another, such as full-width digits, is refused."""
    if host.isascii():
        return host.lower()
    try:
        made = host.encode("idna").decode("ascii")
        if made.encode("ascii").decode("idna") == host.lower():
            return made
    except UnicodeError:
        pass
    problem = f"{host!r} has characters that stand for others"
    raise AddressRefused(name, problem, "Give the name in ASCII (xn--…), as a browser sends it")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def why_closed(number: str, *, loopback: bool = False) -> str | None:
    """Return why a machine's number is not asked, ``None`` where it is; ``loopback`` allows this machine's own.

    >>> why_closed("10.1.2.3"), why_closed("2606:2800:21f::1")
    ('a private network', None)
    """
    try:
        ip = ipaddress.ip_address(number)
    except ValueError:
        return "no number of a machine"
    if getattr(ip, "scope_id", None):
        return "a network card of this machine"
    if any(ip in net for net in _LOOPBACK):
        return None if loopback else "this machine"
    for net, what in _NETS:
        if ip in net:
            return what
    return None if ip.version == 4 or ip in _OPEN else "not of the open internet"


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Return the numbers of a name, as the system gives them.

    Raises:
        OSError: if it has none, or the system does not say so in time; how long it asks cannot be told it.
    """
    found: Queue[tuple[str, ...] | Exception] = Queue()

    def ask() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(tuple(dict.fromkeys(str(entry[4][0]) for entry in entries)))
        except Exception as error:
            found.put(error)

    Thread(target=ask, name=f"look up {host}", daemon=True).start()
    try:
        answer = found.get(timeout=LOOKUP_TIME)
    except Empty:
        raise TimeoutError(f"no answer within {LOOKUP_TIME:g} seconds") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def numbers_of(address: Address, resolver: Resolver, *, loopback: bool) -> list[str]:
    """Return the numbers that an address may be asked at, looked up once; those that are not open are left out.

    Raises:
        AddressRefused: if none of them is open.
        Unreachable: if there is no such host.
    """
    try:
        numbers: Sequence[str] = [str(ipaddress.ip_address(address.host))]
    except ValueError:
        try:
            numbers = resolver(address.host, address.port)
        except (OSError, UnicodeError) as error:
            problem = f"the host {address.host} was not found ({getattr(error, 'strerror', None) or error})"
            raise Unreachable(str(address), problem, "Check the spelling, and the connection to the internet") from None
    closed = [(number, why_closed(number, loopback=loopback)) for number in numbers]
    if all(why for _, why in closed):
        found = ", ".join(f"{number}: {why}" for number, why in closed) or "nowhere"
        problem = f"{address.host} leads to {found}"
        if [number for number, _ in closed] == [address.host]:
            problem = f"{address.host} is closed: {closed[0][1]}"
        raise AddressRefused(str(address), problem, _OWN)
    return [number for number, why in closed if why is None]
