"""The one way to ask for rights. Lists, look-ups and buttons all ask here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from functools import cache, reduce
from operator import and_, or_
from typing import Any, Self

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Cast

from accounts import policy
from accounts.choices import Permission, Reach, Role
from core import clock, reach


class ScopedQuerySet(models.QuerySet[Any]):
    """A queryset of one of the two scopes. `permitted` is the primitive everything else is made from."""

    def permitted(self, actor: Any, permission: Permission | str, on: date | None = None) -> Self:
        """The rows on which `actor` holds `permission` on a day (today by default); none for strangers."""
        if not is_somebody(actor):
            return self.none()
        return self.within(self.allowed(holdings(actor, on or clock.today()), permission))

    def permitted_any(self, actor: Any, permissions: Iterable[Permission], on: date | None = None) -> Self:
        """The rows on which `actor` holds one or more of these."""
        if not is_somebody(actor):
            return self.none()
        held = holdings(actor, on or clock.today())
        return self.within(either(*(self.allowed(held, permission) for permission in permissions)))

    def within(self, condition: Q) -> Self:
        """Those of the rows that meet a condition. What holds of every row is not asked: it would keep the database from counting
        by an index."""
        return self.all() if condition is EVERYWHERE else self.filter(condition)

    def condition(self, actor: Any, permission: Permission | str, on: date | None = None, *, path: str = "") -> Q:
        """What `permitted` asks, as a condition on rows that reach this scope by `path`, such as "inspection": a join where
        `pk in (…)` would have the database list every permitted row first. NOWHERE for strangers."""
        if not is_somebody(actor):
            return NOWHERE
        return along(path, self.allowed(holdings(actor, on or clock.today()), permission))

    def allowed(self, held: Holdings, permission: Permission | str) -> Q:
        """The policy table for one permission as a condition on rows."""
        ways = [self.delegated(held, permission)]
        ways += [self.reached(held, reach, roles) for reach, roles in policy.reaches(permission).items()]
        # What covers nothing is left out: most people hold one role, and each way costs the database a condition.
        return either(*ways)

    def reached(self, held: Holdings, reach: Reach, roles: frozenset[Role]) -> Q:
        """The rows this reach covers for somebody, by those of `roles` they hold."""
        raise NotImplementedError(f"{type(self).__name__} does not translate reaches")

    def delegated(self, held: Holdings, permission: Permission | str) -> Q:
        """The rows where somebody was handed an activity that carries this permission."""
        raise NotImplementedError(f"{type(self).__name__} does not translate delegations")


NOWHERE = Q(pk__in=[])
# Not an empty Q: that would vanish when joined to others by OR.
EVERYWHERE = Q(pk__isnull=False)


def among(path: str, keys: Collection[Any]) -> Q:
    """The rows whose `path`, such as "pk", is one of these; NOWHERE itself when there are none."""
    return Q(**{f"{path}__in": keys}) if keys else NOWHERE


def limited(rows: Q, *conditions: Q) -> Q:
    """Those of the rows that meet every condition; NOWHERE itself stays what it is."""
    return rows if rows is NOWHERE else reduce(and_, conditions, rows)


def either(*conditions: Q) -> Q:
    """The rows that meet any of the conditions; EVERYWHERE itself once one of them is."""
    if any(condition is EVERYWHERE for condition in conditions):
        return EVERYWHERE
    return reduce(or_, (condition for condition in conditions if condition is not NOWHERE), NOWHERE)


def along(path: str, condition: Q) -> Q:
    """The condition for rows that lead to those it speaks of; NOWHERE itself stays what it is."""
    if condition is NOWHERE or not path:
        return condition
    moved = Q(_connector=condition.connector, _negated=condition.negated)
    children: list[Any] = condition.children
    for child in children:
        if isinstance(child, Q):
            moved.children.append(along(path, child))
        else:
            name, value = child
            moved.children.append((f"{path}__{name}", value))
    return moved


# Rows of a place a person may hold on a day, as (where, what is held there). Of the person only the key may be asked.
Places = Callable[[Any, date], "models.QuerySet[Any]"]
_PLACES: dict[str, tuple[Places, str, str, str]] = {}


def places(kind: str, where: str, what: str, partnership: str = "") -> Callable[[Places], Places]:
    """Registers a kind of place: the rows of a person on a day, and the names of the fields that say where, what, and in which
    partnership."""

    def register(rows: Places) -> Places:
        _PLACES[kind] = (rows, where, what, partnership)
        return rows

    return register


# Stand in the question for the person and the day it is asked about.
_SOMEBODY, _SOME_DAY = "somebody", "some day"


@cache
def _question(alias: str, kinds: tuple[str, ...]) -> tuple[str, list[Any]]:
    """The SQL for the places of all these kinds: the same for everybody and each day, and building it takes ten times as long as
    asking it."""
    person, day = get_user_model()(pk=2_000_000_011), date(1, 2, 3)
    asked: list[models.QuerySet[Any]] = []
    for kind in kinds:
        rows, where, what, partnership = _PLACES[kind]
        named = (
            rows(person, day)
            .order_by()
            .annotate(
                of=Value(kind),
                where=Cast(where, CharField()),
                what=Cast(what, CharField()),
                area=Cast(partnership, CharField()) if partnership else Value(""),
            )
        )
        asked.append(named.values_list("of", "where", "what", "area"))
    sql, given = asked[0].union(*asked[1:], all=True).query.get_compiler(alias).as_sql()
    marks = {person.pk: _SOMEBODY, connections[alias].ops.adapt_datefield_value(day): _SOME_DAY}
    return sql, [marks.get(parameter, parameter) for parameter in given]


class Holdings:
    """The places one person holds on a day, all kinds read from the database together when the first is asked for: national roles
    here, others by the upper apps."""

    def __init__(self, actor: Any, on: date) -> None:
        self.actor, self.on = actor, on
        self._read: dict[str, list[tuple[str, str]]] | None = None
        self._partnerships: set[int] = set()

    def of(self, kind: str) -> list[tuple[str, str]]:
        """(where as text, what is held there) for each place of this kind."""
        if self._read is None:
            # What a request reaches is made from this, so it cannot wait for that.
            with reach.everything():
                rows = list(self._rows())
            self._read = {name: [] for name in _PLACES}
            for name, where, what, partnership in rows:
                self._read[name].append((where, what))
                if partnership:
                    self._partnerships.add(int(partnership))
        return self._read[kind]

    def partnerships(self) -> set[int]:
        """The keys of those in which they hold any place at all, but for national roles."""
        self.of("national")
        return self._partnerships

    def _rows(self) -> Iterable[tuple[str, str, str, str]]:
        sql, parameters = _question(DEFAULT_DB_ALIAS, tuple(_PLACES))
        asked = {_SOMEBODY: self.actor.pk, _SOME_DAY: connection.ops.adapt_datefield_value(self.on)}
        with connection.cursor() as cursor:
            cursor.execute(sql, [asked.get(parameter, parameter) for parameter in parameters])
            return cursor.fetchall()

    def keys(self, kind: str, wanted: Collection[str]) -> set[int]:
        """The keys of the rows where one of `wanted` is held."""
        return {int(where) for where, what in self.of(kind) if what in wanted}

    def national(self, roles: frozenset[Role]) -> set[str]:
        """The regions of the national roles among `roles`; "" is all of England."""
        return {region for region, role in self.of("national") if role in roles}


# The keys of the partnerships of some regions, told by the app that knows them.
_IN_REGIONS: list[Callable[[Collection[str]], set[int]]] = []


def knows_regions(told: Callable[[Collection[str]], set[int]]) -> Callable[[Collection[str]], set[int]]:
    _IN_REGIONS[:] = [told]
    return told


def reach_of(actor: Any) -> str:
    """What a request of this person may meet at all, whatever they may do there (`core.reach`): every partnership in which they hold
    a place today. A national role without a region meets all."""
    if not is_somebody(actor):
        return reach.NOTHING_BUT_PUBLISHED
    held = holdings(actor, clock.today())
    regions = {region for region, _ in held.of("national")}
    if "" in regions:
        return reach.EVERYTHING
    regional = _IN_REGIONS[0](regions) if regions else set()
    return reach.of(held.partnerships() | regional)


def holdings(actor: Any, on: date) -> Holdings:
    """Read now; but while a page is only being looked at (`keep_for_a_look`), once for all its questions."""
    kept = getattr(actor, _KEPT, None)
    return Holdings(actor, on) if kept is None else kept.setdefault(on, Holdings(actor, on))


_KEPT = "_holdings_kept"


def keep_for_a_look(actor: Any) -> None:
    """From now on this object of a person answers from what it read first: for a request that changes nothing."""
    setattr(actor, _KEPT, {})


def is_somebody(actor: Any) -> bool:
    """Signed in, with an account that is open."""
    return bool(getattr(actor, "is_authenticated", False) and actor.is_active)


@places("national", "region_code", "role")
def _national(actor: Any, on: date) -> models.QuerySet[Any]:
    return actor.national_roles.in_force(on).order_by()


def everywhere(held: Holdings, roles: frozenset[Role]) -> Q:
    return EVERYWHERE if held.national(roles) else NOWHERE


def in_regions(held: Holdings, roles: frozenset[Role], path: str) -> Q:
    """The rows whose region (`path`, such as "region_id") is one of theirs; a role without a region covers all of England."""
    regions = held.national(roles)
    return EVERYWHERE if "" in regions else among(path, regions)


def can(actor: Any, permission: Permission | str, scope: models.Model) -> bool:
    """Whether the actor holds the permission on this partnership or inspection."""
    return type(scope)._default_manager.filter(pk=scope.pk).permitted(actor, permission).exists()  # type: ignore[attr-defined]


def held_on(actor: Any, permissions: Iterable[Permission], scope: models.Model) -> frozenset[Permission]:
    """Those of the permissions that the actor holds on this partnership or inspection, by the conditions of `permitted`."""
    if not is_somebody(actor):
        return frozenset()
    alike: dict[policy.Likeness, list[Permission]] = {}
    for permission in permissions:
        alike.setdefault(policy.likeness(permission), []).append(permission)
    groups = {f"group_{number}": group for number, group in enumerate(alike.values())}
    rows: Any = type(scope)._default_manager.filter(pk=scope.pk).order_by()
    held = holdings(actor, clock.today())
    conditions = {name: rows.allowed(held, group[0]) for name, group in groups.items()}
    # Most groups need no question: the person holds them nowhere.
    asked = {name: yes_or_no(condition) for name, condition in conditions.items() if condition is not NOWHERE}
    answers = rows.annotate(**asked).values(*asked).first() if asked else None
    return frozenset(permission for name, group in groups.items() if (answers or {}).get(name) for permission in group)


def yes_or_no(condition: Q) -> Case | Value:
    """Whether a row meets the condition, as a column to read along with it."""
    if condition is EVERYWHERE or condition is NOWHERE:
        return Value(condition is EVERYWHERE)
    return Case(When(condition, then=Value(True)), default=Value(False))


def holds(actor: Any, permission: Permission | str) -> bool:
    """For pages that belong to no scope: whether a national role of the actor has this permission everywhere."""
    if not is_somebody(actor):
        return False
    roles = policy.reaches(permission).get(Reach.ALL, frozenset())
    return bool(roles) and bool(holdings(actor, clock.today()).national(roles))


def require(actor: Any, permission: Permission | str, scope: models.Model | None = None) -> None:
    """Raises PermissionDenied (403): for insiders. Strangers must have met a 404 before this is asked."""
    if not (holds(actor, permission) if scope is None else can(actor, permission, scope)):
        raise PermissionDenied(Permission(permission).label)
