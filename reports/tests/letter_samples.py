"""The letters the tests draw: three published reports, and one invented letter of each other kind."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from core import pdf
from reports.letters import published_report, render
from reports.letters.context import LetterContext

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = sorted((ROOT / "data" / "published_reports").glob("*.json"))
INVENTED = sorted((Path(__file__).parent / "data").glob("*.json"))
FILES = {path.stem: path for path in (*PUBLISHED, *INVENTED)}


def source(name: str) -> dict[str, Any]:
    """The file's content as plain JSON, fresh each time."""
    return json.loads(FILES[name].read_text(encoding="utf-8"))


@cache
def context(name: str) -> LetterContext:
    return published_report.context_of(FILES[name].read_bytes(), name)


@cache
def document(name: str) -> str:
    return render.render_document(context(name))


@cache
def printed(name: str) -> bytes:
    """The PDF, made once in a run."""
    return pdf.render_pdf(document(name))
