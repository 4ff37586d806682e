"""No page leads anybody to a refusal: each link and each button on each page is tried by the person who is shown it."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests.access.asked import answers, asked
from tests.access.test_matrix import NUMBERED, Stand, Undone, brief_refusals, quiet, stand  # noqa: F401  (fixtures)
from tests.access.world import STAGES
from tests.trust.plugin import Figures

LINK = re.compile(r"""<a\b[^>]*?\shref="([^"#?][^"]*)\"""")
FORM = re.compile(r"""<form\b[^>]*>.*?</form>""", re.DOTALL)
ACTION = re.compile(r"""\sformaction="([^"]+)\"|^<form\b[^>]*?\saction="([^"]+)\"""")
METHOD = re.compile(r"""\smethod="post\"""", re.IGNORECASE)
# 409 and the like say in words why something cannot be now: that is an answer.
REFUSALS = {"GET": (403, 404, 405), "POST": (403, 405)}  # a form sent empty names no row, which is then not found


def leads(page: str, words: str) -> set[tuple[str, str]]:
    """{(method, path)} of what a page offers within this site."""
    found = {("GET", unescape(one)) for one in LINK.findall(words)}
    for form in FORM.findall(words):
        method = "POST" if METHOD.search(form.partition(">")[0]) else "GET"
        actions = [unescape(button or whole) for button, whole in ACTION.findall(form)]
        found |= {(method, action) for action in actions or [page]}
    within = {(method, urljoin(page, where).partition("#")[0]) for method, where in found}
    return {(method, where) for method, where in within if where.startswith("/") and not urlsplit(where).netloc}


def led_astray(stand: Stand) -> tuple[int, list[str]]:  # noqa: F811
    """(what was tried, what was refused)."""
    tried: dict[tuple[str, str, str], int] = {}
    wrong: list[str] = []
    with Undone() as undone:
        for number, row in NUMBERED:
            if row.stage != stand.stage:
                continue
            url = reverse(row.name, kwargs=row.url_kwargs(stand.world))
            for name in asked(row, number):
                if answers(row, name)[0] != HttpResponse.status_code:
                    continue
                client = stand.client_of(name)
                _, words = undone.ask(client, "GET", url)
                for method, where in sorted(leads(url, words)):
                    if (name, method, where) not in tried:
                        tried[name, method, where], _ = undone.ask(client, method, where)
                    if tried[name, method, where] in REFUSALS[method]:
                        wrong.append(f"{name} on {url}: {method} {where}: {tried[name, method, where]}")
    return len(tried), wrong


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.django_db
@pytest.mark.trust("A2", "every link and button of every page, tried by whoever is shown it")
@pytest.mark.parametrize("stand", list(STAGES), indirect=True, scope="module")
def test_no_page_leads_to_a_refusal(stand: Stand, quiet: None, figures: Figures) -> None:  # noqa: F811
    tried, wrong = led_astray(stand)
    figures("links and buttons", tried)
    figures("that lead to a refusal", len(wrong))
    assert wrong == []
