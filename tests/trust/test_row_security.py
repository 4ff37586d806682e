"""The second belt: what the database shows to the role of the application, whatever the code asks (docs/adr, row-level security)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django import forms
from django.db import Error, connection, transaction
from django.db.models import Count
from django.forms import ModelChoiceField

from accounts.models import User
from audit.models import Entry
from audit.record import record
from core import clock, database_role, reach, row_security
from improvement.queries import publication as plans
from inspections import verbs
from inspections.models import Deadline, Inspection, PublishedListing
from partnerships.models import Contact, Partnership, Site
from reports import queries as letters
from reports.models import EasyReadVersion, LetterVersion, Withdrawal
from tests import rows
from tests.access.world import TODAY, World, build

Probe = Callable[[World], int]
PROBES: dict[str, Probe] = {}


def probe(ask: Probe) -> Probe:
    """A way code might reach rows of `world.here` from a request of somebody whose only place is in `world.there`: how many it gets."""
    PROBES[ask.__name__] = ask
    return ask


def of_here(found: Any, world: World) -> int:
    return sum(1 for one in found if one.partnership_id == world.here.pk)


@probe
def the_base_manager(world: World) -> int:
    return Inspection._base_manager.filter(partnership=world.here).count()


@probe
def a_raw_query(world: World) -> int:
    return of_here(Contact.objects.raw("SELECT * FROM partnerships_contact"), world)


@probe
def a_cursor(world: World) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM timetable_meeting WHERE inspection_id = %s", [world.inspection.pk])
        return int(cursor.fetchone()[0])


@probe
def a_reverse_relation(world: World) -> int:
    return world.inspection.deadlines.count()


@probe
def values_through_the_parent(world: World) -> int:
    found = Partnership.objects.filter(pk=world.here.pk).values_list("contacts__name", flat=True)
    return sum(1 for name in found if name)


@probe
def a_prefetch(world: World) -> int:
    area = Partnership.objects.prefetch_related("contacts", "inspections").get(pk=world.here.pk)
    return len(area.contacts.all()) + len(area.inspections.all())


@probe
def an_aggregate(world: World) -> int:
    counted = Partnership.objects.filter(pk=world.here.pk).aggregate(n=Count("inspections__deadlines"))
    return int(counted["n"])


@probe
def a_foreign_key_by_its_number(world: World) -> int:
    """A row of one's own that points at somebody else's contact."""
    planted = Site(partnership=world.there, name="Planted", kind="office", contact_id=world.things["contact_here"])
    return written(planted.save)


@probe
def a_child_in_another_partnership(world: World) -> int:
    planted = Contact(partnership_id=world.here.pk, name="Planted")
    return written(planted.save)


@probe
def a_bulk_create(world: World) -> int:
    planted = [Contact(partnership_id=world.here.pk, name=f"Planted {number}") for number in range(2)]
    return written(lambda: Contact.objects.bulk_create(planted))


@probe
def a_bulk_update(world: World) -> int:
    return Contact.objects.filter(partnership_id=world.here.pk).update(note="changed")


@probe
def a_row_moved_away(world: World) -> int:
    """From one's own partnership into the other."""
    return written(lambda: Contact.objects.filter(partnership=world.there).update(partnership=world.here))


@probe
def a_delete(world: World) -> int:
    return Deadline._base_manager.filter(inspection=world.inspection)._raw_delete("default")


@probe
def a_lock(world: World) -> int:
    return len(Inspection.objects.select_for_update().filter(pk=world.inspection.pk))


@probe
def a_choice_of_a_form(world: World) -> int:
    field = ModelChoiceField(queryset=Contact._base_manager.all())
    try:
        return int(field.clean(world.things["contact_here"]).partnership_id == world.here.pk)
    except forms.ValidationError:
        return 0


@probe
def a_history_by_the_kind_and_number_of_its_subject(world: World) -> int:
    return Entry.objects.filter(subject_type="inspections.inspection", subject_id=str(world.inspection.pk)).count()


@probe
def the_number_of_rows_of_every_table(world: World) -> int:
    """One row for each table in which anything of the other partnership is seen."""
    found = seen()
    return sum(1 for model, own in world.things["own"].items() if found[model] > own)


def written(write: Callable[[], Any]) -> int:
    """Whether the database took it."""
    try:
        with transaction.atomic():
            write()
    except Error:
        return 0
    return 1


def seen() -> Counter[str]:
    with connection.cursor() as cursor:
        found: Counter[str] = Counter()
        for model in row_security.paths():
            cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
            found[model._meta.label] = cursor.fetchone()[0]
    return found


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask_all(world: World, partnerships: set[int]) -> dict[str, int]:
    """What each probe gets within the reach of these partnerships."""
    found = {}
    for name, ask in PROBES.items():
        with undone(), reach.within(reach.of(partnerships)):
            found[name] = ask(world)
    return found


@pytest.fixture
def world(db: Any) -> Iterator[World]:
    with clock.travelled_to(TODAY):
        world = build("notified")
        world.things["contact_here"] = Contact.objects.filter(partnership=world.here).values_list("pk", flat=True)[0]
        Contact.objects.create(partnership=world.there, name="Their Own")
        Deadline.objects.filter(inspection=world.inspection).first() or pytest.fail("nothing to find")
        record(actor=None, verb=verbs.CREATED, subject=world.inspection)
        yield world


