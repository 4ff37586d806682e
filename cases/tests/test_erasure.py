"""Erasing one child leaves no trace, and a database that comes back from before is erased again."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from accounts.models import Notice
from audit import verify
from audit.models import Entry
from audit.record import record
from cases import verbs
from cases.models import CaseIdentity, CaseRecord, TrackedCase
from cases.queries.traces import Words, places
from cases.services import audits, cases, erasure, identity, pack, records, selection
from cases.tests.conftest import Area
from core import clock, sealed
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Inspection, Task
from inspections.services import holds
from tests import databases
from tests.trust.plugin import Figures

CHILD, UPN = "Zebedee Quillfeather", "A823456789012"
WORDS = Words(CHILD, UPN)


def told(area: Area) -> TrackedCase:
    """Case A with everything a case can hold of its child, and the name in texts that were written before it was known."""
    case = area.asked()
    now = clock.now()
    with transaction.atomic():
        record(
            actor=area.lano,
            verb=verbs.PROPOSED,
            subject=case,
            reason=f"Chosen for {CHILD}",
            changes={"x": (CHILD, None)},
        )
    for index, text in enumerate((f"About {CHILD}", f"zebedee  QUILLFEATHER has {UPN}")):
        Notice.objects.create(person=area.lano, kind="x", key=f"{case.pk} {index}", subject=text, body=text, at=now)
    OutboxRow.objects.create(
        kind="nothing", key=f"{case.pk} x", payload={"a": [{CHILD: f"x {CHILD}"}]}, created_at=now, due_at=now
    )
    Task.objects.create(inspection=area.inspection, key=f"x{case.pk}", title=f"Ring {CHILD}", owner=area.lano)
    case = cases.record_consent(
        by=area.officer, case=case, given=True, on=clock.today(), giver="both", how="in_person", note=f"{CHILD} is glad",
        access_needs=f"{CHILD} needs a quiet room",
    )  # fmt: skip
    upload = SimpleUploadedFile("chronology.txt", f"{CHILD}, {UPN}\n".encode(), "text/plain")
    pack.add_document(by=area.officer, case=case, kind="chronology", title="Chronology", upload=upload)
    records.write_record(by=area.lead, case=case, kind="family", notes=f"Met {CHILD}", own_words=f"I am {CHILD}")
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    section = case.audit_sections.get()
    audits.write_section(by=area.health, section=section, grades={}, evidence=f"Seen {CHILD}", version=section.version)
    CaseIdentity.objects.filter(case=case).delete()
    identity.give(by=area.lano, case=TrackedCase.objects.get(pk=case.pk), name=CHILD, upn=UPN, born_on=date(2012, 5, 4))
    identity.show(by=area.lead, case=case, reason="To meet the family")
    return case


def traces(folder: Path, log: str = "") -> list[str]:
    """Where the child still is: rows as the database gives them, what is sealed, files, the log."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"table {table}" for row in cursor.fetchall() if WORDS.within(str(row))]
    for model, field in sealed.columns():
        for row in model._base_manager.all():
            if WORDS.within(str(getattr(row, field.name) or "")):
                found.append(f"sealed {model._meta.label_lower}.{field.name}")
    for path in folder.rglob("*"):
        if path.is_file() and WORDS.within(path.read_bytes().decode(errors="replace")):
            found.append(f"file {path.name}")
    return found + ["log"] * WORDS.within(log)


