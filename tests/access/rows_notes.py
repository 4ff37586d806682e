"""Access rows: evidence notes."""

from __future__ import annotations

from typing import Any

from accounts.choices import Role
from core import clock
from evidence.models import Note, NoteSave
from evidence.queries.content import content_of
from tests.access.rows import INSIDERS, QUALITY, TEAM, Row, guarded, ref, with_
from tests.access.world import CANARY, World

READS = TEAM | QUALITY


def furnish(world: World) -> None:
    """A note with one save."""
    author = world.people[Role.CQC_INSPECTOR]
    note = Note.objects.create(
        inspection=world.inspection,
        number=1,
        client_key="access-rows",
        author=author,
        source_kind="meeting",
        text=CANARY,
    )
    NoteSave.objects.create(
        note=note, version=1, save_key="access-rows.1", by=author, at=clock.now(), fields=content_of(note)
    )


def rows_at(stage: str) -> list[Row]:
    """Read by the team and quality assurance, written by the team; the words are secret for good, also once the letter is out."""
    inside: dict[str, Any] = {"forbidden": INSIDERS[stage], "stage": stage}
    one = with_(number=1)
    return [
        guarded("evidence:note-list", READS, **inside, kwargs=ref, secret=READS),
        guarded("evidence:note-detail", READS, **inside, kwargs=one, secret=READS),
        guarded("evidence:note-history", READS, **inside, kwargs=one),
        guarded("evidence:note-version", READS, **inside, kwargs=with_(number=1, version=1), secret=READS),
        # The lines of enquiry stand in the form.
        guarded("evidence:note-add", TEAM, **inside, post=200, kwargs=ref, secret=TEAM),
        # Once the letter is out the page says that it is over, without the words.
        guarded(
            "evidence:note-edit", TEAM, **inside, post=200, kwargs=one, secret=TEAM if stage != "published" else ()
        ),
        guarded("evidence:note-withdraw", TEAM, **inside, post=200, kwargs=one),
        guarded("evidence:note-sheet", TEAM, **inside, kwargs=ref),
        # An empty form is none of ours.
        guarded("evidence:note-save", TEAM, **inside, post=400, kwargs=ref),
    ]


ROWS: list[Row] = [row for stage in ("planned", "notified", "issued", "published") for row in rows_at(stage)]
