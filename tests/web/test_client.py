"""What is asked, how, through which redirects, and where it stops."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from communique import errors
from communique.web import transport
from communique.web.client import Client, Validators
from communique.web.settings import Settings, from_environment
from tests.web.server import FakeClock, Site, client, html, page, redirect, served

QUICK = Settings(loopback=True, connect_time=0.3, read_time=0.15, whole_time=0.4)


def refusal(site: Site, path: str, settings: Settings | None = None) -> errors.IntakeError:
    """The error that a path ends in."""
    with pytest.raises(errors.IntakeError) as caught:
        client(settings).get(site.at(path))
    return caught.value


class TestAsking:
    """One page."""

    def test_a_page(self, site: Site) -> None:
        """Its bytes, its type and its encoding come as they were sent, with where it was found."""
        site.routes["/talks?x=1"] = html(page(), ETag='"7"')
        answer = client().get(site.at("/talks?x=1"))
        assert (answer.raw, answer.type, answer.charset) == (page(), "text/html", "utf-8")
        assert answer.address == site.at("/talks?x=1")
        assert answer.validators == Validators('"7"', None)

    def test_who_asks_is_told(self, site: Site) -> None:
        """The program, its version and the contact are sent; no cookie, no place it came from."""
        site.routes["/a"] = page()
        client(Settings(loopback=True, contact="desk@news.example")).get(site.at("/a"))
        (path, headers) = site.asked[-1]
        assert path == "/a" and headers["User-Agent"].startswith("communique/")
        assert headers["User-Agent"].endswith("(desk@news.example)")
        assert headers["Host"] == f"news.example:{site.port}"
        assert {"Cookie", "Referer", "Authorization"} & set(headers) == set()

    def test_no_proxy_is_taken_from_the_environment(self, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the environment names as a proxy is not asked."""
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, "http://127.0.0.1:1")
        site.routes["/a"] = page()
        assert client().get(site.at("/a")).raw == page()

    def test_the_environment_sets_contact_and_loopback(self) -> None:
        """Loopback is closed unless it is opened; a contact with a line end or brackets is refused."""
        assert from_environment({}) == Settings()
        found = from_environment({"COMMUNIQUE_CONTACT": " https://desk.example/bot ", "COMMUNIQUE_ALLOW_LOOPBACK": "1"})
        assert found == Settings(contact="https://desk.example/bot", loopback=True)
        assert not from_environment({"COMMUNIQUE_ALLOW_LOOPBACK": "0"}).loopback
        for contact in ("a\r\nX: y", "a (b", "caf\u00e9", "x" * 300):
            with pytest.raises(errors.WebError, match="COMMUNIQUE_CONTACT"):
                from_environment({"COMMUNIQUE_CONTACT": contact})

    def test_loopback_is_closed(self, site: Site) -> None:
        """This machine is not asked unless it is said; the server sees nothing."""
        site.routes["/a"] = page()
        with pytest.raises(errors.AddressRefused, match="this machine"):
            client(Settings()).get(site.at("/a"))
        assert site.asked == []

    def test_a_name_is_looked_up_once(self, site: Site) -> None:
        """A name that leads elsewhere the next time is connected where it led when it was looked at."""
        site.routes["/a"] = page()
        answers = iter(["127.0.0.1", "10.0.0.1", "127.0.0.1", "10.0.0.1"])
        seen: list[str] = []

        def resolver(host: str, port: int) -> tuple[str]:
            seen.append(host)
            return (next(answers),)

        rebinding = Client(Settings(loopback=True), clock=FakeClock().clock(), resolver=resolver)
        with pytest.raises(errors.AddressRefused, match=r"10\.0\.0\.1"):  # the page, after robots.txt was asked
            rebinding.get(site.at("/a"))
        assert [path for path, _ in site.asked] == ["/robots.txt"]
        assert rebinding.get(site.at("/a")).raw == page()
        assert len(seen) == 3  # one a request