@pytest.fixture
def listed(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURES = str(tmp_path / "kept apart" / "erasures.txt")
    return Path(settings.ERASURES)


@pytest.mark.trust(
    "K8",
    "a child with all that a case can hold, and its name in notices, tasks, outbox and audit; then every row, file and log line read",
)
def test_an_erased_child_leaves_no_trace(
    area: Area, listed: Path, settings: Any, caplog: pytest.LogCaptureFixture, figures: Figures,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    case = told(area)
    other = selection.select(
        by=area.lead, inspection=area.inspection, cases=[area.candidate("SEN-9")], why="For the mix"
    )[0]
    identity.give(by=area.lano, case=other, name="Ottoline Brackenbury")
    connection.check_constraints()
    folder = Path(settings.PRIVATE_ROOT)
    before = traces(folder)
    with django_capture_on_commit_callbacks(execute=True):
        done = erasure.erase(by=area.lano, case=case, why="The family asked")
    connection.check_constraints()
    left = traces(folder, caplog.text)
    figures("traces before", len(before))
    figures("traces after", len(left))
    assert left == []
    assert done.places["by hand"] == []
    # What was there before is what the search finds: eight kinds of place at the least.
    figures.control("not erased", caught=len(set(before)) >= 8, of=1)
    assert next(verify.faults(), None) is None
    assert Entry.objects.filter(verb="case.erased", reason="The family asked").exists()
    # Others stay as they are, and who read what stays known.
    assert CaseIdentity.objects.get(case=other).name == "Ottoline Brackenbury"
    assert case.openings.filter(person=area.lead, reason="").exists()
    assert listed.read_text().split()[1:4] == [str(case.pk), area.inspection.reference, "A"]
    assert not WORDS.within(listed.read_text())
    case = TrackedCase.objects.get(pk=case.pk)
    with pytest.raises(Refused, match="erased"):
        identity.give(by=area.lano, case=case, name=CHILD)
    with pytest.raises(Refused, match="already"):
        erasure.erase(by=area.lano, case=case, why="Again")


def test_nothing_is_erased_under_a_legal_hold(area: Area, listed: Path) -> None:
    case = told(area)
    holds.place(by=area.lano, inspection=area.inspection, why="A claim")
    with pytest.raises(Refused, match="legal hold"):
        erasure.erase(by=area.lano, case=case, why="The family asked")
    assert CaseIdentity.objects.filter(case=case).exists()
    assert not listed.exists()
    holds.lift(by=area.lano, inspection=area.inspection, why="It ended")
    erasure.erase(by=area.lano, case=case, why="The family asked")


def test_what_is_written_once_is_named_for_a_person_to_deal_with(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    case = told(area)

    def refuse(place: Any, words: Any) -> bool:
        raise erasure.Frozen("never changed")

    monkeypatch.setattr(erasure, "_mask", refuse)
    done = erasure.erase(by=area.lano, case=case, why="The family asked")
    assert f"inspections.task.title {Task.objects.get(key=f'x{case.pk}').pk}" in done.places["by hand"]
    assert done.places["masked"] == []


def test_the_command_says_where_the_name_stands_and_erases(area: Area, listed: Path) -> None:
    case, out = told(area), StringIO()
    ask = [area.inspection.reference, "a", "--by", area.lano.email, "--why", "The family asked"]
    call_command("erase_child", *ask, "--look", stdout=out)
    assert "inspections.task.title" in out.getvalue()
    assert list(places(WORDS, area.inspection.pk))
    call_command("erase_child", *ask, stdout=out)
    assert "Case A is erased." in out.getvalue()
    for wrong, said in (
        (["no-such", "A"], "There is no case A in no-such"),
        ([area.inspection.reference, "A"], "already"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("erase_child", *wrong, "--by", area.lano.email, "--why", "x")
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("erase_child", area.inspection.reference, "A", "--by", "nobody@example.org", "--why", "x")
    assert not CaseIdentity.objects.filter(case=case).exists()


def came_back(area: Area, case: TrackedCase, callbacks: Any, *, identity_too: bool = True) -> tuple[Task, Task]:
    """The child is erased with a second name, and then the database is the one from before; gives two texts that name it."""
    texts = [Task.objects.create(inspection=area.inspection, key=f"{at}{case.pk}", title=title, owner=area.lano)
             for at, title in enumerate(("Ring Zebby Quill-Feather", f"Ask {CHILD}"))]  # fmt: skip
    before = transaction.savepoint()
    with callbacks(execute=True):
        erasure.erase(by=area.lano, case=case, why="The family asked", names="Zebby Quill-Feather, Zed")
    transaction.savepoint_rollback(before)
    if not identity_too:
        CaseIdentity.objects.filter(case=case).delete()
    return texts[0], texts[1]


def reapplied(*arguments: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("reapply_erasures", *arguments, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.mark.parametrize("identity_too", [True, False])
def test_other_names_are_erased_again_after_a_restore(
    area: Area, listed: Path, django_capture_on_commit_callbacks: Any, identity_too: bool
) -> None:
    case = told(area)
    texts = came_back(area, case, django_capture_on_commit_callbacks, identity_too=identity_too)
    names = Words("Zebby Quill-Feather", CHILD, UPN)
    assert not names.within(listed.read_text())
    assert reapplied()[0] == 0
    assert [Task.objects.get(pk=one.pk).title for one in texts] == ["Ring [removed]", "Ask [removed]"]
    assert not list(places(names, area.inspection.pk))
    assert reapplied() == (0, f"{area.inspection.reference} case A is erased\n")


def test_a_line_without_words_says_which_names_to_give(
    area: Area, listed: Path, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    case = told(area)
    texts = came_back(area, case, django_capture_on_commit_callbacks)
    with_words = listed.read_text()
    with other_keys(settings):
        code, said = reapplied()
        assert code == 1
        assert "was NOT erased" in said
        assert "key" in said
    listed.write_text(with_words.rpartition(" ")[0] + "\n")  # as it was written before words were kept
    ask = ("--names", area.inspection.reference, "A", "Zebby Quill-Feather")
    code, said = reapplied()
    assert code == 0
    assert f'--names {area.inspection.reference} A "' in said
    assert Task.objects.get(pk=texts[0].pk).title == "Ring Zebby Quill-Feather"
    assert reapplied(*ask) == (0, f"{area.inspection.reference} case A is erased, and those names\n")
    assert Task.objects.get(pk=texts[0].pk).title == "Ring [removed]"
    with pytest.raises(CommandError, match="no erasure of case B"):
        call_command("reapply_erasures", "--names", area.inspection.reference, "B", "x")


@contextmanager
def other_keys(settings: Any) -> Iterator[None]:
    before, settings.FIELD_KEYS = settings.FIELD_KEYS, {"other": b"9" * 32}
    yield
    settings.FIELD_KEYS = before


def test_a_list_that_cannot_be_read_is_told_in_one_line(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no list"):
        call_command("reapply_erasures", "--list", str(tmp_path / "away"))
    (tmp_path / "odd").write_text("what\n")
    with pytest.raises(CommandError, match="line 1 is not an erasure"):
        call_command("reapply_erasures", "--list", str(tmp_path / "odd"))


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "K8",
    "the backup from before the erasure restored with pg_dump and pg_restore, and the list of erasures applied to it",
)
def test_a_restored_backup_is_erased_again(area: Area, listed: Path, tmp_path: Path, figures: Figures) -> None:
    assert databases.ON_POSTGRES, "the backup is made by pg_dump"
    case = told(area)
    place = databases.env.DATABASE_URL.rpartition("/")[0]
    dump, name = tmp_path / "backup.dump", f"restored_{uuid.uuid4().hex[:12]}"
    made = ["pg_dump", "--format=custom", f"--file={dump}", f"{place}/{connection.settings_dict['NAME']}"]
    subprocess.run(made, check=True, timeout=120)
    erasure.erase(by=area.lano, case=case, why="The family asked")
    assert listed.exists()
    databases.sql(f"CREATE DATABASE {name}")
    try:
        subprocess.run(["pg_restore", "--no-owner", f"--dbname={place}/{name}", str(dump)], check=True, timeout=120)
        asked = databases.ROOT / "manage.py"
        environment = os.environ | {
            "DATABASE_URL": f"{place}/{name}",
            "ERASURES": str(listed),
            "DJANGO_SETTINGS_MODULE": "config.settings_for_tests",
        }
        environment |= {"REDIS_URL": ""}

        def manage(*command: str) -> str:
            done = subprocess.run(
                [sys.executable, str(asked), *command],
                env=environment,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            return f"{done.returncode} {done.stdout}{done.stderr}"

        look = ("erase_child", area.inspection.reference, "A", "--by", area.lano.email, "--why", "x", "--look")
        figures.control(
            "the list not applied after the restore", caught="inspections.task.title" in manage(*look), of=1
        )
        assert "was erased again" in manage("reapply_erasures")
        assert "is erased" in manage("reapply_erasures")
        found = manage(*look)
        figures("traces after the restore", len(found.splitlines()) - 1)
        assert found.strip() == "0"
        assert manage("verify_audit").startswith("0 ")
    finally:
        databases.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def test_a_record_written_after_the_erasure_is_refused(area: Area) -> None:
    case = told(area)
    erasure.erase(by=area.lano, case=case, why="The family asked")
    assert not CaseRecord.objects.filter(case=case).exists()
    with pytest.raises(Refused, match="erased"):
        cases.record_access_needs(
            by=area.officer, case=TrackedCase.objects.get(pk=case.pk), access_needs="x", version=case.version
        )
    assert Inspection.objects.filter(pk=case.inspection_id).exists()
