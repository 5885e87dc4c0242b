"""What every request passes, and what every answer carries."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from communique.desk.app import create_app
from communique.desk.settings import Settings
from tests.desk.bench import HERE

ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8420", "127.0.0.1.evil.example", ""])
def test_another_name_is_refused(desk: TestClient, host: str) -> None:
    """A page elsewhere that points a name of its own here reads nothing."""
    response = desk.get("/", headers={"Host": host})
    assert response.status_code == 421 and "is not called" in response.text


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:8420", "LOCALHOST"])
def test_its_own_names(desk: TestClient, host: str) -> None:
    """This machine has several."""
    assert desk.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [ELSEWHERE, {"Sec-Fetch-Site": "same-site"}, {"Origin": "http://evil.example"}, {"Origin": "null"},
     {"Origin": "http://127.0.0.1:1"}],
)  # fmt: skip
def test_a_change_from_elsewhere_is_refused(desk: TestClient, headers: dict[str, str]) -> None:
    """Whatever the address; a page of the desk itself gets as far as that."""
    refused = desk.post("/engagements", headers=headers)
    assert refused.status_code == 403 and "was sent from elsewhere" in refused.text
    for own in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": HERE}, {}):
        assert desk.post("/engagements", headers=own).status_code == 405


def test_too_much(small: str) -> None:
    """Whether it is announced or not."""
    with TestClient(create_app(Settings(small, body=1_000)), base_url=HERE) as client:
        assert client.post("/engagements", content=b"x" * 1_001).status_code == 413
        assert client.post("/engagements", content=(b"x" * 100 for _ in range(11))).status_code == 413
        assert client.post("/engagements", content=b"x" * 1_000).status_code == 405


def test_what_every_answer_carries(desk: TestClient) -> None:
    """Also an error, and a file: nothing from elsewhere runs, no other page shows it in a frame."""
    for path in ("/", "/nowhere", "/engagement?id=none", "/static/desk.css"):
        headers = desk.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "same-origin"


def test_the_nonce_is_another_each_time(desk: TestClient) -> None:
    """What could be guessed would guard nothing."""
    policies = {desk.get("/").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "//etc/passwd"])
def test_no_file_but_its_own(desk: TestClient, path: str) -> None:
    """Whatever the path says."""
    response = desk.get(path)
    assert response.status_code == 404 and "create_app" not in response.text