class TestRedirects:
    """Every hop is looked at as the first was."""

    def test_the_end_counts(self, site: Site) -> None:
        """The address is the last one; relative links, other hosts and all five kinds of redirect are followed."""
        for number, status in enumerate((301, 302, 303, 307, 308)):
            site.routes[f"/{number}"] = redirect(f"{number + 1}", status)
        site.routes["/5"] = page()
        assert client().get(site.at("/0")).address == site.at("/5")

    @pytest.mark.parametrize(
        ("to", "kind", "word"),
        [
            ("http://10.0.0.1/", errors.AddressRefused, "a private network"),
            ("http://[::1]:8000/", errors.Unreachable, "connection"),
            ("http://169.254.169.254/latest/meta-data", errors.AddressRefused, "cloud"),
            ("http://inside.example/", errors.AddressRefused, "10.1.2.3"),
            ("http://0x7f.1/", errors.AddressRefused, "disguise"),
            ("file:///etc/passwd", errors.AddressRefused, "'file'"),
            ("ftp://news.example/", errors.AddressRefused, "'ftp'"),
            ("gopher://news.example/", errors.AddressRefused, "'gopher'"),
            ("http://user:word@news.example/", errors.AddressRefused, "password"),
            ("http://news.example:22/", errors.AddressRefused, "port 22"),
            ("", errors.BadRedirect, "does not say where"),
        ],
    )
    def test_to_what_is_refused(self, site: Site, to: str, kind: type[errors.WebError], word: str) -> None:
        """A redirect opens no door: the error names the address that was given, and what it led to."""
        site.routes["/a"] = redirect(to)
        with pytest.raises(kind) as caught:
            client(names={"inside.example": "10.1.2.3"}).get(site.at("/a"))
        assert word in caught.value.problem and caught.value.source == site.at("/a")
        assert site.paths == ["/a"]

    def test_the_hop_is_named(self, site: Site) -> None:
        """Of an error further on the place is the hop and its address."""
        site.routes |= {"/a": redirect("/b"), "/b": redirect("/gone")}
        error = refusal(site, "/a")
        assert isinstance(error, errors.BadStatus)
        assert (error.source, error.place) == (site.at("/a"), f"hop 3, {site.at('/gone')}")

    def test_in_a_circle(self, site: Site) -> None:
        """A circle is told as such, when it closes."""
        site.routes |= {"/a": redirect("/b"), "/b": redirect("/a")}
        error = refusal(site, "/a")
        assert isinstance(error, errors.BadRedirect) and "in a circle" in error.problem
        assert site.paths == ["/a", "/b"]

    def test_without_end(self, site: Site) -> None:
        """Six are too many."""
        site.routes |= {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
        error = refusal(site, "/0")
        assert isinstance(error, errors.BadRedirect) and "more than 5 times" in error.problem
        assert len(site.paths) == 6


class TestLimits:
    """Size, time, type."""

    @pytest.mark.parametrize("packed", ["gzip", "deflate"])
    def test_a_bomb(self, site: Site, packed: str) -> None:
        """Little that unpacks to much is stopped at the limit, with little in memory."""
        zeros = b"\0" * 3_000_000
        body = gzip.compress(zeros) if packed == "gzip" else zlib.compress(zeros)
        site.routes["/a"] = html(body, **{"Content-Encoding": packed})
        error = refusal(site, "/a", Settings(loopback=True, most_sent=100_000, most_bytes=200_000))
        assert isinstance(error, errors.TooLarge) and "200,000 bytes unpacked" in error.problem

    def test_a_bomb_in_a_bomb(self, site: Site) -> None:
        """Packed twice is unpacked twice, and stopped all the same."""
        body = gzip.compress(gzip.compress(b"\0" * 3_000_000))
        site.routes["/a"] = html(body, **{"Content-Encoding": "gzip, gzip"})
        error = refusal(site, "/a", Settings(loopback=True, most_bytes=200_000))
        assert isinstance(error, errors.TooLarge)

    def test_packed_pages_are_read(self, site: Site) -> None:
        """A packed page is the page."""
        site.routes["/a"] = html(gzip.compress(page()), **{"Content-Encoding": "gzip"})
        assert client().get(site.at("/a")).raw == page()

    @pytest.mark.parametrize("packed", ["lzma", "gzip, unknown"])
    def test_packed_as_nobody_asked(self, site: Site, packed: str) -> None:
        """It is named, and not taken for text."""
        site.routes["/a"] = html(b"x" * 100, **{"Content-Encoding": packed})
        error = refusal(site, "/a")
        assert isinstance(error, errors.WrongType) and "not asked for" in error.problem

    def test_brotli(self, site: Site) -> None:
        """Asked for where it can be unpacked, and a bomb of it stops; elsewhere neither asked for nor taken."""
        try:
            import brotli

            body = brotli.compress(b"\0" * 3_000_000)
        except ImportError:
            body = b"x" * 100
        site.routes["/a"] = html(body, **{"Content-Encoding": "br"})
        error = refusal(site, "/a", Settings(loopback=True, most_bytes=200_000))
        asked = "br" in site.asked[-1][1]["Accept-Encoding"].split(",")
        assert isinstance(error, errors.TooLarge if asked else errors.WrongType)

    def test_announced_as_too_large(self, site: Site) -> None:
        """A length over the limit is believed: nothing of it is read."""
        site.routes["/a"] = html(b"x", **{"Content-Length": "999999999999"})
        error = refusal(site, "/a")
        assert isinstance(error, errors.TooLarge) and "999,999,999,999" in error.problem

    def test_large_without_saying(self, site: Site) -> None:
        """What announces no length is stopped when it has gone over."""

        def pour(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            while not site.stop.is_set():
                handler.wfile.write(b"x" * 65_536)

        site.routes["/a"] = pour
        error = refusal(site, "/a", Settings(loopback=True, most_sent=300_000))
        assert isinstance(error, errors.TooLarge) and "300,000 bytes" in error.problem

    def test_shorter_than_announced(self, site: Site) -> None:
        """Half a page is no page."""
        site.routes["/a"] = html(page(), **{"Content-Length": str(len(page()) + 10)})
        error = refusal(site, "/a")
        assert isinstance(error, errors.Unreachable) and "broke off" in error.problem

    def test_longer_than_announced(self, site: Site) -> None:
        """What comes after the length is no part of it."""
        site.routes["/a"] = html(page(), **{"Content-Length": str(len(page()) - 7)})
        assert client().get(site.at("/a")).raw == page()[:-7]

    @pytest.mark.parametrize("where", ["head", "body"])
    def test_a_drip(self, site: Site, where: str) -> None:
        """A byte now and then resets no limit: the whole has one, whether it is in the head or after it."""

        def drip(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(b"HTTP/1.0 200 OK\r\n" + (b"" if where == "head" else b"\r\n"))
            while not site.stop.wait(0.05):
                handler.wfile.write(b"x")
                handler.wfile.flush()

        site.routes["/a"] = drip
        error = refusal(site, "/a", QUICK)
        assert isinstance(error, errors.TooSlow) and "whole within 0.4 seconds" in error.problem

    def test_no_answer(self, site: Site) -> None:
        """A server that says nothing is left after a while."""
        site.routes["/a"] = lambda handler: site.stop.wait(5) and None
        error = refusal(site, "/a", QUICK)
        assert isinstance(error, errors.TooSlow) and "did not answer for 0.15 seconds" in error.problem

    @pytest.mark.parametrize(
        "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500]
    )
    def test_no_http(self, site: Site, said: bytes) -> None:
        """What is not HTTP, or too much of it, ends as a broken connection."""
        site.routes["/a"] = lambda handler: handler.wfile.write(said) and None
        assert isinstance(refusal(site, "/a"), errors.Unreachable)

    def test_nobody_listens(self, site: Site) -> None:
        """A closed port is told as such."""
        with served() as other:
            port = other.port
        with pytest.raises(errors.Unreachable, match=f"takes no connection at port {port}"):
            client().get(f"http://news.example:{port}/")

    @pytest.mark.parametrize("kind", ["image/png", "video/mp4", "text/css", "application/zip", "Audio/MPEG; x=y"])
    def test_no_report_by_its_type(self, site: Site, kind: str) -> None:
        """A picture and a film are not even brought."""
        site.routes["/a"] = html(b"x" * 100, **{"Content-Type": kind})
        error = refusal(site, "/a")
        assert isinstance(error, errors.WrongType) and kind.split(";", maxsplit=1)[0].lower() in error.problem

    @pytest.mark.parametrize("status", [204, 206, 304, 400, 401, 403, 404, 410, 451, 500, 502])
    def test_other_answers(self, site: Site, status: int) -> None:
        """Anything but a page is an error with its number; that nothing changed, where nobody asked, among them."""
        site.routes["/a"] = (status, {}, b"")
        error = refusal(site, "/a")
        assert isinstance(error, errors.BadStatus) and str(status) in error.problem


class TestManners:
    """How often, and when again."""

    def test_a_second_between_two(self, site: Site) -> None:
        """Two requests to a host lie a second apart; other hosts are not waited for."""
        site.routes |= {"/a": page(), "/b": page()}
        clock = FakeClock()
        asks = client(clock=clock)
        for address in (site.at("/a"), site.at("/b"), site.at("/a", "other.example")):
            asks.get(address)
        assert clock.waits == [1.0]

    def test_redirects_count(self, site: Site) -> None:
        """A hop is a request."""
        site.routes |= {"/a": redirect("/b"), "/b": page()}
        clock = FakeClock()
        client(clock=clock).get(site.at("/a"))
        assert clock.waits == [1.0]

    def test_a_version_that_is_known(self, site: Site) -> None:
        """The server is told of it, and its word that it is the same is taken."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            same = handler.headers.get("If-None-Match") == '"7"'
            handler.send_response(304 if same else 200)
            handler.send_header("ETag", '"7"')
            handler.end_headers()
            handler.wfile.write(b"" if same else page())

        site.routes["/a"] = answer
        first = client().get(site.at("/a"))
        again = client().get(site.at("/a"), first.validators)
        assert not first.unchanged and first.raw == page()
        assert again.unchanged and again.raw == b""

    def test_headers_to_send_back_are_plain(self, site: Site) -> None:
        """A validator that no header can hold is none."""
        site.routes["/a"] = html(page(), ETag='"\u00e9"', **{"Last-Modified": "x" * 5_000})
        assert client().get(site.at("/a")).validators == Validators()

    @pytest.mark.parametrize("status", [429, 503])
    def test_a_server_that_asks_to_wait_a_little(self, site: Site, status: int) -> None:
        """It is asked once more, after what it asked for."""
        answers = iter([(status, {"Retry-After": "7"}, b""), html(page())])

        def answer(handler: BaseHTTPRequestHandler) -> None:
            code, headers, body = next(answers)
            handler.send_response(code)
            for name, value in headers.items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        site.routes["/a"] = answer
        clock = FakeClock()
        assert client(clock=clock).get(site.at("/a")).raw == page()
        assert clock.waits == [7.0]

    def test_a_server_that_asks_to_wait_long(self, site: Site) -> None:
        """It is left alone until then, for other pages too; a number, a date and nothing are understood."""
        clock = FakeClock()
        for told, waits in (("3600", 3600), (formatdate(clock.time + 7200, usegmt=True), 7200), ("soon", 60)):
            site.routes["/a"] = (503, {"Retry-After": told}, b"")
            site.routes["/b"] = page()
            site.asked.clear()
            asks = client(Settings(loopback=True, most_wait=30), clock=clock)
            with pytest.raises(errors.RetryLater, match=f"wait {waits:,} seconds"):
                asks.get(site.at("/a"))
            with pytest.raises(errors.RetryLater, match="asked again in"):
                asks.get(site.at("/b"))
            assert site.paths == ["/a"]

    def test_always_busy(self, site: Site) -> None:
        """It is asked twice, and no more."""
        site.routes["/a"] = (429, {"Retry-After": "1"}, b"")
        assert isinstance(refusal(site, "/a"), errors.RetryLater)
        assert site.paths == ["/a", "/a"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for news.example that it signed itself, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example"],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


class TestCertificates:
    """Over TLS it is the name that counts, though a number is connected."""

    @pytest.fixture
    def secured(self, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
        """A site with a certificate for news.example, which is trusted here."""
        own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        own.load_cert_chain(*certificate)
        trusting = ssl.create_default_context(cafile=str(certificate[0]))
        monkeypatch.setattr(transport, "_context", lambda: trusting)
        with served(own) as found:
            yield found

    def test_the_name_is_checked(self, secured: Site) -> None:
        """The name's certificate is taken, and another name's at the same number is not."""
        secured.routes["/a"] = page()
        address = secured.at("/a").replace("http:", "https:")
        assert client().get(address).raw == page()
        with pytest.raises(errors.Unreachable, match=r"other\.example is not trusted"):
            client().get(address.replace("news.example", "other.example"))

    def test_down_to_http(self, secured: Site, site: Site) -> None:
        """A redirect from https to http is not followed, and says where it would have led."""
        site.routes["/b"] = page()
        secured.routes["/a"] = redirect(site.at("/b"))
        with pytest.raises(errors.BadRedirect, match="from https on to") as caught:
            client().get(secured.at("/a").replace("http:", "https:"))
        assert site.at("/b") in caught.value.problem and site.asked == []

    def test_nobody_is_trusted_blindly(self, secured: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        """A certificate that no authority signed is refused."""
        monkeypatch.setattr(transport, "_context", ssl.create_default_context)
        with pytest.raises(errors.Unreachable, match="not trusted"):
            client().get(secured.at("/a").replace("http:", "https:"))
