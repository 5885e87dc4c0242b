"""The API against its own description: requests that it allows, and requests that it does not, made up by schemathesis.

A few of each operation are tried with every run of the tests, always the same. To try many, other ones each time:

    COMMUNIQUE_FUZZ=300 pytest -n 0 tests/desk/test_fuzz.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from communique.desk.app import create_app
from communique.desk.settings import Settings
from communique.ledger.store import Ledger
from communique.records import Status
from tests.ledger.stories import told

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis, which makes requests up, is not installed")

TRIED = int(os.environ.get("COMMUNIQUE_FUZZ", "2"))
LEFT_OUT = ("positive_data_acceptance",)
"""Checks that do not hold: no schema says what is a time in EDTF, or a name in the ledger, and others are refused."""


def here(app: Callable[..., Any]) -> Callable[..., Any]:
    """The application, asked by the name that it has."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            others = [(name, value) for name, value in scope["headers"] if name != b"host"]
            scope = {**scope, "headers": [(b"host", b"127.0.0.1"), *others]}
        await app(scope, receive, send)

    return asked


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The description of the API of a desk on a small ledger, as its owner sees it."""
    address = str(tmp_path_factory.mktemp("fuzz") / "ledger.sqlite")
    with Ledger(address) as ledger:
        ledger.add(*told("plan", "2018-08-01", [("meeting", Status.PLANNED, "2018-08-06")]))
        ledger.add(*told("deed", "2018-08-07", [("meeting", Status.HELD, "2018-08-06"), ("call", Status.HELD, None)]))
    return schemathesis.openapi.from_asgi("/api/openapi.json", here(create_app(Settings(address, wait=300.0))))


def test_what_the_description_says_is_so(schema: Any) -> None:
    """No fault, no answer of another form or status than is described; what is not allowed is refused."""
    from schemathesis.checks import CHECKS
    from schemathesis.generation import GenerationMode

    left_out = [check for check in CHECKS.get_all() if check.__name__ in LEFT_OUT]
    schema.config.checks.negative_data_rejection.expected_statuses += ["414"]  # an address that became too long
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20 and len(left_out) == len(LEFT_OUT)
    for operation in operations:
        strategies = [operation.as_strategy(generation_mode=mode) for mode in GenerationMode]

        @settings(
            max_examples=TRIED, deadline=None, derandomize=TRIED < 10, database=None,
            phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=st.one_of(*strategies))
        def tried(case: Any) -> None:
            case.call_and_validate(excluded_checks=left_out)

        tried()
