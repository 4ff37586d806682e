"""Access rows: the information request. Person-level lists reach the inspectors, the LANO and the owner of that list, and nobody else."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Role
from core import clock, files
from information.models import AnswerFile, CheckResult, ItemQuery, ListCheck, RequestItem
from tests.access.rows import (
    ANONYMOUS,
    CHIEFS,
    INSIDERS,
    LANO,
    NAMED,
    OFFICERS,
    QUALITY,
    SIGNED_IN,
    TEAM,
    Kwargs,
    Row,
    guarded,
    ref,
    with_,
)
from tests.access.world import CANARY, World


def furnish(world: World) -> None:
    """One of everything of these pages that has an address, kept in `world.things`."""
    lano, named = world.people[Role.LANO], world.people["named_officer"]

    def item(place: int, state: str, **more: Any) -> RequestItem:
        facts = {"code": f"item-{place}", "group": "Strategy", "title": f"Item {place}", "body": "joint"} | more
        return RequestItem.objects.create(
            inspection=world.inspection, number=f"A{place}", place=place, state=state, **facts
        )

    def file(of: RequestItem, by: Any, *, shared: bool) -> AnswerFile:
        stored = files.keep(by=by, upload=SimpleUploadedFile(f"{of.number}.txt", b"text"))
        RequestItem.objects.filter(pk=of.pk).update(last_part=1)
        return AnswerFile.objects.create(
            item=of, part=1, title=stored.name, file=stored, given_by=by, given_at=clock.now(),
            shared_at=clock.now() if shared else None,
        )  # fmt: skip

    list_1 = item(1, "shared", code="list-1", title="List 1", person_list="list-1", body="authority", owner=named)
    list_2 = item(2, "uploaded", code="list-2", title="List 2", person_list="list-2", body="authority")
    file(list_1, named, shared=True)
    file(list_2, lano, shared=False)
    file(item(3, "shared", owner=lano), lano, shared=True)
    file(item(4, "uploaded"), lano, shared=False)
    item(5, "assigned", owner=named)
    item(6, "not_held", why_not="No such thing is kept.")
    queried = item(7, "queried", owner=named)
    file(queried, lano, shared=True)
    ItemQuery.objects.create(
        item=queried, by_inspectors=True, reasons=["incomplete"], text="The second part is missing.",
        asked_by=world.people[Role.LEAD_INSPECTOR], asked_at=clock.now(),
    )  # fmt: skip
    # The area's own words, from before it shared anything of this item.
    returned = item(8, "rejected", owner=named)
    file(returned, lano, shared=False)
    ItemQuery.objects.create(
        item=returned, by_inspectors=False, reasons=["unclear"], text=CANARY, asked_by=lano, asked_at=clock.now()
    )
    kept = files.keep(by=named, upload=SimpleUploadedFile("list.csv", b"UPN,ULN,Gender,Ethnicity,Disability\nx,,F,,\n"))
    world.things["check"] = ListCheck.objects.create(
        item=list_1, by=named, at=clock.now(), result=CheckResult.REFUSED, rows=1, n_errors=1, quarantined=kept,
        kept_until=clock.now(), problems=[[2, "D", "Ethnicity", "missing_ethnicity", "Ethnicity is missing", "error"]],
    )  # fmt: skip


def of(number: str, **more: Any) -> Kwargs:
    return with_(number=number, **more)


HEALTH = {Role.HEALTH_LEAD}
SEES = TEAM | QUALITY | LANO | CHIEFS | HEALTH | OFFICERS
ANSWERS = LANO | CHIEFS | HEALTH | OFFICERS
# A person-level list: whoever sees the request sees its item; these alone open it.
OPENS_LIST_1 = TEAM | LANO | NAMED
# Not shared yet, and owned by nobody: the LANO alone. Inspectors have the right, but to what was shared.
OPENS_LIST_2 = LANO


def alone(name: str, ok: Any, past_the_door: Any, *, stage: str = "notified", kwargs: Kwargs) -> Row:
    """A thing that `ok` alone may have: others past the door of its page are told that it is not there; POST is for nobody."""
    insiders = INSIDERS[stage] - set(past_the_door)
    strangers = SIGNED_IN - INSIDERS[stage]
    closed = {302: ANONYMOUS, 403: insiders, 404: strangers}
    hidden = strangers | (set(past_the_door) - set(ok))
    return Row(name, {**closed, 200: ok, 404: hidden}, {**closed, 405: set(past_the_door)}, stage, kwargs)


def file_row(number: str, ok: Any, stage: str = "notified") -> Row:
    sees = SEES & INSIDERS[stage]
    return alone("information:file-open", ok, sees, stage=stage, kwargs=of(number, part=1))


ROWS: list[Row] = [
    *(
        guarded(f"information:{name}", SEES, INSIDERS["notified"], kwargs=ref)
        for name in ("request-detail", "request-index", "request-index-workbook", "request-index-pdf")
    ),
    # Before the call the area is not told that an inspection is planned.
    guarded("information:request-detail", TEAM | QUALITY, INSIDERS["planned"], stage="planned", kwargs=ref),
    guarded("information:request-detail", SEES, INSIDERS["published"], stage="published", kwargs=ref),
    guarded("information:request-issue", TEAM | LANO, INSIDERS["notified"], post=302, kwargs=ref),
    guarded("information:request-share", LANO, INSIDERS["notified"], post=302, kwargs=ref),
    guarded("information:request-remind", LANO, INSIDERS["notified"], post=200, kwargs=ref),
    guarded("information:request-upload", ANSWERS, INSIDERS["notified"], post=200, kwargs=ref),
    *(
        guarded("information:item-detail", SEES, INSIDERS["notified"], kwargs=of(number))
        for number in ("A1", "A2", "A3", "A4", "A7")
    ),
    *(
        guarded("information:item-detail", SEES, INSIDERS[stage], stage=stage, kwargs=of("A8"), secret=ANSWERS)
        for stage in ("notified", "published")
    ),
    # --- the files themselves
    file_row("A1", OPENS_LIST_1),
    file_row("A2", OPENS_LIST_2),
    file_row("A3", SEES),
    file_row("A4", ANSWERS),
    file_row("A3", TEAM | QUALITY, "planned"),
    file_row("A1", TEAM, "planned"),
    file_row("A1", OPENS_LIST_1, "published"),
    # --- answering
    guarded("information:item-upload", ANSWERS, INSIDERS["notified"], post=200, kwargs=of("A5")),
    guarded("information:item-upload", LANO, INSIDERS["notified"], get=404, post=404, kwargs=of("A2")),
    guarded("information:item-without", ANSWERS, INSIDERS["notified"], post=200, kwargs=of("A5")),
    guarded("information:item-without", LANO | NAMED, INSIDERS["notified"], post=200, kwargs=of("A1")),
    guarded("information:item-start", ANSWERS, INSIDERS["notified"], post=302, kwargs=of("A5")),
    guarded("information:item-reopen", ANSWERS, INSIDERS["notified"], post=302, kwargs=of("A6")),
    guarded("information:item-answer", ANSWERS, INSIDERS["notified"], post=200, kwargs=of("A7")),
    guarded("information:file-withdraw", ANSWERS, INSIDERS["notified"], post=200, kwargs=of("A4", part=1)),
    guarded("information:file-withdraw", LANO | NAMED, INSIDERS["notified"], post=200, kwargs=of("A1", part=1)),
    # --- coordinating
    guarded("information:item-owner", LANO, INSIDERS["notified"], post=200, kwargs=of("A5")),
    guarded("information:item-share", LANO, INSIDERS["notified"], post=302, kwargs=of("A4")),
    guarded("information:item-send-back", LANO, INSIDERS["notified"], post=200, kwargs=of("A4")),
    # --- inspecting
    guarded("information:item-due", TEAM, INSIDERS["notified"], post=200, kwargs=of("A5")),
    guarded("information:item-query", TEAM, INSIDERS["notified"], post=200, kwargs=of("A3")),
    guarded("information:item-accept", TEAM, INSIDERS["notified"], post=302, kwargs=of("A3")),
    guarded("information:item-drop", TEAM, INSIDERS["notified"], post=200, kwargs=of("A5")),
    # --- lists: checked for the person who uploaded
    guarded("information:list-upload", LANO | NAMED, INSIDERS["notified"], post=200, kwargs=of("A1")),
    guarded("information:list-upload", LANO, INSIDERS["notified"], post=200, kwargs=of("A2")),
    guarded("information:list-template", SEES, INSIDERS["notified"], kwargs=of("A1")),
    *(
        alone(f"information:{name}", NAMED, NAMED | LANO, kwargs=of("A1", pk=lambda t: t["check"].pk))
        for name in ("check-detail", "check-marked")
    ),
]  # fmt: skip
