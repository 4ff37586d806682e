"""The demonstration's inspection under way, walked by the people of both sides through its pages."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from accounts.choices import Role
from cases.models import CaseIdentity
from core import clock
from dashboard.demonstration import HERE
from inspections.models import Inspection
from tests.e2e.driver import Visitor
from tests.e2e.looks import faults_of
from tests.e2e.showcase import load, person, under_way

# The call was on Monday 7 September; the inspectors are on site from Monday 21 to Friday 25.
LOADED = datetime(2026, 9, 10, 10, 15, tzinfo=clock.LONDON)


def september(day: int, hour: int = 10, minute: int = 15) -> datetime:
    return datetime(2026, 9, day, hour, minute, tzinfo=clock.LONDON)


@dataclass
class Weeks:
    """One inspection, whoever sits at the browser, and what was wrong with the pages seen."""

    visitor: Visitor
    inspection: Inspection
    wrong: list[str] = field(default_factory=list)

    @property
    def reference(self) -> str:
        return self.inspection.reference

    def at(self, role: Role | None, name: str, *args: Any) -> Visitor:
        """A page of the inspection as somebody of this role opens it."""
        return self.visitor.as_(person(role)).go(name, self.reference, *args)

    def look(self) -> Visitor:
        """Look at the page as it stands; what is wrong with it is told at the end of the walk."""
        self.wrong += [f"{self.visitor.page.url}: {fault}" for fault in faults_of(self.visitor)]
        return self.visitor

    def fetch(self, path: str) -> bytes:
        """A file that whoever sits at the browser may download."""
        answer = self.visitor.context.request.get(self.visitor.base + path)
        assert answer.ok, (path, answer.status)
        return answer.body()

    def download(self, link: str) -> bytes:
        """The file behind a link of the page."""
        return self.fetch(str(self.visitor.page.locator("main a", has_text=link).first.get_attribute("href")))

    def names(self) -> list[str]:
        """The names that only few may see."""
        return [identity.name for identity in CaseIdentity.objects.filter(case__inspection=self.inspection)]


@contextmanager
def walking(visitor: Visitor) -> Iterator[Weeks]:
    """Load the demonstration and walk; fails at the end when any page that was looked at had a fault."""
    with clock.travelled_to(LOADED):
        load()
        weeks = Weeks(visitor, under_way(HERE))
        yield weeks
    if weeks.wrong:
        pytest.fail("\n".join(weeks.wrong), pytrace=False)


def text_file(name: str, text: str) -> Any:
    """A small file as a browser's file box takes it."""
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def attach(visitor: Visitor, *files: Any) -> Visitor:
    visitor.page.locator("main input[type=file]").set_input_files(list(files))
    return visitor


def words_in(name: str, content: bytes) -> str:
    """What a file of a pack says: every cell of a workbook, every page of a PDF."""
    if name.endswith(".xlsx"):
        sheets = load_workbook(BytesIO(content)).worksheets
        return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)
    if name.endswith(".pdf"):
        return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return content.decode()
