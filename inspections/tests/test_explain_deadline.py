"""`manage.py explain_deadline`: one question, a listing, and many questions on standard input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from core import clock
from inspections.models import AddedBankHoliday
from rulebook import frameworks

pytestmark = pytest.mark.django_db
OLD, NEW = "local-area-send-2016", "area-send-2023"
JUBILEE = ["explain_deadline", "--framework", OLD, "--rule", "wsoa-due", "--from", "2022-02-22"]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("explain_deadline", *arguments, stdout=out)
    return out.getvalue()


def ask(framework: str, rule: str, start: str, *more: str) -> str:
    return run("--framework", framework, "--rule", rule, "--from", start, *more)


def feed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> list[dict[str, Any]]:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    return [json.loads(line) for line in run("--stdin", "--json").splitlines()]


def test_json_is_alone_and_whole() -> None:
    found = json.loads(ask(OLD, "wsoa-due", "2022-02-22", "--json"))
    assert (found["due"], found["from"], found["offset"], found["unit"]) == (
        "2022-06-07",
        "2022-02-22",
        70,
        "working_days",
    )
    assert (found["weekend_days"], found["confirmed"], found["edition"]) == (30, True, "2021-03")
    assert {"date": "2022-06-03", "name": "Platinum Jubilee bank holiday"} in found["bank_holidays"]
    assert "SI 2015/1792" in found["source"]


def test_words_say_the_same() -> None:
    lines = ask(OLD, "wsoa-due", "2022-02-22").splitlines()
    assert lines[0] == "Written statement of action due (local-area-send-2016, edition 2021-03, wsoa-due)"
    assert lines[1].startswith("Tuesday 7 June 2022 is 70 working days after Tuesday 22 February 2022")
    assert lines[-2].endswith("[S0, P7]. Confirmed.")


def test_a_rule_that_repeats_prints_every_date() -> None:
    text = ask(OLD, "app-milestone", "2019-08-31")
    assert all(day in text for day in ("30 November 2019", "29 February 2020", "31 August 2020"))
    second = ask(OLD, "app-milestone", "2019-08-31", "--milestone", "2")
    assert "29 February 2020" in second
    assert "30 November 2019" not in second


def test_a_rule_that_is_no_sum_answers_in_one_clear_line() -> None:
    lines = ask(NEW, "monitoring-cap", "2026-01-05").splitlines()
    assert lines[1].startswith("Cap on monitoring: no date can be worked out. Normally no more than 3")
    assert json.loads(ask(NEW, "monitoring-cap", "2026-01-05", "--json"))["due"] is None


def test_a_bank_holiday_added_in_the_service_counts() -> None:
    before = json.loads(ask(NEW, "onsite-start", "2026-01-05", "--json"))
    AddedBankHoliday.objects.create(
        date=date(2026, 1, 9),
        name="Invented holiday",
        announced_on=date(2026, 1, 2),
        reason="Test",
        added_at=clock.now(),
    )
    after = json.loads(ask(NEW, "onsite-start", "2026-01-05", "--json"))
    assert (before["due"], after["due"]) == ("2026-01-19", "2026-01-20")
    assert after["bank_holidays"] == [{"date": "2026-01-09", "name": "Invented holiday"}]
    assert after["calendar_edition"].endswith("+2026-01-09")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "--framework is missing. Give --framework, --rule and --from, or --list, or --stdin."),
        (("--framework", OLD), "--rule is missing."),
        (("--framework", OLD, "--rule", "wsoa-due"), "--from is missing."),
        (("--framework", "x", "--rule", "wsoa-due", "--from", "2022-02-22"), "There is no framework x."),
        (("--framework", OLD, "--rule", "x", "--from", "2022-02-22"), "There is no rule x in local-area-send-2016."),
        (
            ("--framework", OLD, "--rule", "wsoa-due", "--from", "2022-02-30"),
            "2022-02-30 is not a day in the calendar.",
        ),
        (("--framework", OLD, "--rule", "wsoa-due", "--from", "1999-01-01"), "is outside the bank holidays known"),
        (("--framework", OLD, "--rule", "wsoa-due", "--from", "2028-12-01"), "is outside the bank holidays known"),
        ((*JUBILEE[1:], "--edition", "1999"), "There is no edition 1999 of local-area-send-2016."),
        ((*JUBILEE[1:], "--milestone", "2"), "wsoa-due has no occurrence 2: it has 1."),
        (("--list", "--framework", "x"), "There is no framework x."),
        (("--stdin",), "--stdin needs --json."),
        (
            ("--stdin", "--json", "--framework", OLD),
            "With --stdin the framework, rule and date are read from the lines.",
        ),
    ],
)
def test_bad_input_is_refused_in_one_line(arguments: tuple[str, ...], message: str) -> None:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_faulty_calendar_file_is_refused_in_one_line(settings: Any, tmp_path: Path) -> None:
    settings.BANK_HOLIDAYS_PATH = str(tmp_path / "cut.json")
    (tmp_path / "cut.json").write_text('{"edition": ', encoding="utf-8")
    with pytest.raises(CommandError, match=r"The bank holiday file cut.json is not JSON"):
        ask(OLD, "wsoa-due", "2022-02-22")


def test_the_list_holds_every_rule() -> None:
    text = run("--list", "--framework", OLD)
    assert all(code in text for code in frameworks.get(OLD).rule_codes())
    assert "last day for committee approval: about 10 working days before plan_due_on, not confirmed" in text.lower()
    assert NEW not in text
    rows = json.loads(run("--list", "--json"))
    listed = [(row["framework"], row["rule"]) for row in rows]
    assert listed == [(framework.code, code) for framework in frameworks.ALL for code in framework.rule_codes()]
    early = json.loads(run("--list", "--json", "--framework", NEW, "--edition", "2023-01"))
    assert "monitoring-cap" not in {row["rule"] for row in early}


def test_a_bad_line_is_answered_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        b"\xef\xbb\xbflocal-area-send-2016,wsoa-due,2022-02-22\r",
        b"",
        b"local-area-send-2016,wsoa-due",
        b"local-area-send-2016,wsoa-due,2022-02-30",
        b"local-area-send-2016,wsoa-due,1999-01-01",
        b"local-area-send-2016,nothing,2022-02-22",
        b"nothing,wsoa-due,2022-02-22",
        b"\xff\xfe\x00,wsoa-due,2022-02-22",
        b"area-send-2023,pap-due,2025-02-12",
        b"area-send-2023,monitoring-cap,2026-01-05",
        b"local-area-send-2016,wsoa-due,2016-12-01",
    ]
    found = feed(monkeypatch, b"\n".join(lines))
    assert len(found) == len(lines)
    assert [row["line"] for row in found if "error" in row] == [2, 3, 4, 5, 6, 7, 8]
    assert [row["due"] for row in found if "error" not in row] == ["2022-06-07", "2025-04-02", None, "2017-03-14"]


def test_nothing_in_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert feed(monkeypatch, b"") == []


def test_ten_thousand_lines_take_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [(framework.code, code) for framework in frameworks.ALL for code in framework.rule_codes()]
    rows = []
    for number in range(10_000):
        framework, code = codes[number % len(codes)]
        rows.append(f"{framework},{code},{date(2016, 1, 1) + timedelta(days=number % 4000)}")
    started = time.monotonic()
    found = feed(monkeypatch, "\n".join(rows).encode())
    taken = time.monotonic() - started
    assert len(found) == 10_000
    assert not [row for row in found if "error" in row]
    # Half a second on a quiet machine; the limit leaves room for a busy one.
    assert taken < 10


def test_as_a_program_before_the_first_migration(tmp_path: Path) -> None:
    def program(*arguments: str, standard_input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=environment | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"},
            input=standard_input,
            capture_output=True,
            check=False,
        )

    answered = program(*JUBILEE, "--json")
    assert (answered.returncode, answered.stderr) == (0, b"")
    assert json.loads(answered.stdout)["due"] == "2022-06-07"
    refused = program(*JUBILEE[:-1], "2022-02-30")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert refused.stderr == b"CommandError: 2022-02-30 is not a day in the calendar.\n"
    streamed = program("explain_deadline", "--stdin", "--json", standard_input=b"nonsense\n")
    assert streamed.returncode == 0
    assert json.loads(streamed.stdout)["line"] == 1
