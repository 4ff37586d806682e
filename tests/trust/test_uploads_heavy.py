"""Row U3: the heaviest file of each kind, and what can be reached from the process it is opened in."""

from __future__ import annotations

import io
import random
import statistics
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.test import Client

from core import enclosure
from core.errors import Refused
from tests import given_files as given
from tests.trust import corpus, hostile
from tests.trust.examined import look


def heavy() -> Iterator[tuple[str, bytes]]:
    noise = random.Random(7)
    yield "pixels.png", given.picture("png", (8000, 7990))
    yield "pixels.jpg", given.picture("jpg", (8000, 7990))
    yield "elements.docx", given.office(more={"word/document.xml": b"<a>" + b"<b/>" * 15_000_000 + b"</a>"})
    yield "depth.docx", given.office(more={"word/document.xml": b"<a>" * 2_000_000})
    yield (
        "attributes.docx",
        given.office(more={"word/x.xml": b"<a " + b" ".join(b"a%d=''" % n for n in range(1_500_000)) + b"/>"}),
    )
    yield (
        "text.docx",
        given.office(
            more={"word/document.xml": b"<a>" + b"x" * (150 << 20) + b"</a>", "n.bin": noise.randbytes(3 << 20)}
        ),
    )
    yield (
        "core.docx",
        given.office(
            more={
                "docProps/core.xml": b"<a>" + b"<creator>x</creator>" * 3_000_000 + b"</a>",
                "n.bin": noise.randbytes(1 << 20),
            }
        ),
    )
    yield "objects.pdf", many_objects(250_000)
    yield "words.txt", b"word " * (9 << 20)


def many_objects(count: int) -> bytes:
    import pikepdf

    document, made = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.Root.Held = pikepdf.Array([document.make_indirect(pikepdf.Dictionary(N=n)) for n in range(count)])
    document.save(made)
    return made.getvalue()


def sheet_of(cells: int) -> bytes:
    """A workbook of so many cells: the library makes an object of each, so a small one takes minutes."""
    noise = random.Random(cells)
    # Numbers of their own, so that it is no bomb by its ratio.
    rows = [
        b"<row>" + b"".join(b"<c><v>%d</v></c>" % noise.randrange(10**6) for _ in range(60)) + b"</row>"
        for _ in range(500)
    ]
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + b"".join(noise.choice(rows) for _ in range(cells // 60))
        + b"</sheetData></worksheet>"
    )
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(given.workbook(["a"]))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            new.writestr(member, sheet if member == "xl/worksheets/sheet1.xml" else old.read(member))
    return made.getvalue()


@pytest.mark.prove
@pytest.mark.trust(
    "U3",
    "the heaviest file of each kind, and lists of 200 thousand to 5 million cells, while another person looks at pages",
)
def test_the_heaviest_files_are_ended_and_pages_stay_quick(figures: Any, db: Any) -> None:
    from information.services import reading

    browser, done = Client(), threading.Event()
    outcomes: dict[str, str] = {}
    longest, memory = 0.0, 0

    def pages(until: Any) -> list[float]:
        times = []
        while not until() or len(times) < 40:
            begun = perf_counter()
            assert browser.get("/accounts/login/").status_code == 200
            times.append(perf_counter() - begun)
        return times

    def work() -> None:
        nonlocal longest, memory
        try:
            for name, content in prepared:
                result = look(corpus.File("heavy", name, content, False))
                outcomes[name] = result.refused or "kept"
                longest, memory = max(longest, result.seconds), max(memory, result.memory)
            for cells, content in sheets:
                begun = perf_counter()
                try:
                    outcomes[f"{cells} cells"] = (
                        f"{len(reading.rows_of(io.BytesIO(content), 'xlsx', 'list-1')):,} rows read"
                    )
                except Refused as refused:
                    outcomes[f"{cells} cells"] = refused.reasons[0].text
                longest = max(longest, perf_counter() - begun)
        finally:
            done.set()

    prepared = list(heavy())
    sheets = [(cells, sheet_of(cells)) for cells in (200_000, 1_000_000, 5_000_000)]
    pages(lambda: True)
    idle = statistics.quantiles(pages(lambda: True) + pages(lambda: True), n=20)[-1]
    worker = threading.Thread(target=work)
    worker.start()
    busy = statistics.quantiles(pages(done.is_set), n=20)[-1]
    worker.join()
    figures(
        "ended by the clock or the memory",
        sum("takes too long" in words or "too much memory" in words for words in outcomes.values()),
    )
    figures("heavy files", len(prepared) + len(sheets))
    figures("longest", f"{longest:.1f} s")
    figures("most memory of those that ended by themselves", f"{memory >> 20} MB")
    figures("address space allowed", f"{enclosure.MEMORY >> 20} MB")
    figures("p95 of a page meanwhile", f"{busy / idle:.1f} times idle")
    assert len(outcomes) == len(prepared) + len(sheets)
    assert longest <= 25  # the kernel ends the work at 20; the rest is the way there and back
    assert memory <= 512 << 20 and enclosure.MEMORY <= 512 << 20
    assert busy / idle <= 2


@pytest.mark.prove
@pytest.mark.trust("U3", "a workbook of a million cells read with no limit of time")
def test_without_the_clock_a_small_workbook_holds_a_process_up(figures: Any, monkeypatch: Any) -> None:
    from core.workbook_reading import grids

    content = io.BytesIO(sheet_of(1_000_000))
    limits = {"unpacked": 10**9, "elements": 10**9, "in_a_row": 10**6, "without_rows": 10**6}

    def read() -> dict[str, Any]:
        return enclosure.run(grids, content, limits=limits, most_rows=10**6, most_columns=1, titles=None)

    monkeypatch.setattr(enclosure, "WALL_SECONDS", 2)
    with pytest.raises(enclosure.Broken):
        read()
    monkeypatch.setattr(enclosure, "WALL_SECONDS", 120)
    monkeypatch.setattr(enclosure, "CPU_SECONDS", 120)
    seconds, _ = read()["used"]
    figures("without the clock", f"{seconds:.0f} s for {len(content.getvalue()) >> 10} KB")
    figures.control("no clock", caught=int(seconds > 2), of=1)


@pytest.mark.trust(
    "U3", "work that opens a socket, starts a program, reads a file, or never ends, done where files are opened"
)
def test_the_sealed_process_reaches_nothing(tmp_path: Path, figures: Any, monkeypatch: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    tried = ("socket", "program", "file", "settings")
    answer = enclosure.run(hostile.doors, io.BytesIO(b"x"), path=str(secret))
    figures("doors tried", len(tried))
    figures("doors open", sum(answer[door] for door in tried))
    assert not any(answer[door] for door in tried)
    assert all(hostile.doors(io.BytesIO(b"x"), path=str(secret))[door] for door in tried), "outside it they are open"
    monkeypatch.setattr(enclosure, "WALL_SECONDS", 1)
    for work in (hostile.endless, hostile.greedy):
        with pytest.raises(enclosure.Broken):
            enclosure.run(work, io.BytesIO(b"x"))
    assert enclosure.run(hostile.doors, io.BytesIO(b"x"), path=str(secret))["socket"] is False, (
        "and the next file has its turn"
    )
