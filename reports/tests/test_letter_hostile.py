"""Hostile text in every field of a letter and of its Easy Read summary: printed as text, never run, loaded or embedded."""

from __future__ import annotations

import io
import json
import socket
from itertools import cycle
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from core import pdf
from reports.letters import easy_read, render
from reports.letters.context import LetterContext
from reports.tests import letter_checks as checks
from reports.tests import letter_samples as samples

CANARY = "CANARY-7f3a-CHILD-NAME"
SHAPES = (
    '<img src="{url}">',
    '<a rel=attachment href="{url}">x</a>',
    '<link rel=attachment href="{url}">',
    '<link rel=stylesheet href="{url}">',
    "<style>@import url({url});</style>",
    "<style>@font-face{{font-family:x;src:url({url})}}</style>",
    '<p style="background:url({url})">',
    "<style>p::before{{content:url({url})}}</style>",
    '<object data="{url}"></object><embed src="{url}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/><use href="{url}#a"/></svg>',
    '<base href="{url}/"><iframe src="x"></iframe>',
    "<script>fetch('{url}')</script>",
    '<svg onload="fetch(\'{url}\')">',
    "</style></head><body><h1>Not ours</h1><!--{url}",
    "{{{{ settings.SECRET_KEY }}}}{{% include '{url}' %}}",
    '<p class="MsoNormal"><o:p>&nbsp;</o:p><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]--></p>{url}',
    '<!DOCTYPE x [<!ENTITY x SYSTEM "{url}">]>&x;',
    "javascript:fetch('{url}')",
    "[click]({url}) ![x]({url})",
    '"><meta http-equiv=refresh content="0;url={url}">',
)  # fmt: skip


@pytest.fixture
def listener():
    """A socket that would notice: nothing is ever accepted from it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


@pytest.fixture
def vectors(listener, tmp_path: Path):
    canary = tmp_path / "canary.txt"
    canary.write_text(CANARY)
    urls = (
        f"http://127.0.0.1:{listener.getsockname()[1]}/x",
        canary.as_uri(),
        "http://169.254.169.254/latest/meta-data",
    )
    return [shape.format(url=url) for shape in SHAPES for url in urls]


def poisoned(value: Any, attacks: Any) -> Any:
    """Every text of the letter's sections, with the next attack behind its own words."""
    if isinstance(value, list):
        return [poisoned(one, attacks) for one in value]
    if isinstance(value, dict):
        return {
            name: one if name in ("type", "code", "group", "heading", "level", "result") else poisoned(one, attacks)
            for name, one in value.items()
        }
    return f"{value} {next(attacks)}" if isinstance(value, str) and value else value


def untouched(listener) -> bool:
    try:
        listener.accept()
    except TimeoutError:
        return True
    return False


def assert_harmless(printed: bytes) -> None:
    assert CANARY.encode() not in printed
    assert CANARY not in checks.text_of(printed, "")
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.attachments) == 0
        assert "/OpenAction" not in document.Root and "/AA" not in document.Root
        assert "/JavaScript" not in document.Root.get("/Names", {})
        links = [
            str(annotation.A.get("/URI", ""))
            for page in document.pages
            for annotation in page.obj.get("/Annots", [])
            if "/A" in annotation
        ]
        images = [name for page in document.pages for name in page.obj.Resources.get("/XObject", {})]
    assert [link for link in links if "127.0.0.1" in link or link.startswith(("file:", "javascript:"))] == []
    assert images == []
    assert checks.faults(printed) in ([], ["no bookmarks"])


@pytest.mark.trust("X1", "every vector in every text of a letter, beside a listening server")
@pytest.mark.parametrize("name", ["bury-2024", "letter-2016", "revisit-2019"])
def test_what_is_hostile_is_printed_as_the_text_it_is(name, vectors, listener, figures: Any):
    data = json.loads(samples.context(name).as_json())
    attacks = cycle(vectors)
    data["sections"] = poisoned(data["sections"], attacks)
    if data["envelope"]:
        data["envelope"] = poisoned(data["envelope"], attacks)
    data["area_name"] = f"{data['area_name']} {vectors[0]}"
    letter = LetterContext.from_json(json.dumps(data).encode())
    document, fragment = render.render_document(letter), str(render.render_fragment(letter))
    for drawn in (document, fragment):
        for mark in ("<img", "<script", "<link", "<iframe", "<object", "<svg", "<o:p", 'onload="fetch'):
            assert mark not in drawn.lower(), mark
    printed = pdf.render_pdf(document)
    assert untouched(listener)
    assert_harmless(printed)
    text = checks.text_of(printed, "", "-raw").replace(" ", "")
    assert "<script>fetch(" in text and "@import" in text, "it is there to be read"
    figures("vectors", len(vectors))
    figures("fetched", 0)


@pytest.mark.trust("X2", "every vector as a line of an Easy Read summary")
def test_the_easy_read_summary_prints_what_is_hostile_as_text(vectors, listener):
    lines = tuple(
        easy_read.Line(vector, picture) for vector, picture in zip(vectors, cycle(easy_read.PICTURES), strict=False)
    )
    content = easy_read.EasyReadContext(
        reference="x", area_name=vectors[0], product="Report", printed_dates="1 to 5 May 2024", lines=lines
    )
    fragment = str(easy_read.render_fragment(content))
    for mark in ("<img", "<script", "<link", "<iframe", "<object", "<o:p", 'onload="fetch'):
        assert mark not in fragment.lower(), mark
    printed = pdf.render_pdf(easy_read.render_document(content))
    assert untouched(listener)
    assert_harmless(printed)


@pytest.mark.trust("X1", "")
def test_control_the_same_markup_unescaped_would_be_noticed(vectors, listener, figures: Any):
    """With the fetcher alone in its way: the letter is stopped, and the message says at what."""
    document = samples.document("revisit-2019")
    with pytest.raises(pdf.PdfFailed, match="may not fetch"):
        pdf.render_pdf(document.replace("</main>", f"{vectors[0]}</main>"))
    assert untouched(listener)
    with socket.create_connection(listener.getsockname()):
        assert not untouched(listener), "the listener notices"
    figures.control("escaping", caught=1, of=1)
