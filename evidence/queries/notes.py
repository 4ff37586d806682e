"""Lists of notes and what their pages show."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from evidence.models import Enquiry, EnquiryVersion, Note, NoteCriterion, NoteEnquiry, NoteSave
from evidence.queries.content import in_words
from inspections.models import Inspection


@dataclass(frozen=True)
class Filter:
    """What a list of notes is narrowed to: the names in its address, each "" for all.

    source, strand, quotation: their codes; criterion: a code; enquiry and author: a number; on: an ISO date; text: words;
    bearing: narrows the criterion or the enquiry; withdrawn: "yes" for the withdrawn ones, otherwise they are left out.
    """

    source: str = ""
    strand: str = ""
    criterion: str = ""
    enquiry: str = ""
    bearing: str = ""
    author: str = ""
    on: str = ""
    quotation: str = ""
    text: str = ""
    withdrawn: str = ""

    @property
    def narrows(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))

    def of(self, inspection: Inspection) -> QuerySet[Note]:
        """The notes that fit, the newest number first. What is no code, number or date fits nothing."""
        found = everything(inspection).filter(withdrawn_at__isnull=self.withdrawn != "yes")
        plain = {"source_kind": self.source, "strand": self.strand, "quotation": self.quotation}
        found = found.filter(**{name: value for name, value in plain.items() if value})
        bearing = {"bearing": self.bearing} if self.bearing else {}
        if self.criterion:
            found = found.filter(_tagged(NoteCriterion, code=self.criterion, **bearing))
        if self.enquiry:
            number = int(self.enquiry) if self.enquiry.isdecimal() else 0
            found = found.filter(_tagged(NoteEnquiry, enquiry__number=number, **bearing))
        if self.author:
            found = found.filter(author=int(self.author) if self.author.isdecimal() else 0)
        if self.on:
            found = found.filter(happened_on=on) if (on := _day(self.on)) else found.none()
        for word in self.text.split():
            found = found.filter(_says(word))
        return found


def _tagged(model: type[NoteCriterion | NoteEnquiry], **conditions: Any) -> Q:
    """One tag that meets every condition."""
    return Q(pk__in=model._base_manager.filter(**conditions).values("note"))


def _says(word: str) -> Q:
    cited = re.fullmatch(r"[Nn]([0-9]{1,6})", word)
    here = Q(title__icontains=word) | Q(text__icontains=word) | Q(people_met__icontains=word)
    return here | Q(number=int(cited[1])) if cited else here


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def everything(inspection: Inspection) -> QuerySet[Note]:
    """All notes with what a row or a page of one shows, in five queries."""
    ties = NoteEnquiry.objects.select_related("enquiry").order_by("enquiry__number")
    found = Note.objects.filter(inspection=inspection).select_related("author", "inspection")
    return found.prefetch_related("criteria", Prefetch("enquiries", ties), "links").order_by("-number")


def authors(inspection: Inspection) -> list[User]:
    """Those who began a note."""
    return list(User.objects.filter(pk__in=Note.objects.filter(inspection=inspection).order_by().values("author")))


def days(inspection: Inspection) -> list[date]:
    """The days that notes speak of."""
    found = Note.objects.filter(inspection=inspection).order_by("happened_on")
    return [on for on in found.values_list("happened_on", flat=True).distinct() if on is not None]


def enquiries(inspection: Inspection) -> list[Enquiry]:
    return list(Enquiry.objects.filter(inspection=inspection).order_by("number"))


def wordings(note: Note) -> dict[int, tuple[str, bool]]:
    """{number of a line of enquiry: (the wording the note was tied to, whether it is the newest)}."""
    ties = {tie.enquiry_id: tie.enquiry_version for tie in note.enquiries.all()}
    texts: dict[int, dict[int, str]] = {}
    for enquiry, number, text in EnquiryVersion.objects.filter(enquiry__in=ties).values_list(
        "enquiry", "number", "text"
    ):
        texts.setdefault(enquiry, {})[number] = text
    return {
        tie.enquiry.number: (
            texts.get(tie.enquiry_id, {}).get(tie.enquiry_version, tie.enquiry.text),
            tie.enquiry_version >= max(texts.get(tie.enquiry_id, {1: ""})),
        )
        for tie in note.enquiries.all()
    }


def saves(note: Note) -> QuerySet[NoteSave]:
    """Every save of a note, the newest first."""
    return NoteSave.objects.filter(note=note).select_related("by").order_by("-version")


def last_save(note: Note) -> NoteSave | None:
    return saves(note).first()


def save_before(save: NoteSave) -> NoteSave | None:
    return saves(save.note).filter(version__lt=save.version).first()


def rows_of(page: list[NoteSave]) -> list[tuple[NoteSave, int]]:
    """Each save of a page with how many characters its text has."""
    return [(save, len(save.fields.get("text", ""))) for save in page]


def changes(before: NoteSave | None, after: NoteSave) -> list[tuple[str, str, str]]:
    """(field, what it said, what it says) for each field that a save changed."""
    then, now = in_words(before.fields if before else {}), in_words(after.fields)
    return [(name, then[name], words) for name, words in now.items() if then[name] != words]
