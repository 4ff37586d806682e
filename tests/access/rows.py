"""The shape of a row of the access matrix, and the circles of people its rows speak of. Typed by hand, not derived from the policy."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from accounts.choices import Role
from tests.access.world import CAST, World

R = Role
Expected = dict[int, Collection[str]]
Kwargs = Callable[[World], dict[str, Any]]

EVERYONE = set(CAST)
ANONYMOUS = {"anonymous"}
SIGNED_IN = EVERYONE - ANONYMOUS
TEAM = {R.LEAD_INSPECTOR, R.OFSTED_INSPECTOR, R.CQC_LEAD, R.CQC_INSPECTOR}
LEAD, CQC_LEAD = {R.LEAD_INSPECTOR}, {R.CQC_LEAD}
MANAGER, QUALITY, ADMINISTRATOR = {R.INSPECTION_MANAGER}, {R.QUALITY_ASSURER}, {R.ADMINISTRATOR}
LANO, CHIEFS = {R.LANO}, {R.DCS, R.ICB_EXECUTIVE}
# The named officer coordinates case A and owns List 1; otherwise a partnership officer like any other.
NAMED = {"named_officer"}
OFFICERS = {R.PARTNERSHIP_OFFICER} | NAMED
AREA = {R.LANO, R.DCS, R.ICB_EXECUTIVE, R.HEALTH_LEAD, R.LEAD_MEMBER, R.PCF} | OFFICERS
DELEGATES = {"kit_delegate", "accuracy_delegate", "plan_delegate"}
ADVISERS = {R.DFE_ADVISER, R.NHSE_ADVISER}
ELSEWHERE_ADVISERS = {"dfe_elsewhere", "nhse_elsewhere"}

INSPECTORATES = TEAM | MANAGER | QUALITY
# Who sees the inspection at each stage.
INSIDERS = {
    "planned": INSPECTORATES,
    "notified": INSPECTORATES | AREA | DELEGATES,
    "feedback": INSPECTORATES | AREA | DELEGATES,
    "shared": INSPECTORATES | AREA | DELEGATES,
    "issued": INSPECTORATES | AREA | DELEGATES | ADVISERS,
    "published": INSPECTORATES | AREA | DELEGATES | ADVISERS,
}
# Who reads findings and the draft.
READERS = {
    "planned": TEAM | QUALITY,
    "notified": TEAM | QUALITY,
    "feedback": TEAM | QUALITY,
    "shared": TEAM | QUALITY | LANO | CHIEFS | {"accuracy_delegate"},
    "issued": TEAM | QUALITY | LANO | CHIEFS | {"accuracy_delegate"},
    "published": TEAM | QUALITY | LANO | CHIEFS | {"accuracy_delegate"},
}
# Who reads the final letter before the public does.
FINAL_READERS = {
    "notified": TEAM | QUALITY,
    "shared": TEAM | QUALITY,
    "issued": TEAM | QUALITY | LANO | CHIEFS | {R.LEAD_MEMBER} | ADVISERS,
    "published": TEAM | QUALITY | LANO | CHIEFS | {R.LEAD_MEMBER} | ADVISERS,
}
PLAN_READERS = LEAD | CQC_LEAD | MANAGER | QUALITY | ADVISERS | (AREA - {R.PCF}) | {"plan_delegate"}
PLAN_WRITERS = LANO | CHIEFS | {R.HEALTH_LEAD, "plan_delegate"}


@dataclass(frozen=True)
class Row:
    name: str
    get: Expected
    post: Expected
    stage: str = "notified"
    kwargs: Kwargs = field(default=lambda world: {})
    # Who may see the embargoed canary in the answer.
    may_read_secret: Collection[str] = ()

    def url_kwargs(self, world: World) -> dict[str, Any]:
        return self.kwargs(world)


def open_to_all(name: str, *, get: int = 200, post: int = 405, kwargs: Kwargs = lambda world: {}, **more: Any) -> Row:
    return Row(name, {get: EVERYONE}, {post: EVERYONE}, kwargs=kwargs, **more)


def signed_in(
    name: str, *, get: int = 200, post: int = 405, kwargs: Kwargs = lambda world: {}, anonymous: int = 302
) -> Row:
    """For everybody who is signed in; the others are sent to sign in."""

    def expected(status: int) -> Expected:
        return {status: EVERYONE} if status == anonymous else {status: SIGNED_IN, anonymous: ANONYMOUS}

    return Row(name, expected(get), expected(post), kwargs=kwargs)


def guarded(
    name: str, ok: Collection[str], forbidden: Collection[str] = (), *, get: int = 200, post: int = 405, stage: str = "notified",
    kwargs: Kwargs = lambda world: {}, secret: Collection[str] = (),
) -> Row:  # fmt: skip
    """`ok` get `get` and `post`; `forbidden` a 403; strangers a 404; nobody signed in is sent to sign in."""
    ok, forbidden = set(ok), set(forbidden) - set(ok)
    strangers = SIGNED_IN - ok - forbidden

    def expected(status: int) -> Expected:
        answers = {302: set(ANONYMOUS), 403: forbidden, 404: strangers}
        answers[status] = answers.get(status, set()) | ok
        return answers

    return Row(name, expected(get), expected(post), stage, kwargs, secret)


def national(
    name: str, ok: Collection[str], *, get: int = 200, post: int = 405, kwargs: Kwargs = lambda world: {}
) -> Row:
    """Pages of no scope: everybody signed in without the right gets a 403."""
    return guarded(name, ok, SIGNED_IN, get=get, post=post, kwargs=kwargs)


def ref(world: World) -> dict[str, Any]:
    return {"reference": world.inspection.reference}


def with_(**more: Any) -> Kwargs:
    """The inspection's reference, and {keyword: function of the world's things or a value}."""
    return lambda world: (
        ref(world) | {key: value(world.things) if callable(value) else value for key, value in more.items()}
    )


def slug(world: World) -> dict[str, Any]:
    return {"slug": world.here.slug}


def of_person(world: World) -> dict[str, Any]:
    return {"pk": world.people["nobody"].pk}
