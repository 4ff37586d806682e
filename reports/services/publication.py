"""Publishing a frozen version now or at an instant, and withdrawing what is published. Each has one effect, whoever else tries."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.access import require
from accounts.choices import Permission
from accounts.services.notices import notify
from audit.record import record
from core import clock, outbox, unfinished
from core.advance import advance
from core.errors import Reason, Refused
from core.models import OutboxRow
from core.words import when
from inspections.services.child_names import refuse_names
from reports import verbs
from reports.models import Letter, LetterVersion, ScheduledPublication, Withdrawal, WithdrawalKind
from reports.services import checking, correcting, letters, telling
from rulebook.findings import plan_required

FURTHEST = timedelta(days=366)
# The wish to publish is about these stages: at any other there is nothing frozen that the public has not seen.
PUBLISHABLE = {"issued": "publish", "published": "supersede", "withdrawn": "supersede"}


def held(letter: Letter) -> Letter:
    """The letter as it now is, its row locked: publication, withdrawal and correction take turns."""
    return Letter.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=letter.pk)


def next_move(letter: Letter) -> str:
    """The move that publishing would be now. Raises Refused when there is nothing to publish."""
    if letter.state == "complaint_hold":
        raise Refused("The letter is held for a complaint. Record how it was answered first.")
    move = PUBLISHABLE.get(letter.state)
    if move is None:
        raise Refused(f"The letter is not ready to be published: it is at “{letter.get_state_display()}”.")
    return move


def missing(letter: Letter) -> list[str]:
    """What stands in the way of publishing now, in sentences."""
    try:
        move = next_move(letter)
    except Refused as refused:
        return [str(reason.text) for reason in refused.reasons]
    lacking = letter.LIFECYCLE.missing(letter.state, move, letters.facts_for(letter, on=clock.today()))
    checks = checking.refusals(letter) if move == "publish" else []
    return [text for text in lacking if text != "Give a reason."] + [str(reason.text) for reason in checks]


def what_happens(letter: Letter) -> list[str]:
    """What publishing sets off, for the person about to do it."""
    product, inspection = letter.spec.name.lower(), letter.inspection
    if letter.state in ("published", "withdrawn"):
        return [
            f"The corrected {product} takes the place of what is published, at the same address.",
            "Earlier versions are listed with their dates and with what was corrected.",
            "The people on the list below are told at the same moment.",
            "The plan, its items and every date that was counted stay as the first publication set them.",
        ]
    kind = plan_required(inspection.edition, inspection.kind_spec, inspection.outcome or None)
    lines = [
        f"Everybody can read the {product}, as a page, as a PDF and as open data, at an address that stays.",
        "The embargo ends.",
        "The people on the list below are told at the same moment. They were told before the public, when it was issued.",
    ]
    if kind is not None:
        lines.append(
            f"The {kind.name[:1].lower()}{kind.name[1:]} is opened with the words of the {product}, and its dates are counted "
            "from the recorded receipt."
        )
    lines.append(
        "What is published cannot be changed. It can be corrected by a new version, or withdrawn, for a public reason."
    )
    return lines


@transaction.atomic
def publish(*, by: Any, letter: Letter, number: int) -> None:
    """Publish the frozen version `number` today: first, or in place of what stands. Raises Refused with every reason.

    `number` is what the person saw: when another version has been frozen since, or this one is out, they are told so.
    """
    require(by, Permission.LETTER_PUBLISH, letter.inspection)
    letter = held(letter)
    newest = letter.versions.defer("pdf", "context", "fragment").order_by("-number").first()
    if newest is None:
        raise Refused("No version has been frozen yet.")
    if newest.number != number:
        raise Refused(
            f"Version {newest.number} has been frozen since you opened this page. Read it before you publish it."
        )
    if newest.published_at is not None:
        raise Refused(f"Version {number} is published already, on {when(newest.published_at)}.")
    if next_move(letter) == "publish":
        # Asked at sign-off too; what has become known since, such as a child’s name, counts now.
        if reasons := checking.refusals(letter):
            raise Refused(*reasons)
        letters.make_move(by=by, letter=letter, move="publish")
    else:
        correcting.publish_corrected(by=by, letter=letter)


@transaction.atomic
def schedule(*, by: Any, letter: Letter, number: int, on: date, at: time) -> ScheduledPublication:
    """Have a version published at a time of a day in London, and tell its recipients. Raises Refused beside "on" and "at".

    What publication needs is asked again at that time; a receipt may still come in until then.
    """
    require(by, Permission.LETTER_PUBLISH, letter.inspection)
    due_at = _instant(on, at)
    letter = held(letter)
    next_move(letter)
    version = letter.versions.defer("pdf", "context", "fragment").order_by("-number").first()
    if version is None or version.number != number:
        raise Refused("Another version has been frozen since you opened this page. Read it before you publish it.")
    if version.published_at is not None:
        raise Refused(f"Version {number} is published already, on {when(version.published_at)}.")
    if not letters.all_printed(version):
        raise Refused("The PDF of the letter is still being made. Try again in a minute.")
    try:
        with transaction.atomic():
            planned = ScheduledPublication.objects.create(
                letter=letter, version=version, due_at=due_at, by=by, made_at=clock.now()
            )
    except IntegrityError:
        raise Refused("A day of publication is set already. Call it off to set another.") from None
    outbox.enqueue(kind="publish_letter", key=f"publish:{planned.pk}", payload={"schedule": planned.pk}, due_at=due_at)
    record(actor=by, verb=verbs.SCHEDULED, subject=letter, changes={"publish at": (None, due_at)})
    _tell_schedule(planned, "scheduled", f"will be published on {when(due_at)}. Until then it is embargoed.")
    return planned


@transaction.atomic
def call_off(*, by: Any, letter: Letter) -> bool:
    """Call off the publication that is planned. False when there is none any more: it may just have happened."""
    require(by, Permission.LETTER_PUBLISH, letter.inspection)
    letter = held(letter)
    planned = open_schedule(letter)
    if planned is None:
        return False
    ScheduledPublication.objects.filter(pk=planned.pk).update(called_off_at=clock.now(), called_off_by=by)
    record(actor=by, verb=verbs.CALLED_OFF, subject=letter, changes={"publish at": (planned.due_at, None)})
    _tell_schedule(planned, "called-off", f"will not be published on {when(planned.due_at)} as planned.")
    return True


def open_schedule(letter: Letter) -> ScheduledPublication | None:
    found = ScheduledPublication.objects.filter(ScheduledPublication.OPEN, letter=letter)
    return found.select_related("version", "by", "letter__inspection__partnership").first()


@transaction.atomic
def publish_as_planned(planned: ScheduledPublication) -> None:
    """At its time: publish, or say to the person who planned it why not. Run twice, by two workers or late, it acts once."""
    letter = held(planned.letter)
    now_open = open_schedule(letter)
    if now_open is None or now_open.pk != planned.pk:
        return
    mine = ScheduledPublication.objects.filter(pk=planned.pk)
    try:
        with transaction.atomic():
            mine.update(done_at=clock.now())
            publish(by=now_open.by, letter=letter, number=now_open.version.number)
    except (Refused, PermissionDenied) as refusal:
        reasons = (
            [str(reason.text) for reason in refusal.reasons]
            if isinstance(refusal, Refused)
            else [f"{now_open.by.name} may no longer publish letters."]
        )
        mine.update(refused_at=clock.now(), reasons=reasons)
        record(actor=None, verb=verbs.SCHEDULE_REFUSED, subject=letter, reason=" ".join(reasons))
        _tell_refused(now_open, reasons)


# Never before its time.
unfinished.register(
    "publish_letter",
    lambda: ScheduledPublication.objects.filter(ScheduledPublication.OPEN, due_at__lte=clock.now()),
    schedule="pk",
)


@outbox.handler("publish_letter")
def publish_letter(row: OutboxRow) -> None:
    """Payload: {"schedule": pk}."""
    publish_as_planned(ScheduledPublication.objects.select_related("letter").get(pk=row.payload["schedule"]))


@transaction.atomic
def withdraw(*, by: Any, version: LetterVersion, kind: str, reason: str) -> Withdrawal:
    """Withdraw a published version, for a reason the public reads. Raises Refused beside "kind" and "reason".

    MISTAKE: it no longer stands, but stays readable as the version it was. REMOVED: nobody outside reads it any more; also an
    earlier version, and one withdrawn as a mistake before. The plan and its dates stay as they are.
    """
    require(by, Permission.LETTER_PUBLISH, version.letter.inspection)
    letter = held(version.letter)
    version = LetterVersion.objects.defer("pdf", "context", "fragment").get(pk=version.pk)
    reasons = []
    if kind not in WithdrawalKind.values:
        reasons.append(Reason("Choose why it is withdrawn", "kind"))
    reason = " ".join(reason.split())
    if not reason:
        reasons.append(Reason("Say why: the public will read it", "reason"))
    if len(reason) > 1000:
        reasons.append(Reason(f"This may have at most 1,000 characters; it has {len(reason):,}", "reason"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(letter.inspection, reason=reason)
    if version.published_at is None:
        raise Refused("This version is not published, so there is nothing to withdraw.")
    newest = not letter.versions.once_published().filter(number__gt=version.number).exists()
    if kind == WithdrawalKind.MISTAKE and not newest:
        raise Refused(Reason("A later version has replaced this one already", "kind"))
    made = _withdrawn(by, version, kind, reason)
    if newest and letter.state == "published":
        advance(letter, "withdraw", by=by, reason=reason)
    record(
        actor=by,
        verb=verbs.WITHDRAWN,
        subject=version,
        changes={"kind": (None, made.get_kind_display())},
        reason=reason,
    )
    if newest:
        product, name = letter.spec.name.lower(), letter.inspection.partnership.name
        telling.tell(
            version,
            event="withdrawn",
            mark=f"{version.number}-{kind}",
            subject=f"The {product} is withdrawn: {name}",
            body=f"Version {version.number} of the {product} for {name} is no longer published. {reason}",
            public=True,
        )
    return made


def _withdrawn(by: Any, version: LetterVersion, kind: str, reason: str) -> Withdrawal:
    before = Withdrawal.objects.filter(version=version).first()
    if before is None:
        return Withdrawal.objects.create(version=version, kind=kind, reason=reason, by=by, at=clock.now())
    if before.kind == WithdrawalKind.REMOVED or kind == before.kind:
        raise Refused(f"Version {version.number} was withdrawn already, on {when(before.at)}.")
    before.kind, before.reason, before.by, before.at = kind, reason, by, clock.now()
    before.save()
    return before


def _instant(on: date, at: time) -> datetime:
    due_at = datetime.combine(on, at, tzinfo=clock.LONDON)
    if due_at.astimezone(UTC).astimezone(clock.LONDON).replace(fold=0) != due_at:
        raise Refused(Reason("There is no such time on that day: the clocks go forward. Choose another", "at"))
    if due_at <= clock.now():
        raise Refused(Reason("The time of publication must be in the future. To publish today, choose “Now”", "on"))
    if due_at > clock.now() + FURTHEST:
        raise Refused(Reason("The day of publication must be within a year", "on"))
    return due_at


def _tell_schedule(planned: ScheduledPublication, event: str, what: str) -> None:
    product, name = planned.letter.spec.name.lower(), planned.letter.inspection.partnership.name
    telling.tell(
        planned.version,
        event=event,
        mark=str(planned.pk),
        subject=f"Publication of the {product}: {name}",
        body=f"The {product} for {name} {what}",
    )


def _tell_refused(planned: ScheduledPublication, reasons: list[str]) -> None:
    inspection = planned.letter.inspection
    notify(
        person=planned.by,
        kind="letter",
        key=f"publish:{planned.pk}:refused",
        subject=f"Not published as planned: {inspection.partnership.name}",
        body=(
            f"The letter {inspection.reference} was to be published on {when(planned.due_at)} and was not. "
            f"{' '.join(reasons)} Nothing was changed."
        ),
        url=reverse("reports:letter-publish", args=[inspection.reference]),
    )
