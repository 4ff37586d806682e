"""import_letter and render_letter, at the command line, on the three real files and on broken ones."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from inspections.models import Inspection
from partnerships.models import LocalAuthority, Partnership, Region
from reports.models import Frozen, Letter, LetterVersion
from reports.services import importing

pytestmark = pytest.mark.django_db
FILES = settings.DATA_DIR / "published_reports"
AREAS = {"Bolton": "350", "Bury": "351", "Southampton": "852"}


@pytest.fixture(autouse=True)
def areas():
    region = Region.objects.create(code="E12000002", name="North West")
    for name, code in AREAS.items():
        authority = LocalAuthority.objects.create(
            dfe_code=code, gss_code=f"E{code}", name=name, official_name=name, la_type="x", region=region,
            valid_from=date(2009, 1, 1), is_current=True,
        )  # fmt: skip
        Partnership.objects.create(slug=name.lower(), name=name, authority=authority, region=region)


def run(path: Path | str) -> list[str]:
    out = StringIO()
    call_command("import_letter", str(path), stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture
def bury() -> dict[str, Any]:
    return json.loads((FILES / "bury-2024.json").read_text())


def broken(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "broken.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refuses(path: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(path)
    assert "\n" not in str(refused.value)
    assert not Letter.objects.exists()
    assert not Inspection.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize("name", ["bolton-2024", "bury-2024", "southampton-2024"])
def test_the_reference_stands_alone_on_the_last_line(name):
    assert run(FILES / f"{name}.json")[-1] == name


def test_a_version_is_frozen_with_its_bytes_and_digests():
    run(FILES / "bury-2024.json")
    version = LetterVersion.objects.get()
    assert version.pdf_sha256 == hashlib.sha256(bytes(version.pdf)).hexdigest()
    assert version.context_sha256 == hashlib.sha256(version.context.encode()).hexdigest()
    assert version.template == "area_send_2023/v1"
    assert version.published_at is not None


def test_the_inspection_takes_its_facts_and_findings(bury):
    run(FILES / "bury-2024.json")
    inspection = Inspection.objects.get()
    assert (inspection.state, inspection.published_on) == ("published", date(2024, 5, 7))
    assert inspection.outcome_spec.number == 3
    actions = inspection.findings.filter(kind="area_for_priority_action").order_by("order")
    assert [one.text for one in actions] == [one["text"] for one in bury["areas_for_priority_action"]]
    assert [one.points for one in actions] == [one["points"] for one in bury["areas_for_priority_action"]]
    assert [one.responsible_bodies for one in actions] == [
        one["responsible_bodies"] for one in bury["areas_for_priority_action"]
    ]


def test_the_same_file_twice_changes_nothing():
    run(FILES / "bury-2024.json")
    before = list(LetterVersion.objects.values_list("pk", "made_at"))
    assert run(FILES / "bury-2024.json")[-1] == "bury-2024"
    assert list(LetterVersion.objects.values_list("pk", "made_at")) == before


def test_a_corrected_file_is_a_new_version_and_the_old_one_stays(tmp_path, bury):
    run(FILES / "bury-2024.json")
    bury["sections"]["effective"][0] += " Corrected."
    run(broken(tmp_path, json.dumps(bury)))
    assert list(LetterVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_it_fills_the_inspection_known_from_history(bury):
    known = Inspection.objects.create(
        reference="bury-known", partnership=Partnership.objects.get(slug="bury"), framework_code="area-send-2023",
        edition_code="2023-01", kind="full", state="published", source="ofsted-reports-2023-on", outcome="outcome-3",
        onsite_start_on=date(2024, 2, 12), onsite_end_on=date(2024, 2, 16), published_on=date(2024, 5, 7),
    )  # fmt: skip
    assert run(FILES / "bury-2024.json")[-1] == "bury-known"
    assert Inspection.objects.get() == known


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"outcome": "outcome-1"}, "outcome"),
        ({"published_on": date(2024, 5, 8)}, "published_on"),
        ({"source": "service"}, "in this service"),
    ],
)
def test_a_file_that_contradicts_what_is_known_is_refused(fields, words):
    Inspection.objects.create(
        reference="bury-2024", partnership=Partnership.objects.get(slug="bury"), framework_code="area-send-2023",
        edition_code="2023-01", kind="full", state="published",
        **({"source": "ofsted-reports-2023-on", "onsite_start_on": date(2024, 2, 12)} | fields),
    )  # fmt: skip
    with pytest.raises(CommandError, match=words):
        run(FILES / "bury-2024.json")
    assert not Letter.objects.exists()


def test_faults_give_one_line_with_the_path_and_import_nothing(tmp_path, bury):
    text = json.dumps(bury)
    assert "broken.json" in refuses(broken(tmp_path, text[: len(text) // 2]))
    assert "mystery" in refuses(broken(tmp_path, json.dumps(bury | {"mystery": 1})))
    without = {key: value for key, value in bury.items() if key != "team"}
    assert "team" in refuses(broken(tmp_path, json.dumps(without)))
    bury["areas_for_priority_action"][2]["text"] = ""
    assert "areas_for_priority_action[2].text" in refuses(broken(tmp_path, json.dumps(bury)))


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"\xff\xfe", b"{}", b"1" * 3_000_000])
def test_rubbish_gives_one_line(tmp_path, content):
    refuses(broken(tmp_path, content))


def test_a_missing_file_and_an_unknown_area_give_one_line(tmp_path, bury):
    assert "cannot be read" in refuses(str(tmp_path / "nothing.json"))
    assert "000" in refuses(broken(tmp_path, json.dumps(bury | {"dfe_code": "000"})))


def test_render_letter_writes_the_kept_bytes(tmp_path):
    run(FILES / "bolton-2024.json")
    out = tmp_path / "bolton.pdf"
    call_command("render_letter", "bolton-2024", out=str(out), stdout=StringIO())
    assert out.read_bytes() == bytes(LetterVersion.objects.get().pdf)
    assert list(tmp_path.iterdir()) == [out]


def test_render_letter_says_what_is_wrong_in_one_line(tmp_path):
    with pytest.raises(CommandError, match="no inspection"):
        call_command("render_letter", "nowhere-2024", out=str(tmp_path / "x.pdf"))
    run(FILES / "bolton-2024.json")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("render_letter", "bolton-2024", out=str(tmp_path / "no" / "x.pdf"))


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.save(),
        lambda version: version.delete(),
        lambda version: LetterVersion.objects.update(fragment="x"),
        lambda version: LetterVersion.objects.all().delete(),
    ],
)
def test_a_version_is_never_changed(change):
    run(FILES / "bolton-2024.json")
    with pytest.raises(Frozen):
        change(LetterVersion.objects.get())


def test_bytes_are_set_once():
    run(FILES / "bolton-2024.json")
    version = LetterVersion.objects.get()
    assert LetterVersion.objects.all().fill_once(version.pk, pdf=b"other", pdf_sha256="0") is False
    version.refresh_from_db()
    assert bytes(version.pdf).startswith(b"%PDF")


def test_the_database_holds_that_what_is_published_has_bytes():
    run(FILES / "bolton-2024.json")
    version = LetterVersion.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        LetterVersion.objects.create(
            letter=version.letter, number=9, context="{}", context_sha256="0", template="t", fragment="",
            made_at=version.made_at, published_at=version.made_at,
        )  # fmt: skip


def test_a_file_of_one_area_with_the_code_of_another_is_refused(bury, tmp_path):
    said = refuses(broken(tmp_path, json.dumps(bury | {"area_name": "Bolton"})))
    assert "area_name: the file says Bolton, but the code 351 is Bury." in said


@pytest.mark.parametrize(
    ("printed", "known"), [("Durham", "County Durham"), ("Bath & North East", "Bath and North East")]
)
def test_names_of_one_area_may_be_longer_or_shorter(printed, known):
    assert importing._same_area(printed, known)
