"""What sites want of programs, by RFC 9309."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler

import pytest

from communique import errors
from communique.web.settings import Settings
from tests.web.server import FakeClock, Site, client, page, redirect


def robots(site: Site, text: str, status: int = 200) -> None:
    """Let the site have a robots.txt."""
    site.routes["/robots.txt"] = (status, {"Content-Type": "text/plain"}, text.encode())


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("User-agent: *\nDisallow: /", True),
        ("User-agent: communique\nDisallow: /talks", True),
        ("User-agent: Communique\nDisallow: /talks", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: communique\nDisallow:", False),
        ("User-agent: *\nDisallow: /\nAllow: /talks", False),
        ("User-agent: *\nDisallow: /*.html$", True),
        ("User-agent: other\nDisallow: /", False),
        ("\ufeffUser-agent: *\nDisallow: /", True),
        ("<html>this is no robots.txt</html>", False),
        ("", False),
    ],
)
def test_rules(site: Site, text: str, refused: bool) -> None:
    """The group that names the program wins over the one for all; the longest rule wins in it."""
    robots(site, text)
    site.routes["/talks.html"] = page()
    if refused:
        with pytest.raises(errors.RobotsRefused, match=r"robots\.txt does not want it"):
            client().get(site.at("/talks.html"))
    else:
        assert client().get(site.at("/talks.html")).raw == page()
    assert site.paths == ([] if refused else ["/talks.html"])


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_there_is_none(site: Site, status: int) -> None:
    """Where there is none, all is allowed (RFC 9309, 2.3.1.3)."""
    robots(site, "User-agent: *\nDisallow: /", status)
    site.routes["/a"] = page()
    assert client().get(site.at("/a")).raw == page()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_it_cannot_be_told(site: Site, status: int) -> None:
    """Where the server fails, nothing is asked of it (2.3.1.4), for five minutes; then it is asked again."""
    robots(site, "", status)
    site.routes["/a"] = page()
    clock = FakeClock()
    asks = client(clock=clock)
    for _ in range(2):
        with pytest.raises(errors.RobotsRefused, match=f"the server answered {status}"):
            asks.get(site.at("/a"))
    assert [path for path, _ in site.asked] == ["/robots.txt"]
    robots(site, "")
    clock.time += 301
    assert asks.get(site.at("/a")).raw == page()


def test_it_is_asked_once_a_day(site: Site) -> None:
    """For each host, and each port and scheme of it, once; a day later anew."""
    robots(site, "User-agent: *\nDisallow: /b")
    site.routes["/a"] = page()
    clock = FakeClock()
    asks = client(clock=clock)

    def times() -> int:
        return [path for path, _ in site.asked].count("/robots.txt")

    asks.get(site.at("/a"))
    asks.get(site.at("/a"))
    assert times() == 1
    asks.get(site.at("/a", "other.example"))
    assert times() == 2
    clock.time += 86_500
    asks.get(site.at("/a"))
    assert times() == 3


def test_it_leads_on(site: Site) -> None:
    """Its redirects are followed; what it leads to counts for the host that was asked."""
    site.routes["/robots.txt"] = redirect("/rules")
    site.routes["/rules"] = (200, {}, b"User-agent: *\nDisallow: /a")
    site.routes["/a"] = page()
    with pytest.raises(errors.RobotsRefused):
        client().get(site.at("/a"))


def test_it_leads_in_a_circle(site: Site) -> None:
    """That is as none (2.3.1.2)."""
    site.routes |= {"/robots.txt": redirect("/robots.txt"), "/a": page()}
    assert client().get(site.at("/a")).raw == page()


def test_it_leads_to_a_private_network(site: Site) -> None:
    """It is not asked there, and the page is not either."""
    site.routes |= {"/robots.txt": redirect("http://10.0.0.1/robots.txt"), "/a": page()}
    with pytest.raises(errors.RobotsRefused, match="a private network"):
        client().get(site.at("/a"))
    assert site.paths == []


def test_another_host_of_a_redirect_is_asked_too(site: Site) -> None:
    """What a page leads on to is for that host to allow."""
    robots(site, "User-agent: *\nDisallow: /b")
    site.routes |= {"/a": redirect(site.at("/b", "other.example")), "/b": page()}
    with pytest.raises(errors.RobotsRefused) as caught:
        client().get(site.at("/a"))
    assert caught.value.place == f"hop 2, {site.at('/b', 'other.example')}"
    assert site.paths == ["/a"]


def test_a_delay_is_kept(site: Site) -> None:
    """Where a site asks for more than a second, it gets it."""
    robots(site, "User-agent: *\nCrawl-delay: 12.5")
    site.routes["/a"] = page()
    clock = FakeClock()
    asks = client(clock=clock)
    asks.get(site.at("/a"))
    asks.get(site.at("/a"))
    assert clock.waits == [12.5]


def test_a_delay_without_end_hangs_nothing(site: Site) -> None:
    """A delay longer than is waited for is an error that names it."""
    robots(site, "User-agent: *\nCrawl-delay: 86400")
    site.routes["/a"] = page()
    clock = FakeClock()
    asks = client(clock=clock)
    asks.get(site.at("/a"))
    with pytest.raises(errors.RetryLater, match="asked again in 86,400 seconds"):
        asks.get(site.at("/a"))
    assert clock.waits == []


def test_a_very_long_one(site: Site) -> None:
    """Its first 500 KiB count, and no more of it is read."""

    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"User-agent: *\nDisallow: /a\n")
        while not site.stop.is_set():
            handler.wfile.write(b"# more\n" * 10_000)

    site.routes |= {"/robots.txt": pour, "/a": page(), "/b": page()}
    asks = client(Settings(loopback=True))
    with pytest.raises(errors.RobotsRefused):
        asks.get(site.at("/a"))
    assert asks.get(site.at("/b")).raw == page()


def test_a_host_that_is_not_there_is_asked_once() -> None:
    """Thirty pages of a dead host cost one wait, not thirty."""
    looked_up = []

    def resolver(host: str, port: int) -> tuple[str, ...]:
        looked_up.append(host)
        raise OSError("no such name")

    from communique.web.client import Client

    asks = Client(Settings(), clock=FakeClock().clock(), resolver=resolver)
    for number in range(3):
        with pytest.raises(errors.Unreachable) as caught:
            asks.get(f"https://gone.example/{number}")
        assert caught.value.source == f"https://gone.example/{number}"
    assert looked_up == ["gone.example"]
