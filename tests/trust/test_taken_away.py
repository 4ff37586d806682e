"""A right that is taken away is gone at the next request, with every door it opened: pages, downloads, calendars, work that waits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accounts import access
from accounts.access import Holdings
from accounts.choices import Role
from accounts.models import NationalRole, Notice, SentMail
from accounts.services.notices import notify
from accounts.services.people import close_account, end_national
from coordination.models import Pack
from coordination.services import pack as packs
from core import clock, outbox
from inspections.models import Inspection, TeamPlace
from inspections.services.team import end_place
from partnerships.models import Delegation, Membership
from partnerships.services.members import end_delegation, end_membership
from tests.access.test_matrix import Stand
from tests.access.world import TODAY
from tests.trust.plugin import Figures
from visits.models import FeedScope
from visits.queries.feeds import Feed, token

pytestmark = pytest.mark.django_db


@pytest.fixture
def stand(db: None, settings: Any, tmp_path: Any) -> Iterator[Stand]:
    settings.DEMONSTRATION, settings.PRIVATE_ROOT = False, tmp_path
    with clock.travelled_to(TODAY):
        yield Stand("shared")


@dataclass(frozen=True)
class Door:
    """Somebody's way in, how their right is taken away, and what they then get at each address."""

    who: str
    take: Callable[[Stand], Any]
    after: frozenset[int]
    addresses: Callable[[Stand], list[str]]


def admin(stand: Stand) -> Any:
    return stand.world.people[Role.ADMINISTRATOR]


def pages(*names: str) -> Callable[[Stand], list[str]]:
    return lambda stand: [reverse(name, args=[stand.world.inspection.reference]) for name in names]


def calendar(who: str) -> Callable[[Stand], list[str]]:
    """The address of a calendar holds its secret: no session comes with it."""

    def address(stand: Stand) -> list[str]:
        secret = token(Feed(stand.world.people[who], FeedScope.INSPECTION, stand.world.inspection.pk), 0)
        return [reverse("visits:calendar", args=[secret])]

    return address


def pack_of(who: str) -> Callable[[Stand], list[str]]:
    """A pack that was made for this person and is still to be downloaded."""

    def address(stand: Stand) -> list[str]:
        made = packs.ask_for(by=stand.world.people[who], inspection=stand.world.inspection)
        with transaction.atomic():
            outbox.relay()
        made = Pack.objects.get(pk=made.pk)
        assert made.file is not None, made.failed
        return [reverse("coordination:pack-download", args=[stand.world.inspection.reference, made.pk])]

    return address


def end_membership_of(who: str) -> Callable[[Stand], Any]:
    return lambda stand: end_membership(
        by=admin(stand), membership=Membership.objects.get(user=stand.world.people[who])
    )


def end_place_of(who: str) -> Callable[[Stand], Any]:
    return lambda stand: end_place(by=admin(stand), place=TeamPlace.objects.get(user=stand.world.people[who]))


def close(who: str) -> Callable[[Stand], Any]:
    return lambda stand: close_account(by=admin(stand), user=stand.world.people[who])


def end_role_of(who: str) -> Callable[[Stand], Any]:
    return lambda stand: end_national(by=admin(stand), granted=NationalRole.objects.get(user=stand.world.people[who]))


def remove_delegate(stand: Stand) -> None:
    end_delegation(by=admin(stand), delegation=Delegation.objects.get(delegate=stand.world.people["accuracy_delegate"]))


def take_the_draft_back(stand: Stand) -> None:
    """The stage that opened the draft to the area is gone from the inspection."""
    Inspection.objects.filter(pk=stand.world.inspection.pk).update(findings_shared_on=None, state="reporting")


