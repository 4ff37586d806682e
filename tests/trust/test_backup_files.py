"""Rows and files of different moments are told apart."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core import files
from tests import factories as make


@pytest.mark.trust("B4", "files of an earlier and of a later moment than the rows; files changed")
@pytest.mark.django_db(transaction=True)
def test_rows_and_files_of_different_moments_are_told_apart(tmp_path: Path, settings: Any, figures: Any) -> None:
    settings.PRIVATE_ROOT = tmp_path / "files"
    person = make.UserFactory.create()
    kept = [files.keep_made(by=person, name=f"{n}.txt", kind="txt", content=b"%d" % n) for n in range(20)]
    assert told() == (0, ["20 as given, 0 missing, 0 changed, 0 without a row"])
    gone, altered = kept[:7], kept[7:9]
    for stored in gone:
        (settings.PRIVATE_ROOT / stored.stored_as).unlink()
    for stored in altered:
        (settings.PRIVATE_ROOT / stored.stored_as).write_bytes(b"other")
    code, lines = told()
    assert code == 1
    assert sorted(lines[:-1]) == sorted(
        [f"row without file: {each.stored_as}" for each in gone]
        + [f"not what was given: {each.stored_as}" for each in altered]
    )
    # Later files than the rows: no row misses one, and they do no harm.
    for stored in (*gone, *altered):
        files.forget(stored)
    for number in range(3):
        later = settings.PRIVATE_ROOT / "ff" / f"{number}"
        later.parent.mkdir(exist_ok=True)
        later.touch()
    assert told() == (0, ["11 as given, 0 missing, 0 changed, 3 without a row"])
    figures("rows without a file, reported", f"{len(gone)} of {len(gone)}")
    figures("changed files, reported", f"{len(altered)} of {len(altered)}")
    figures("files without a row, counted", "3 of 3")


def told() -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("compare_files", stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()
