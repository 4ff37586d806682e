"""What drawing a letter costs beside the bare library, at 2, 12 and 60 pages. Run by hand: python -m benchmarks.letters

Ours is what a worker does: frozen context to HTML, HTML to PDF in its press, the bytes back and their SHA-256. Bare is one warm
process of the library on the same HTML with the same faces and the same PDF/UA-1. Both take turns; processor time of every
process that takes part is counted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django

from benchmarks.goals import Reading, at_most, told
from benchmarks.page import machine, put
from core import pdf, typeface

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "data" / "published_reports" / "bury-2024.json"
PAGES = (2, 12, 60)
ROUNDS = {2: 41, 12: 41, 60: 15}
GOAL, GROWTH_GOAL = 1.1, 5.5


def letter(pages: int) -> Any:
    """A letter of about so many pages, from the paragraphs of a published one."""
    from reports.letters import published_report
    from reports.letters.blocks import Paragraph

    whole = published_report.context_of(SOURCE.read_bytes(), "benchmark")
    texts = [block.text for block in whole.section("experience").blocks]
    if pages == 2:
        kept = {"outcome", "about_the_partnership", "experience"}
        sections = [section for section in whole.sections if section.code in kept]
        sections[-1] = replace(sections[-1], blocks=tuple(Paragraph(text) for text in texts[:3]))
        return replace(whole, sections=tuple(sections))
    more = {12: 14, 60: 264}[pages]
    blocks = tuple(Paragraph(texts[number % len(texts)]) for number in range(more + len(texts)))
    return replace(
        whole,
        sections=tuple(
            replace(section, blocks=blocks) if section.code == "experience" else section for section in whole.sections
        ),
    )


def ours(context: Any) -> tuple[float, pdf.Printed]:
    """Processor seconds of this process and of the one that draws, and what was printed."""
    from reports.letters import render

    began = time.process_time()
    printed = pdf.print_document(render.render_document(context))
    hashlib.sha256(printed.pdf).hexdigest()
    return time.process_time() - began + printed.seconds, printed


class Bare:
    """One warm process of the library alone, which is told which file to draw and says what it took."""

    def __init__(self) -> None:
        environment = os.environ | {"FONTCONFIG_FILE": str(typeface.CONFIGURATION), "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.letters", "--bare"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
        )  # fmt: skip

    def draw(self, path: Path) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.communicate()


def bare() -> None:
    """The other side of `Bare`."""
    import logging

    from weasyprint import HTML

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    for line in sys.stdin:
        text = Path(line.strip()).read_text(encoding="utf-8")
        began = time.process_time()
        made = HTML(string=text).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
        took = time.process_time() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(json.dumps({"seconds": took, "bytes": len(made), "memory": memory}) + "\n")
        sys.stdout.flush()


def resident(pid: int) -> int:
    """Kilobytes that a process has ever held at once."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    return 0


def measure(pages: int, rounds: int, other: Bare, folder: Path) -> dict[str, Any]:
    from reports.letters import render

    context = letter(pages)
    # The library alone knows no address of ours: the same faces by their files.
    path = folder / f"{pages}.html"
    path.write_text(
        render.render_document(context).replace(pdf.FONT_SCHEME, f"{typeface.FOLDER.as_uri()}/"), encoding="utf-8"
    )
    ours(context), other.draw(path)
    own, theirs, again, walls, memory, count = [], [], [], [], 0, 0
    for _ in range(rounds):
        began = time.monotonic()
        seconds, printed = ours(context)
        walls.append(time.monotonic() - began)
        own.append(seconds)
        count = printed.pages
        for kept in (theirs, again):
            told = other.draw(path)
            kept.append(told["seconds"])
            memory = told["memory"]
    ratios = sorted(one / two for one, two in zip(own, theirs, strict=True))
    same = statistics.median(two / one for one, two in zip(theirs, again, strict=True))
    return {
        "pages": count, "ours": statistics.median(own), "bare": statistics.median(theirs), "least": ratios[0], "most": ratios[-1],
        "ratio": statistics.median(ratios), "same": same, "wall": statistics.median(walls), "bare_memory": memory,
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--readings", type=Path, help="write the readings to this file, as JSON")
    parser.add_argument("--quick", action="store_true", help="fewer rounds; writes nothing but the readings")
    parser.add_argument("--rounds", type=int, help="the same number at every size; writes nothing")
    options = parser.parse_args()
    if options.bare:
        bare()
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    import tempfile

    other = Bare()
    with tempfile.TemporaryDirectory() as folder:
        rounds = {2: 21, 12: 15, 60: 5} if options.quick else ROUNDS
        rows = [measure(pages, options.rounds or rounds[pages], other, Path(folder)) for pages in PAGES]
    other.stop()
    press = resident(pdf.Press.of_this_process().process.pid)
    text = page(rows, press)
    told(readings(rows, press), options.readings)
    sys.stdout.write(text if options.rounds or options.quick else put("Printing a letter", text))


def readings(rows: list[dict[str, Any]], press: int) -> list[Reading]:
    found = [
        at_most(12, f"a letter of {row['pages']} pages to the bare library", row["ratio"], GOAL, same=row["same"],
                context=f"{row['ours'] * 1000:.0f} and {row['bare'] * 1000:.0f} ms of work")
        for row in rows
    ]  # fmt: skip
    growth = rows[-1]["ours"] / rows[1]["ours"]
    memory = press / rows[-1]["bare_memory"]
    return [
        *found,
        at_most(13, f"{rows[-1]['pages']} pages to {rows[1]['pages']}", growth, GROWTH_GOAL, same=rows[-1]["same"]),
        at_most(13, "memory of the process that draws to the bare one", memory, 2, counted=True),
    ]


def page(rows: list[dict[str, Any]], press: int) -> str:
    lines = [
        f"| {row['pages']} | {row['ours'] * 1000:.0f} ms | {row['bare'] * 1000:.0f} ms | {row['least']:.2f} / **{row['ratio']:.2f}** / "
        f"{row['most']:.2f} | {row['same']:.2f} | {row['wall'] * 1000:.0f} ms | {judged(row)} |\n"
        for row in rows
    ]
    growth = rows[-1]["ours"] / rows[1]["ours"]
    return (
        HEAD.format(machine=machine(), today=time.strftime("%-d %B %Y"), goal=GOAL)
        + "".join(lines)
        + f"\nThe longest takes {growth:.1f} times the work of the middle one (goal: at most {GROWTH_GOAL}). The warm process that draws "
        f"has held {press / 1024:.0f} MB at most, before each fork; the bare one {rows[-1]['bare_memory'] / 1024:.0f} MB.\n"
    )


def judged(row: dict[str, Any]) -> str:
    if not 0.9 <= row["same"] <= 1.1:
        return "inconclusive: the library differs from itself"
    return "met" if row["ratio"] <= GOAL else "missed"


HEAD = """A worker's whole work for one letter (frozen context, HTML, PDF/UA-1 in the shut-off process, bytes, SHA-256) beside the bare
library on the same HTML with the same faces, in turns. Processor time of all processes that take part; a ratio is to the bare
library in the same round (least / **median** / most), “bare again” is the library beside itself. The goal is at most {goal}.
{machine}, {today}. Written by `python -m benchmarks.letters`.

| Pages | Ours | Bare | Ratio | Bare again | Ours, by the clock | Goal |
|---:|---:|---:|---|---:|---:|---|
"""

if __name__ == "__main__":
    main()
