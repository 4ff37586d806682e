"""The mark `trust` and the fixture `figures`: what tests of the programme say reaches the report, also from the processes of xdist."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.trust.programme import BY_ID


class Figures:
    """What one test saw: `figures("lost", 0)`, `figures.control("without the key", caught=8, of=8)`."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        self.controls: list[dict[str, Any]] = []

    def __call__(self, name: str, value: object) -> None:
        self.seen[name] = str(value)

    def control(self, guard_off: str, *, caught: int, of: int) -> None:
        """With this guard off, the fault was seen `caught` times out of `of`; fails when it was not seen every time."""
        self.controls.append({"guard_off": guard_off, "caught": caught, "of": of})
        assert caught == of, f"with the guard off ({guard_off}) only {caught} of {of} were caught"


@pytest.fixture
def figures() -> Figures:
    return Figures()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--trust-report", help="write what the rows of the programme saw to this file, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "trust(row, provoked): belongs to a row of tests/trust/programme.py")
    config.addinivalue_line("markers", "prove: part of the programme only (make prove), not of make test")
    if config.getoption("--trust-report") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Report(Path(config.getoption("--trust-report"))), "trust-report")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With TRUST_ROWS in the environment, only the tests of these rows."""
    wanted = set(os.environ.get("TRUST_ROWS", "").split())
    if wanted:
        chosen = [item for item in items if any(mark.args[0] in wanted for mark in item.iter_markers("trust"))]
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = chosen
    for item in items:
        for mark in item.iter_markers("trust"):
            if mark.args[0] not in BY_ID:
                raise pytest.UsageError(f"{item.nodeid}: the programme has no row {mark.args[0]}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report: Any = yield  # type: ignore[misc]
    marks = list(item.iter_markers("trust"))
    # A fault while preparing is a result too; each test is told once otherwise.
    if marks and (report.when == "call" or (report.when == "setup" and not report.passed)):
        figures = getattr(item, "funcargs", {}).get("figures") or Figures()
        cause = str(call.excinfo.value).strip().splitlines()[:1] if call.excinfo else []
        for mark in marks:
            told = {
                "row": mark.args[0], "test": item.nodeid, "provoked": mark.args[1], "outcome": report.outcome,
                "cause": cause[0] if cause else "", "seconds": round(call.duration, 1), "figures": figures.seen,
                "controls": figures.controls,
            }  # fmt: skip
            report.user_properties.append(("trust", json.dumps(told)))
    return report  # type: ignore[return-value]


class Report:
    """Gathers in the process that leads the run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "trust" and (report.when == "call" or (report.when == "setup" and not report.passed)):
                self.told.append(json.loads(str(value)))
                # At once: of a run that is ended from outside, what was seen counts.
                self.path.write_text(json.dumps(self.told, indent=1))
