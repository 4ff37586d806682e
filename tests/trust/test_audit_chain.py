"""The audit cannot be changed quietly: with the trigger off, the chain finds the place (K2)."""

from __future__ import annotations

import random
import uuid
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from audit import chain, verify
from audit.models import Entry, Link
from audit.redact import redact
from audit.testing import unlocked
from tests.trust.chains import first_fault, made_anew, run, undone, write
from tests.trust.plugin import Figures


def alter(rng: random.Random, links: list[Link]) -> tuple[str, int, int]:  # noqa: C901  (one branch for each kind of change)
    """One change of the chain by somebody who owns the database; gives what, and the place and entry that must be named (0: any)."""
    link = rng.choice(links)
    what = rng.choice(
        ("field", "words", "entry gone", "both gone", "put in", "two swapped", "link", "places swapped", "moved")
    )
    other = rng.choice([one for one in links if one.number != link.number])
    first = min(link, other, key=lambda one: one.number or 0)
    if what == "field":
        field, value = rng.choice(
            (
                ("verb", "x"),
                ("actor_label", "Somebody"),
                ("subject_id", "0"),
                ("request_id", "1"),
                ("partnership_ref", "a-b"),
            )
        )
        run(f"UPDATE audit_entry SET {field} = %s WHERE id = %s", value, link.entry_id)
    elif what == "words":
        field, value = rng.choice((("reason", "Another"), ("changes", '{"n": [7, 7]}'), ("subject_label", "Bea")))
        run(f"UPDATE audit_entry SET {field} = %s WHERE id = %s", value, link.entry_id)
    elif what == "entry gone":
        run("DELETE FROM audit_entry WHERE id = %s", link.entry_id)
    elif what == "both gone":
        run("DELETE FROM audit_entry WHERE id = %s", link.entry_id)
        run("DELETE FROM audit_link WHERE number = %s", link.number)
        return what, link.number or 0, 0
    elif what == "put in":
        columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.name != "id")
        run(
            f"INSERT INTO audit_entry (id, {columns}) SELECT 999999, {columns} FROM audit_entry WHERE id = %s",
            link.entry_id,
        )
        return what, 0, 999999
    elif what == "two swapped":
        for one, to in ((link.entry_id, -1), (other.entry_id, link.entry_id), (-1, other.entry_id)):
            run("UPDATE audit_link SET entry_id = %s WHERE entry_id = %s", to, one)
        return what, first.number or 0, 0
    elif what == "link":
        field = rng.choice(("hash", "digest", "previous"))
        run(
            f"UPDATE audit_link SET {field} = %s WHERE number = %s",
            uuid.UUID(int=rng.getrandbits(128)).hex * 2,
            link.number,
        )
    elif what == "places swapped":
        for one, to in ((link.number, -1), (other.number, link.number), (-1, other.number)):
            run("UPDATE audit_link SET number = %s WHERE number = %s", to, one)
        return what, first.number or 0, 0
    else:
        run("UPDATE audit_entry SET at = '2001-01-01 00:00:00+00:00' WHERE id = %s", link.entry_id)
    return what, link.number or 0, 0


def provoke(number: int, figures: Figures) -> None:
    write(60)
    head = verify.head()
    heads = {head.number: head.hash}
    assert first_fault(heads) is None
    links = list(Link.objects.all())
    rng = random.Random(20261129)
    missed = []
    with unlocked(unlinked=True):
        for _ in range(number):
            with undone():
                what, place, entry = alter(rng, links)
                fault = first_fault(heads)
                if fault is None or (place and fault.number != place) or (entry and fault.entry != entry):
                    missed.append((what, place, entry, fault))
    figures("found with its place", f"{number - len(missed)} of {number}")
    assert missed == []
    assert first_fault(heads) is None


@pytest.mark.trust(
    "K2", "changed, removed, put in, reordered at random with the triggers off (36 times, part of each run)"
)
@pytest.mark.django_db
def test_a_changed_chain_is_found_with_its_place(figures: Figures) -> None:
    provoke(36, figures)


@pytest.mark.prove
@pytest.mark.trust("K2", "changed, removed, put in, reordered at random 1,000 times with the triggers off")
@pytest.mark.django_db
def test_a_thousand_changes_of_the_chain_are_found(figures: Figures) -> None:
    provoke(1000, figures)


@pytest.mark.trust("K2", "the whole chain made anew after a change, by somebody who knows how it is made")
@pytest.mark.django_db
def test_a_chain_made_anew_is_found_by_the_head_outside(figures: Figures) -> None:
    entries = write(5)
    head = verify.head()
    with unlocked(unlinked=True):
        run("UPDATE audit_entry SET verb = 'x' WHERE id = %s", entries[2].pk)
        run("DELETE FROM audit_link")
        made_anew()
    assert first_fault() is None  # consistent in itself: that is why its head is kept elsewhere
    figures.control("verified without the head outside", caught=1, of=1)
    fault = first_fault({head.number: head.hash})
    assert fault is not None
    figures("named", fault)
    assert (fault.number, fault.what) == (5, "the chain was another when its head was written down")


@pytest.mark.trust("K2", "the last entries and their links removed")
@pytest.mark.django_db
def test_a_chain_cut_short_is_found_by_the_head_outside(figures: Figures) -> None:
    entries = write(5)
    head = verify.head()
    with unlocked():
        run("DELETE FROM audit_entry WHERE id >= %s", entries[3].pk)
        run("DELETE FROM audit_link WHERE number > 3")
    fault = first_fault({head.number: head.hash})
    figures("named", fault)
    assert fault is not None
    assert (fault.number, fault.what) == (5, "the chain ends before a head that was written down")


# --- around it
@pytest.mark.django_db
def test_every_field_of_an_entry_is_in_the_chain() -> None:
    columns = {field.column for field in Entry._meta.concrete_fields}
    assert columns == {*chain.FACTS, *chain.WORDS, "salt"}


@pytest.mark.django_db
def test_words_can_be_taken_out_and_the_chain_holds() -> None:
    entry = write(3)[1]
    head = verify.head()
    assert redact(entry=entry, why="a test")
    assert not redact(entry=entry, why="a test")
    entry.refresh_from_db()
    assert (entry.reason, entry.changes, entry.subject_label, entry.salt) == (chain.GONE, {}, chain.GONE, "")
    assert first_fault({head.number: head.hash}) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        run("UPDATE audit_entry SET verb = 'x', salt = '' WHERE id = %s", entry.pk)
    with unlocked():
        run("UPDATE audit_redaction SET reason = %s", "0" * 64)
    assert first_fault() is not None


def verified(*arguments: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), err.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_the_command_says_where_it_is_broken(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = str(tmp_path / "heads.txt")
    entries = write(4)
    code, said = verified("--record-head")
    assert (code, said.splitlines()[0]) == (0, "4 entries, unbroken; 0 heads agree; words removed from 0.")
    assert verified()[1].startswith("4 entries, unbroken; 1 heads agree")
    with unlocked():
        run("UPDATE audit_entry SET verb = 'x' WHERE id IN (%s, %s)", entries[1].pk, entries[2].pk)
    code, said = verified()
    assert (code, said) == (1, f"The audit is broken at link 2, entry {entries[1].pk}: the entry was changed.\n")
    assert len(verified("--all")[1].splitlines()) == 2


@pytest.mark.django_db
def test_a_file_of_heads_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="There is no file"):
        call_command("verify_audit", heads=str(tmp_path / "away"))
    (tmp_path / "odd").write_text("what\n")
    with pytest.raises(CommandError, match="line 1 is not a head of the audit"):
        call_command("verify_audit", heads=str(tmp_path / "odd"))
