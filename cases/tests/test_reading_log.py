"""Whoever opens a page that says something about one tracked child is in its reading log. The pages are found, not listed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cases.models import CaseOpening, TrackedCase
from cases.services import audits, cases, identity, pack, readings, records
from cases.tests.conftest import NAME, Area, a_file
from cases.views.base import CaseView
from core import clock
from tests.trust.plugin import Figures

MARKS = (
    "SEN-0000",
    NAME,
    "Mark: quiet room",
    "Mark: note",
    "Mark: met",
    "Mark: own words",
    "Mark: seen",
    "What happened, and when.",
)


def patterns(resolver: URLResolver | None = None, namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    """Every named address of the product."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, (*namespaces, one.namespace) if one.namespace else namespaces)
        elif one.name:
            yield ":".join((*namespaces, one.name)), one


def furnished(area: Area) -> TrackedCase:
    case = area.asked()
    case = cases.record_consent(
        by=area.officer, case=case, given=True, on=clock.today(), giver="both", how="in_person", note="Mark: note",
        access_needs="Mark: quiet room",
    )  # fmt: skip
    pack.add_document(by=area.officer, case=case, kind="chronology", title="Chronology", upload=a_file())
    case = pack.submit_pack(by=area.officer, case=TrackedCase.objects.get(pk=case.pk))
    audits.name_authors(by=area.officer, case=case, authors={"health": area.health})
    section = case.audit_sections.get()
    audits.write_section(by=area.health, section=section, grades={}, evidence="Mark: seen", version=section.version)
    records.write_record(by=area.lead, case=case, kind="family", notes="Mark: met", own_words="Mark: own words")
    return TrackedCase.objects.get(pk=case.pk)


def addresses(case: TrackedCase, *, everywhere: bool) -> Iterator[tuple[str, str]]:
    """The addresses that can be asked for with what is known of the case."""
    from django.urls import reverse

    known = {
        "reference": case.inspection.reference, "code": case.code, "number": 1, "agency": "health", "kind": "family", "move": "withdraw",
        "slug": case.inspection.partnership.slug,
    }  # fmt: skip
    for name, pattern in patterns():
        wanted = set(pattern.pattern.converters)
        if wanted <= set(known) and "reference" in wanted and (everywhere or name.startswith("cases:")):
            yield name, reverse(name, kwargs={key: known[key] for key in wanted})


def unlogged(area: Area, case: TrackedCase, *, everywhere: bool) -> tuple[list[str], int]:
    """Asks for every page as everybody; the answers with a mark that left no opening, and how many answers had one."""
    missed, shown = [], 0
    people = (area.lead, area.lano) if everywhere else (area.officer,)
    for person in people:
        client = Client()
        client.force_login(person)
        for name, address in addresses(case, everywhere=everywhere):
            for given in (None, {"reason": "To meet the family"}) if name == "cases:case-name" else (None,):
                before = CaseOpening.objects.filter(case=case, person=person).count()
                response: Any = client.get(address) if given is None else client.post(address, given)
                body = b"".join(response.streaming_content) if response.streaming else response.content
                if response.status_code == 200 and any(mark in body.decode(errors="replace") for mark in MARKS):
                    shown += 1
                    if CaseOpening.objects.filter(case=case, person=person).count() == before:
                        missed.append(f"{person}: {name}")
    return missed, shown


def provoke(area: Area, figures: Figures, monkeypatch: pytest.MonkeyPatch, *, everywhere: bool, least: int) -> None:
    case = furnished(area)
    missed, shown = unlogged(area, case, everywhere=everywhere)
    figures("unlogged readings", f"{len(missed)} of {shown}")
    assert missed == []
    assert shown >= least
    monkeypatch.setattr(readings, "read", lambda **more: None)
    monkeypatch.setattr(CaseOpening.objects.__class__, "create", lambda self, **more: None)
    caught, shown = unlogged(area, case, everywhere=False)
    figures.control("readings and openings are not kept", caught=len(caught), of=shown)


@pytest.mark.once
@pytest.mark.trust(
    "K4",
    "every page of tracked cases as the coordinator; each answer with one of eight marks of the child must be in its reading log",
)
def test_every_page_of_a_case_is_in_its_reading_log(
    area: Area, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    provoke(area, figures, monkeypatch, everywhere=False, least=4)


@pytest.mark.prove
@pytest.mark.trust(
    "K4", "every page of an inspection in the whole product, as the lead inspector and the nominated officer"
)
def test_no_other_page_shows_a_child(area: Area, figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    provoke(area, figures, monkeypatch, everywhere=True, least=8)


def test_every_page_that_loads_a_case_keeps_its_readings() -> None:
    """A view that says it keeps them itself is named here, and tested above."""
    own = {
        name for name, pattern in patterns()
        if isinstance(found := getattr(pattern.callback, "view_class", None), type) and issubclass(found, CaseView) and not found.reading
    }  # fmt: skip
    assert own == {"cases:document-open"}


def test_the_reading_log_of_the_page_shows_names_and_documents_only(area: Area) -> None:
    case = furnished(area)
    identity.show(by=area.lead, case=case, reason="To meet the family")
    client = Client()
    client.force_login(area.lead)
    response: Any = client.get(case.get_absolute_url())
    response = client.get(case.get_absolute_url())
    assert [one.page for one in response.context["openings"]] == [""]
    assert CaseOpening.objects.filter(case=case, page="case-detail").count() == 2
