"""docs/trust.md from what the programme saw. A row that failed, or that no test provokes, stands there as such."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.trust.programme import ROWS, SECTIONS, Row

Told = dict[str, Any]

ABOUT = """# What was provoked, and what held

Written by `make prove`: do not edit. Each row was provoked for real, on PostgreSQL, Redis, gunicorn and Chromium of one machine; the level
at which it counts as held stood before. A negative control turns the guard off: then the fault must be seen, or the test proves nothing."""


def page(told: list[Told], machine: str) -> str:
    results = {row.id: [each for each in told if each["row"] == row.id] for row in ROWS}
    words = [verdict(row, results[row.id]) for row in ROWS]
    caught = sum(control["caught"] for each in told for control in each["controls"])
    controls = sum(control["of"] for each in told for control in each["controls"])
    summary = (
        f"{words.count('held')} rows held, {words.count('FAILED')} failed, {words.count('not provoked')} not provoked. "
        f"Negative controls: caught {caught:,} of {controls:,}."
    )
    parts = [ABOUT, f"{machine} {asked_at(told)}".strip(), summary]
    for letter, title in SECTIONS.items():
        rows = [row for row in ROWS if row.id.rstrip("0123456789") == letter]
        parts.append(f"## {title}\n\n" + table(rows, results))
    return "\n\n".join(parts) + "\n"


def asked_at(told: list[Told]) -> str:
    """The commits whose code was asked: of the one with the most rows only how many they are, of every other which."""
    rows: dict[str, list[str]] = {}
    for each in told:
        of = rows.setdefault(each.get("commit", "unknown"), [])
        if each["row"] not in of:
            of.append(each["row"])
    most, *others = sorted(rows, key=lambda commit: -len(rows[commit])) or [""]
    words = [f"{len(rows[most])} at commit {most}"] if most else []
    words += [f"{', '.join(sorted(rows[commit]))} at {commit}" for commit in others]
    return f"Rows asked: {'; '.join(words)}." if words else ""


def table(rows: Iterable[Row], results: dict[str, list[Told]]) -> str:
    lines = [
        "| Row | Threat | Provoked how | Seen | Level | Result | Negative control |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        told = results[row.id]
        cells = (row.id, row.threat, provoked(row, told), seen(told), row.level, verdict(row, told), controls_of(told))
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return "\n".join(lines)


def verdict(row: Row, told: list[Told]) -> str:
    if not told or all(each["outcome"] == "skipped" for each in told):
        return "not provoked"
    return "FAILED" if any(each["outcome"] == "failed" for each in told) else "held"


def provoked(row: Row, told: list[Told]) -> str:
    return "; ".join(dict.fromkeys(each["provoked"] for each in told if each["provoked"])) or row.note


def seen(told: list[Told]) -> str:
    figures = [f"{name}: {value}" for each in told for name, value in each["figures"].items()]
    causes = [f"**{each['cause']}**" for each in told if each["outcome"] != "passed" and each["cause"]]
    return "; ".join(figures + causes)


def controls_of(told: list[Told]) -> str:
    controls = [control for each in told for control in each["controls"]]
    return "; ".join(f"{each['guard_off']}: caught {each['caught']} of {each['of']}" for each in controls)