HIDDEN, FORBIDDEN, SIGN_IN = frozenset({404}), frozenset({403}), frozenset({302})
DETAIL = pages("inspections:inspection-detail", "inspections:inspection-timeline")
DOORS = {
    "a place on the team ends": Door(Role.LEAD_INSPECTOR, end_place_of(Role.LEAD_INSPECTOR), HIDDEN, DETAIL),
    "a membership ends": Door(Role.LANO, end_membership_of(Role.LANO), HIDDEN, DETAIL),
    "a national role ends": Door(
        Role.QUALITY_ASSURER, end_role_of(Role.QUALITY_ASSURER), HIDDEN, pages("inspections:inspection-findings")
    ),
    "a delegate is removed": Door("accuracy_delegate", remove_delegate, HIDDEN, pages("inspections:inspection-findings")),
    "the stage moves back": Door(Role.LANO, take_the_draft_back, FORBIDDEN, pages("inspections:inspection-findings")),
    "an account is closed": Door(Role.DCS, close(Role.DCS), SIGN_IN, DETAIL),
    "the download of a pack": Door(Role.LANO, end_membership_of(Role.LANO), HIDDEN, pack_of(Role.LANO)),
    "a calendar, the place ended": Door(
        Role.LEAD_INSPECTOR, end_place_of(Role.LEAD_INSPECTOR), HIDDEN, calendar(Role.LEAD_INSPECTOR)
    ),
    "a calendar, the account closed": Door(Role.CQC_LEAD, close(Role.CQC_LEAD), HIDDEN, calendar(Role.CQC_LEAD)),
    "files of the information request": Door(
        Role.LANO, end_membership_of(Role.LANO), HIDDEN, pages("information:request-index-workbook", "information:request-index-pdf")
    ),
    "the workbook of a survey is of the team": Door(
        Role.OFSTED_INSPECTOR, end_place_of(Role.OFSTED_INSPECTOR), HIDDEN, pages("surveys:survey-list")
    ),
}  # fmt: skip


@pytest.mark.trust(
    "A7", "pages, downloads and calendars asked in one session before and after roles end, accounts close, stages move"
)
@pytest.mark.parametrize("name", DOORS)
def test_the_next_request_is_refused(stand: Stand, name: str, figures: Figures) -> None:
    door = DOORS[name]
    client = stand.client_of(door.who)
    addresses = door.addresses(stand)
    assert [client.get(address).status_code for address in addresses] == [200] * len(addresses)
    door.take(stand)
    # A page first, twice: nothing that one request remembers helps the next.
    after = [client.get(address).status_code for address in addresses for _ in range(2)]
    after += [client.head(address).status_code for address in addresses]
    figures(f"uses after: {name}", sum(status not in door.after for status in after))
    assert set(after) <= door.after


@pytest.mark.trust("A7", "the same with what a person holds kept from one request to the next")
def test_control_rights_that_are_kept(stand: Stand, figures: Figures, monkeypatch: Any) -> None:
    kept: dict[tuple[int, date], Holdings] = {}

    def remembered(actor: Any, on: date) -> Holdings:
        return kept.setdefault((actor.pk, on), Holdings(actor, on))

    by_places = [name for name, door in DOORS.items() if door.after == HIDDEN and "account" not in name]
    caught = 0
    for name in by_places:
        door = DOORS[name]
        before = transaction.savepoint()
        with monkeypatch.context() as off:
            off.setattr(access, "holdings", remembered)
            kept.clear()
            client = stand.client_of(door.who)
            addresses = door.addresses(stand)
            assert {client.get(address).status_code for address in addresses} == {200}
            door.take(stand)
            caught += any(client.get(address).status_code == 200 for address in addresses)
        transaction.savepoint_rollback(before)
    figures.control("what a person holds is kept over requests", caught=caught, of=len(by_places))


@pytest.mark.trust("A7", "a pack and an e-mail wait in the outbox while their person loses the right")
def test_work_that_waits_is_not_done_for_whoever_left(stand: Stand, figures: Figures, monkeypatch: Any) -> None:
    lano = stand.world.people[Role.LANO]
    pack = packs.ask_for(by=lano, inspection=stand.world.inspection)
    with transaction.atomic():
        notify(person=lano, kind="k", key="waits", subject="About Seaborough", body="Something of the area.", url="/")
    mails = SentMail.objects.filter(to=lano.email).count()
    before = transaction.savepoint()

    def leave() -> None:
        end_membership(by=admin(stand), membership=Membership.objects.get(user=lano))
        close_account(by=admin(stand), user=lano)

    leave()
    outbox.relay()
    pack.refresh_from_db()
    sent = SentMail.objects.filter(to=lano.email, subject="About Seaborough").count()
    figures("packs made for whoever left", int(pack.file is not None))
    figures("e-mails sent to closed accounts", sent)
    assert (pack.file, sent) == (None, 0)
    assert pack.failed
    assert Notice.objects.filter(person=lano, key="waits").exists()
    assert SentMail.objects.filter(to=lano.email).count() == mails

    # The control: with the right asked when the work was asked for, not when it is done, both would go out.
    transaction.savepoint_rollback(before)
    pack.refresh_from_db()
    lano.refresh_from_db()
    with monkeypatch.context() as off:
        off.setattr(packs, "can", lambda *_: True)
        end_membership(by=admin(stand), membership=Membership.objects.get(user=lano))
        outbox.relay()
    pack.refresh_from_db()
    caught = int(pack.file is not None) + SentMail.objects.filter(to=lano.email, subject="About Seaborough").count()
    figures.control("the right is not asked again when the work is done", caught=caught, of=2)
