"""A plan on the public site: nothing before, the frozen words and no person afterwards, a PDF from a worker, later versions."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from core import outbox
from core.errors import Refused
from core.frozen import Frozen
from core.models import OutboxRow
from improvement.models import ForumStatement, Plan, PlanPublication
from improvement.queries import publication as queries
from improvement.services import plans, publishing
from improvement.tests import world
from improvement.tests.pages import day, text_of, url
from inspections.models import Inspection
from inspections.tests.pages import statements

pytestmark = pytest.mark.django_db
PUBLIC = ("published-plan", "published-plan-json", "published-plan-pdf")
STATEMENT = "We were heard on four of five."


@pytest.fixture
def accepted(surrey: Any, reviewed: Plan) -> Plan:
    ForumStatement.objects.create(
        plan=reviewed, number=1, position="in_part", text=STATEMENT, by=surrey.forum, at="2017-03-07T10:00:00Z"
    )
    return plans.accept(by=surrey.assurer, plan=reviewed)


@pytest.fixture
def published(surrey: Any, accepted: Plan) -> PlanPublication:
    plans.make_move(by=surrey.dcs, plan=accepted, move="publish")
    return PlanPublication.objects.get()


def drawn(made: PlanPublication) -> PlanPublication:
    assert outbox.run(OutboxRow.objects.get(key=f"plan-publication:{made.pk}").pk)
    return PlanPublication.objects.get(pk=made.pk)


def address(name: str, **more: Any) -> str:
    return reverse(f"improvement:{name}", kwargs={"reference": "surrey-2016"} | more)


def test_nothing_is_public_before_publication(accepted):
    for name in PUBLIC:
        assert Client().get(address(name)).status_code == 404
    assert "Surrey" not in text_of(Client().get(reverse("improvement:published-list")))
    assert not PlanPublication.objects.exists()


def test_the_public_reads_what_was_accepted_and_no_person(surrey, published):
    page = Client().get(address("published-plan"))
    words, raw = text_of(page), page.content.decode()
    for text in (
        *world.WEAKNESSES, world.OUTCOME, world.ACTION["text"], world.ACTION["owner_office"], "Surrey County Council", STATEMENT,
        "Agreed in part", "Ofsted and CQC decided on Wednesday 8 March 2017", "is fit for purpose", "Done by 21 July 2017",
    ):  # fmt: skip
        assert text in words, text
    data = Client().get(address("published-plan-json"))
    assert data["Content-Type"] == "application/json" and data.content.decode() == published.content
    for person in surrey.people.values():
        assert person.name not in raw and person.name not in published.content
    for page in ("", "?page=99", "?page=last-but-one"):
        assert "Surrey" in text_of(Client().get(reverse("improvement:published-list") + page))


def test_an_inspection_that_is_public_no_more_takes_its_plan_along(published):
    Inspection.objects.update(state="finalised")
    for name in PUBLIC[:2]:
        assert Client().get(address(name)).status_code == 404


def test_the_pdf_comes_from_a_worker_tagged_and_is_kept_once(published, see):
    assert Client().get(address("published-plan-pdf")).status_code == 404
    assert "Waiting its turn" in see("lano", url("plan-publication"))
    made = drawn(published)
    assert made.stage == "ready" and made.pages and made.size == len(made.pdf)
    answer = Client().get(address("published-plan-pdf"))
    assert answer["Content-Type"] == "application/pdf" and answer.content == bytes(made.pdf)
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        assert document.Root.MarkInfo.Marked and document.Root.Lang == "en" and "/StructTreeRoot" in document.Root
        assert document.docinfo.Title == "Written statement of action, Surrey"
    assert "Ready:" in see("lano", url("plan-publication"))
    again = OutboxRow.objects.get(key=f"plan-publication:{made.pk}")
    publishing.draw_publication(again)
    kept = PlanPublication.objects.get(pk=made.pk)
    assert (kept.pdf_sha256, kept.tries) == (made.pdf_sha256, 1)


def test_a_later_version_says_why_and_the_earlier_one_stays(surrey, published, at):
    at(date(2017, 5, 2))
    made = publishing.publish_again(by=surrey.dcs, plan=published.plan, on=date(2017, 5, 2), reason="A new milestone")
    assert (made.number, made.published_on) == (2, date(2017, 5, 2))
    newest = text_of(Client().get(address("published-plan")))
    assert "What changed: A new milestone" in newest and "Version 1 , 8 March 2017" in newest
    first = text_of(Client().get(address("published-plan-version", number=1)))
    assert "A later version was published on 2 May 2017" in first
    assert Client().get(address("published-plan-version", number=3)).status_code == 404
    assert json.loads(Client().get(address("published-plan-version-json", number=1)).content)["number"] == 1


@pytest.mark.parametrize(
    ("on", "reason", "why"),
    [
        (date(2017, 3, 8), " ", "what changed"),
        (date(2017, 3, 9), "x", "today or in the past"),
        (date(2017, 3, 7), "x", "first published"),
        (date(2017, 3, 8), "x" * 2001, "at most"),
    ],
)
def test_a_version_that_cannot_be_is_refused(surrey, published, nothing_changes, on, reason, why):
    nothing_changes(lambda: publishing.publish_again(by=surrey.dcs, plan=published.plan, on=on, reason=reason), why)
    assert PlanPublication.objects.count() == 1


def test_who_publishes_and_when(surrey, accepted, nothing_changes):
    today = date(2017, 3, 8)
    nothing_changes(
        lambda: publishing.publish_again(by=surrey.dcs, plan=accepted, on=today, reason="x"), "published again while"
    )
    with pytest.raises(PermissionDenied):
        publishing.publish_again(by=surrey.lano, plan=accepted, on=today, reason="x")


def test_a_published_version_is_never_changed(published):
    for act in (
        published.save,
        published.delete,
        PlanPublication.objects.all().delete,
        lambda: PlanPublication.objects.update(reason="other"),
        lambda: PlanPublication.objects.update(pdf=b"other"),
    ):
        with pytest.raises(Frozen):
            act()
    made = drawn(published)
    for sql in ("content = '{}'", "pdf = NULL", "fragment = ''", "number = 9"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE improvement_planpublication SET {sql} WHERE id = {made.pk}")


def test_the_pages_of_publication(send, see, surrey, accepted):
    assert "Nothing is published yet" in see("lano", url("plan-publication"))
    page = see("dcs", url("plan-publish"))
    assert "Where did the area publish it itself?" in page
    answer = send("dcs", url("plan-publish"), address="http://10.0.0.1/", **day("on", date(2017, 3, 8)))
    assert answer.status_code == 200 and "private to a network" in text_of(answer)
    assert Plan.objects.get().state == "accepted" and not PlanPublication.objects.exists()
    answer = send("dcs", url("plan-publish"), address="https://www.example.gov.uk/plan", **day("on", date(2017, 3, 8)))
    assert answer["Location"] == url("plan-publication")
    words = see("lano", url("plan-publication"))
    assert "https://www.example.gov.uk/plan" in words and "Not looked at yet" in words
    assert '<a href="http' in words and "/plans/surrey-2016/" in words
    assert "What changed?" in see("dcs", url("plan-publish"))
    assert "Enter what changed" in text_of(send("dcs", url("plan-publish"), **day("on", date(2017, 3, 8))))


def test_the_list_takes_the_same_queries_for_more_plans(published):
    page = reverse("improvement:published-list")
    one = statements(Client(), page)
    for number in range(2, 4):
        inspection = Inspection.objects.get(reference="surrey-2016")
        inspection.pk, inspection.reference = None, f"surrey-{number}"
        inspection.save()
        plan = Plan.objects.get(inspection__reference="surrey-2016")
        plan.pk, plan.inspection = None, inspection
        plan.save()
        row = PlanPublication.objects.filter(number=1).first()
        row.pk, row.plan, row._state.adding = None, plan, True
        row.save()
    assert queries.newest_published().count() == 3
    assert statements(Client(), page) == one


def test_a_plan_is_not_published_on_a_day_before_it_was_accepted(surrey, accepted):
    for on in (accepted.opened_on, date(2017, 3, 7)):
        with pytest.raises(Refused, match="cannot be published before it was accepted"):
            plans.make_move(by=surrey.dcs, plan=accepted, move="publish", on=on)
    assert not PlanPublication.objects.exists()
