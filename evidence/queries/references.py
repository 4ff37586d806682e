"""What a note points at, by the references people use: A12.3, Case B, M14, E2."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.choices import Permission
from cases.models import TrackedCase
from evidence.choices import LinkKind
from evidence.models import Note
from information.models import AnswerFile
from inspections.models import Evidence, Inspection
from timetable.queries.meetings import visible_to

# (kind, reference without the word or letter that says its kind): ("document", "A12.3"), ("case", "B"), ("meeting", "14").
Link = tuple[str, str]
SHAPES = (
    (LinkKind.DOCUMENT, re.compile(r"([A-Z]{1,3}[0-9]{1,4}\.[0-9]{1,4})")),
    (LinkKind.MEETING, re.compile(r"(?:M|MEETING)\s*0*([1-9][0-9]{0,5})")),
    (LinkKind.EVIDENCE, re.compile(r"(?:E|EVIDENCE)\s*0*([1-9][0-9]{0,5})")),
    (LinkKind.CASE, re.compile(r"(?:CASE\s*)?([A-Z]{1,2})")),
)


class NoReference(ValueError):
    """Words that are no reference."""


def read(text: str) -> list[Link]:
    """The references of a text in which they stand apart by commas, semicolons or lines, each once. Raises NoReference(the words)."""
    found: dict[Link, None] = {}
    for words in (" ".join(part.split()) for part in re.split(r"[,;\n]", text)):
        if words:
            found[_link(words)] = None
    return list(found)


def _link(words: str) -> Link:
    for kind, shape in SHAPES:
        if match := shape.fullmatch(words.upper()):
            return kind.value, match[1]
    raise NoReference(words)


def shown(link: Link) -> str:
    """A12.3, Case B, M14, E2."""
    before = {LinkKind.CASE: "Case ", LinkKind.MEETING: "M", LinkKind.EVIDENCE: "E"}
    kind, ref = link
    return f"{before.get(LinkKind(kind), '')}{ref}"


def missing(by: Any, inspection: Inspection, links: Iterable[Link]) -> list[Link]:
    """Those that this person cannot find in the inspection, which for them is the same as not being there."""
    asked = list(links)
    there = {
        (kind.value, ref)
        for kind, find in FINDERS.items()
        if (wanted := {ref for of, ref in asked if of == kind})
        for ref in find(by, inspection, wanted)
    }
    return [link for link in asked if link not in there]


def _documents(by: Any, inspection: Inspection, wanted: Collection[str]) -> set[str]:
    apart = [ref.rpartition(".") for ref in wanted]
    found = AnswerFile.objects.readable_by(by).filter(
        item__inspection=inspection,
        item__number__in={number for number, _, _ in apart},
        part__in={int(part) for _, _, part in apart},
    )
    return {f"{number}.{part}" for number, part in found.values_list("item__number", "part")}


def _cases(by: Any, inspection: Inspection, wanted: Collection[str]) -> set[str]:
    found = TrackedCase.objects.permitted(by, Permission.CASE_VIEW, inspection).selected().filter(code__in=wanted)
    return set(found.values_list("code", flat=True))


def _meetings(by: Any, inspection: Inspection, wanted: Collection[str]) -> set[str]:
    found = visible_to(by, inspection).filter(number__in=[int(ref) for ref in wanted]).prefetch_related(None)
    return {str(number) for number in found.order_by().values_list("number", flat=True)}


def _evidence(_by: Any, inspection: Inspection, wanted: Collection[str]) -> set[str]:
    found = Evidence.objects.filter(inspection=inspection, number__in=[int(ref) for ref in wanted])
    return {str(number) for number in found.values_list("number", flat=True)}


FINDERS = {
    LinkKind.DOCUMENT: _documents,
    LinkKind.CASE: _cases,
    LinkKind.MEETING: _meetings,
    LinkKind.EVIDENCE: _evidence,
}


@dataclass(frozen=True)
class Pointer:
    """A link of a note as its page shows it; `href` is empty for those who may not open what it leads to."""

    text: str
    kind: str
    href: str


def pointers(by: Any, inspection: Inspection, note: Note) -> list[Pointer]:
    links = [(link.kind, link.ref) for link in note.links.all()]
    hidden = set(missing(by, inspection, links))
    return [
        Pointer(
            shown(link), str(LinkKind(link[0]).label), "" if link in hidden else address(inspection.reference, link)
        )
        for link in links
    ]


def address(reference: str, link: Link) -> str:
    kind, ref = link
    if kind == LinkKind.DOCUMENT:
        number, _, part = ref.rpartition(".")
        return reverse("information:file-open", args=[reference, number, part])
    name = {
        LinkKind.CASE: "cases:case-detail",
        LinkKind.MEETING: "timetable:meeting-detail",
        LinkKind.EVIDENCE: "inspections:evidence-detail",
    }[LinkKind(kind)]
    return reverse(name, args=[reference, ref])