@pytest.mark.prove
@pytest.mark.trust(
    "A4",
    "17 ways past the queries, as the application's role, for somebody whose only place is in the other partnership: base manager, raw "
    "SQL, relations, aggregates, forms, foreign keys by number, rows planted, moved, changed, deleted and locked, every table counted",
)
def test_no_way_past_the_queries_reaches_another_partnership(world: World, figures: Any) -> None:
    rows.prepare()
    with rows.as_application():
        with reach.within(reach.of(())):
            nothing = seen()
        # What belongs to no partnership, and what is published, everybody sees.
        world.things["own"] = Counter({model: nothing[model] for model in nothing})
        with_place = {model: number for model, number in held_in(world.there.pk).items() if number > nothing[model]}
        world.things["own"].update({model: number - nothing[model] for model, number in with_place.items()})
        leaks = ask_all(world, {world.there.pk})
    figures("ways tried", len(leaks))
    figures("rows of others", sum(leaks.values()))
    assert {name: got for name, got in leaks.items() if got} == {}
    control = ask_all(world, {world.there.pk})
    figures.control("row-level security off", caught=sum(1 for got in control.values() if got), of=len(control))


def held_in(partnership: int) -> Counter[str]:
    """How many rows of each table lead to one partnership, asked as a superuser along the declared path."""
    found: Counter[str] = Counter()
    with reach.within(None):
        for model in row_security.paths():
            way, at = [], model
            while row_security.paths()[at] is not None:
                key = row_security.paths()[at]
                way.append(key.name)
                at = key.related_model
                if at is Partnership:
                    break
            if at is Partnership:
                found[model._meta.label] = model._base_manager.filter(**{"__".join(way): partnership}).count()
    return found


@pytest.mark.trust(
    "A5", "the models against the database: each table that leads to a partnership, and those that lead nowhere"
)
def test_each_table_is_held_or_says_why_not(db: Any, figures: Any) -> None:
    assert row_security.undeclared() == []
    figures("tables that lead to a partnership", len(row_security.paths()))
    if connection.vendor != "postgresql":
        assert row_security.apply(connection) == []
        return
    with connection.cursor() as cursor:
        missing = row_security.missing(cursor)
        figures("tables missing a policy", len(missing))
        assert missing == []
        caught = 0
        broken = [model._meta.db_table for model in row_security.paths()][::9]
        for table in broken:
            with undone():
                cursor.execute(f"DROP POLICY in_reach ON {table}")
                caught += row_security.missing(cursor) == [table]
            with undone():
                cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
                caught += row_security.missing(cursor) == [table]
        figures.control("a policy dropped, or FORCE taken away, from one table", caught=caught, of=2 * len(broken))


@pytest.mark.prove
@pytest.mark.trust("A5", "the role of the application asks what it is, and tries what only an owner may")
def test_the_application_owns_nothing(db: Any, figures: Any) -> None:
    rows.prepare()
    forbidden = (
        "ALTER TABLE inspections_inspection DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE inspections_inspection NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY in_reach ON inspections_inspection",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "UPDATE audit_entry SET verb = ''",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
        "TRUNCATE inspections_inspection CASCADE",
        "SET session_replication_role = replica",
        f"ALTER ROLE {rows.ROLE} BYPASSRLS",
        "CREATE TABLE public.mine (id int)",
    )
    taken = []
    with connection.cursor() as cursor:
        assert database_role.standing(cursor) == "a superuser"
        cursor.execute(f"SET LOCAL ROLE {rows.ROLE}")
        assert database_role.standing(cursor) == ""
        for statement in forbidden:
            try:
                with undone():
                    cursor.execute(statement)
                    taken.append(statement)
            except Error:
                pass
        cursor.execute("SET LOCAL ROLE NONE")
    figures("acts of an owner tried", len(forbidden))
    figures("taken", len(taken))
    assert taken == []


@pytest.mark.prove
@pytest.mark.trust(
    "A4", "the lists of what is published, asked as the application for nobody signed in and as a superuser"
)
def test_what_is_published_is_seen_by_everybody_and_what_was_withdrawn_is_not(db: Any, figures: Any) -> None:
    lists: dict[str, Callable[[], Any]] = {
        "inspections": Inspection.objects.published,
        "letters": letters.published,
        "once published": LetterVersion.objects.once_published,
        "plans": plans.newest_published,
        "withdrawn": Withdrawal.objects.all,
        "easy read": EasyReadVersion.objects.all,
        "listings": PublishedListing.objects.all,
    }

    def found() -> dict[str, list[Any]]:
        return {name: sorted(rows().order_by().values_list("pk", flat=True)) for name, rows in lists.items()}

    with clock.travelled_to(TODAY):
        build("published")
        withdrawn = letters.published().first()
        Withdrawal.objects.create(
            version=withdrawn, kind="mistake", by=User.objects.all()[0], at=clock.now(), reason="A mistake."
        )
        wanted = found()
        rows.prepare()
        with rows.as_application(), reach.within(reach.NOTHING_BUT_PUBLISHED):
            seen = found()
    figures("rows published", sum(map(len, wanted.values())))
    figures("lists that differ", sum(seen[name] != wanted[name] for name in lists))
    assert seen == wanted
    assert wanted["inspections"] and wanted["once published"] and wanted["plans"] and wanted["withdrawn"]
