from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command

from timetable.tests.test_solving import small


def run(tmp_path: Any, text: str, *options: str) -> None:
    path = tmp_path / "week.json"
    path.write_text(text, encoding="utf-8")
    call_command("propose_timetable", str(path), "--seconds", "5", *options)


def test_the_answer_alone_is_printed_as_json(tmp_path, capsys):
    run(tmp_path, json.dumps(small()), "--json")
    answer = json.loads(capsys.readouterr().out)
    assert answer == {
        "status": "optimal", "gap": 0.0, "unplaced": [],
        "placed": [{"id": "M1", "date": "2026-03-19", "start": "13:00", "inspectors": ["I1", "I2"]}],
    }  # fmt: skip


def test_without_it_the_week_is_in_lines(tmp_path, capsys):
    run(tmp_path, json.dumps(small()))
    assert "Thursday 19 March 2026" in capsys.readouterr().out


BAD = {
    "not JSON": "{",
    "deep": "[" * 100_000,
    "a list": "[]",
    "no meetings": json.dumps({key: value for key, value in small().items() if key != "meetings"}),
    "no days": json.dumps(small() | {"days": []}),
    "slot 0": json.dumps(small() | {"slot_minutes": 0}),
    "a site nobody knows": json.dumps(small(site="S9")),
    "a person nobody knows": json.dumps(small(people=["P9"])),
    "a body nobody knows": json.dumps(small(bodies_needed=["dfe"])),
    "no length": json.dumps(small(minutes=0)),
    "longer than a day": json.dumps(small(minutes=121)),
    "text for a number": json.dumps(small(minutes="60")),
    "twice": json.dumps(small() | {"meetings": [{"id": "M1", "minutes": 30}] * 2}),
    "no such date": json.dumps(small() | {"days": [{"date": "2026-02-30", "start": "09:00", "end": "10:00"}]}),
    "backwards": json.dumps(small() | {"lunch": {"start": "13:00", "end": "12:00"}}),
    "less than no travel": json.dumps(
        small() | {"sites": [{"id": "S1"}, {"id": "S2"}], "travel_minutes": {"S1": {"S2": -1}}}
    ),
    "too many": json.dumps(small() | {"meetings": [{}] * 3001}),
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_is_one_line_and_exit_code_2(tmp_path, capsys, text):
    with pytest.raises(SystemExit) as left:
        run(tmp_path, text, "--json")
    said = capsys.readouterr()
    assert left.value.code == 2
    assert said.out == "" and len(said.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "words"), [(b"[" * 100_000, "nested too deeply"), (b'{"days": "\xff"}', "not UTF-8")]
)
def test_text_that_cannot_be_read_is_said_in_plain_words(tmp_path, capsys, content, words):
    (tmp_path / "week.json").write_bytes(content)
    with pytest.raises(SystemExit):
        call_command("propose_timetable", str(tmp_path / "week.json"))
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("propose_timetable", str(tmp_path / "none.json"))
    assert left.value.code == 2
    assert "cannot be read" in capsys.readouterr().err
