"""How other letters say this: only published ones, the newest version of each, in one order on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from core import clock
from reports.letters import published_report
from reports.models import Letter, LetterVersion, Passage
from reports.queries.alike import alike
from reports.services import passages
from tests import factories

pytestmark = pytest.mark.django_db
FILES = settings.DATA_DIR / "published_reports"
# Words of one of the three real reports, which stand on this subject in no other.
WAITS = "Children and young people wait too long for neurodevelopmental assessments"


def version(letter: Letter, context: Any, *, published: bool = True, number: int = 1) -> LetterVersion:
    return LetterVersion.objects.create(
        letter=letter, number=number, context=context.as_json().decode(), context_sha256=context.sha256, template="t", fragment="",
        pdf=b"%PDF", pdf_sha256="0" * 64, made_at=clock.now(), published_at=clock.now() if published else None,
    )  # fmt: skip


@pytest.fixture
def three() -> dict[str, Letter]:
    """The three real reports, published."""
    letters = {}
    for path in sorted(FILES.glob("*.json")):
        inspection = factories.InspectionFactory(out=True, reference=path.stem)
        letters[path.stem] = Letter.objects.create(inspection=inspection, state="published")
        report = published_report.parse(path.read_bytes())
        passages.index(version(letters[path.stem], published_report.to_context(report, path.stem)))
    return letters


def test_like_passages_of_the_three_real_reports(three, django_assert_num_queries):
    with django_assert_num_queries(2):
        found = alike(WAITS)
    assert found
    assert found == sorted(found, key=lambda one: (-one.share, one.passage.pk))
    assert "wait" in found[0].passage.text.lower()
    assert "assessment" in found[0].passage.text.lower()
    # The very words of a letter find themselves first, and wholly.
    for passage in Passage.objects.filter(text__contains=". ")[:12]:
        best = alike(passage.text)[0]
        assert best.passage.text == passage.text
        assert best.share == pytest.approx(1.0)


def test_the_letter_that_asks_is_not_among_them(three):
    own = Passage.objects.filter(version__letter=three["bury-2024"]).first()
    assert three["bury-2024"].pk not in {
        one.passage.version.letter_id for one in alike(own.text, apart_from=three["bury-2024"].pk)
    }


def test_nothing_that_is_not_published_and_no_older_version_is_found(three):
    letter = three["bolton-2024"]
    report = published_report.parse((FILES / "bolton-2024.json").read_bytes())
    context = published_report.to_context(report, "bolton-2024")
    draft = version(letter, context, published=False, number=2)
    with pytest.raises(ValueError, match="only published"):
        passages.index(draft)
    before = Passage.objects.count()
    newer = version(letter, context, number=3)
    assert passages.index(newer) > 0
    assert passages.index(newer) == 0
    assert Passage.objects.count() > before
    assert {one.passage.version_id for one in alike(WAITS) if one.passage.version.letter_id == letter.pk} <= {newer.pk}


@pytest.mark.parametrize("text", ["", "the of and", '\' OR "x" NEAR(', "a | b & !c", "x" * 5000, "zzzqqq"])
def test_any_text_may_be_asked(three, text):
    assert alike(text) == []
