"""Which addresses are asked, and where names may lead."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.errors import AddressRefused, Unreachable, WebError
from communique.web import addresses
from communique.web.addresses import is_address, joined, numbers_of, parse, why_closed
from communique.web.client import Client
from tests.web.hosts import ADDRESSES, NUMBERS, OPEN


def nowhere(host: str, port: int) -> Sequence[str]:
    """A resolver that must not be asked."""
    raise AssertionError(f"{host} was looked up")


def lead(number: str) -> Client:
    """A client for which every name leads to one number."""
    return Client(resolver=lambda host, port: (number,))


@pytest.mark.parametrize("number", [n for numbers in NUMBERS.values() for n in numbers])
def test_a_name_that_leads_to_a_closed_number(number: str) -> None:
    """It is refused before anything is connected; the error names the number."""
    assert why_closed(number) is not None
    with pytest.raises(AddressRefused) as caught:
        lead(number).get("https://news.example/talks")
    assert number in caught.value.problem and caught.value.source == "https://news.example/talks"


@pytest.mark.parametrize("number", OPEN)
def test_open_numbers(number: str) -> None:
    """What is of the open internet is asked, also right beside what is not."""
    assert why_closed(number) is None
    assert numbers_of(parse("http://news.example/"), lambda host, port: (number,), loopback=False) == [number]


@pytest.mark.parametrize("address", [a for found in ADDRESSES.values() for a in found])
def test_an_address_in_a_disguise(address: str) -> None:
    """It is refused as it stands or for where it leads, and only plain names are looked up at all."""
    with pytest.raises(AddressRefused):
        lead("127.0.0.1").get(address)


@pytest.mark.parametrize("group", sorted(set(ADDRESSES) - {"SAFEHTTPX"}))
def test_disguises_are_told_by_their_form(group: str) -> None:
    """No name in a disguise is looked up: what a resolver would make of it does not matter."""
    for address in ADDRESSES[group]:
        with pytest.raises(AddressRefused):
            Client(resolver=nowhere).get(address)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("HTTPS://News.Example", "https://news.example/"),
        ("http://news.example:80/a?b=c#d", "http://news.example/a?b=c"),
        ("https://news.example.:443/", "https://news.example/"),
        ("http://news.example:8080/a", "http://news.example:8080/a"),
        ("https://b\u00fccher.example/caf\u00e9?q=\u0434", "https://xn--bcher-kva.example/caf%C3%A9?q=%D0%B4"),
        ("https://xn--bcher-kva.example/100%", "https://xn--bcher-kva.example/100%"),
        ("http://[2606:2800:021F:0::1]/", "http://[2606:2800:21f::1]/"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://a_b.news.example/", "http://a_b.news.example/"),
    ],
)
def test_plain_form(text: str, made: str) -> None:
    """What is asked has one form: small letters, ASCII, no usual port, no fragment."""
    assert str(parse(text)) == made
    assert str(parse(made)) == made


def test_a_link_is_joined() -> None:
    """Relative links and blanks in links are as browsers have them; what they lead to is looked at as any other."""
    base = parse("https://news.example/a/b?c")
    assert str(joined(base, " ../d e\n")) == "https://news.example/d%20e"
    assert str(joined(base, "//other.example/x")) == "https://other.example/x"
    with pytest.raises(AddressRefused):
        joined(base, "file:///etc/passwd")


def test_only_open_numbers_of_a_name_are_used() -> None:
    """Of several numbers the closed ones are left out: a connection goes to an open one only."""
    found = numbers_of(parse("http://news.example/"), lambda host, port: ("10.0.0.1", "8.8.8.8", "::1"), loopback=False)
    assert found == ["8.8.8.8"]


def test_loopback_is_allowed_alone() -> None:
    """The setting for tests opens this machine's own numbers, and no others."""
    assert why_closed("127.0.0.1", loopback=True) is None and why_closed("::1", loopback=True) is None
    others = [n for numbers in NUMBERS.values() for n in numbers if n not in ("127.0.0.1", "::1")]
    assert [n for n in others if why_closed(n, loopback=True) is None] == []


def test_no_such_host() -> None:
    """A name that leads nowhere is told from one that is refused."""

    def fail(host: str, port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    with pytest.raises(Unreachable, match=r"host news\.example was not found \(Name or service"):
        Client(resolver=fail).get("http://news.example/")


def test_a_name_server_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may ask for minutes; it is not waited for."""
    over = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(5) and [])
    monkeypatch.setattr(addresses, "LOOKUP_TIME", 0.05)
    try:
        with pytest.raises(Unreachable, match=r"no answer within 0\.05 seconds"):
            Client().get("http://news.example/")
    finally:
        over.set()


def test_names_are_looked_up_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """All numbers of a name, each once; what is no name at all is an error of the same kind as one that has none."""
    found = [(0, 0, 0, "", (number, 80)) for number in ("10.0.0.1", "::1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(AddressRefused, match=r"10\.0\.0\.1: a private network, ::1: this machine"):
        Client().get("http://news.example/")


def test_password_is_not_shown() -> None:
    """An address with a password is refused without showing it."""
    with pytest.raises(AddressRefused) as caught:
        parse("https://user:secret@news.example/")
    assert "secret" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever follows the scheme: an address in its plain form, or a refusal; never another error."""
    try:
        found = parse("http://" + text)
    except WebError:
        return
    assert str(parse(str(found))) == str(found) and str(found).isascii()


def test_addresses_are_told_from_paths() -> None:
    """By their scheme alone."""
    assert is_address("https://x.example") and is_address("file:///x")
    assert not any(map(is_address, ("-", "a/b.txt", "C:\\x", "c:/x", "http:x", "https", "./http://x")))
