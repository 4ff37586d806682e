"""A person at pages without a browser: the test client, and everything found by the words on the page as in `driver.Visitor`.

For long stories in which no script and no look matter: a page takes milliseconds. What a browser adds is looked at elsewhere.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

INLINE = frozenset(
    {"a", "abbr", "b", "code", "em", "i", "label", "mark", "small", "span", "strong", "sub", "sup", "time"}
)
UNSEEN = frozenset({"head", "noscript", "script", "style", "template"})
REDIRECTS = (301, 302, 303)


def words_of(node: Any) -> str:
    """What is read on an element, with single spaces."""
    pieces: list[str] = []

    def walk(element: Any) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in UNSEEN or element.get("hidden") is not None:
            return
        space = "" if tag in INLINE else " "
        pieces.extend((space, element.text or ""))
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        pieces.append(space)

    walk(node)
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


class Reader:
    """One window; `as_` signs a person in, None signs out."""

    def __init__(self) -> None:
        self.clients: dict[Any, Client] = {}
        self.client = self._client(None)
        self.path, self.code, self.page = "", 0, html.fromstring("<html><body></body></html>")
        self.files: dict[str, Any] = {}

    def _client(self, person: Any) -> Client:
        if person not in self.clients:
            made = self.clients[person] = Client()
            if person is not None:
                made.force_login(person)
        return self.clients[person]

    def as_(self, person: Any) -> Reader:
        self.client = self._client(person)
        return self

    # --- going somewhere

    def visit(self, path: str) -> int:
        return self._show(self.client.get(path), path)

    def _show(self, response: Any, path: str) -> int:
        while response.status_code in REDIRECTS:
            path = urljoin(path, response["Location"])
            response = self.client.get(path)
        self.path, self.code, self.files = path, response.status_code, {}
        if response.get("Content-Type", "").startswith("text/html"):
            self.page = html.fromstring(response.content.decode())
        return int(response.status_code)

    def go(self, name: str, *args: Any) -> Reader:
        path = reverse(name, args=args)
        status = self.visit(path)
        assert status == 200, f"{path}: {status}"
        return self

    def status(self, name: str, *args: Any) -> int:
        return self.visit(reverse(name, args=args))

    def follow(self, text: str) -> Reader:
        """Follow the first link of this name."""
        return self._follow(self.page.iter("a"), text)

    def follow_in(self, row: str, text: str = "") -> Reader:
        """Follow the link of this name in a row, or its only one."""
        return self._follow(self.row(row).iter("a"), text)

    def _follow(self, links: Any, text: str) -> Reader:
        there = [link for link in links if link.get("href")]
        found = [link for link in there if not text or words_of(link) == text]
        assert found, f"{self.path} has no link ‘{text}’ but {[words_of(link) for link in there]}"
        path = urljoin(self.path, found[0].get("href")).split("#")[0]
        status = self.visit(path)
        assert status == 200, f"{path}: {status}"
        return self

    def links(self, beginning: str) -> list[str]:
        """The names of the links that begin with these words."""
        names = [words_of(link) for link in self.page.iter("a") if link.get("href")]
        return [name for name in names if name.startswith(beginning)]

    def press(self, text: str) -> Reader:
        """Press a button: its form is sent as it is filled in."""
        buttons = [button for button in self.page.iter("button") if words_of(button) == text]
        there = [words_of(button) for button in self.page.iter("button")]
        assert len(buttons) == 1, f"{self.path} has {len(buttons)} buttons ‘{text}’ among {there}"
        button = buttons[0]
        (form,) = list(button.iterancestors("form"))[:1]
        sent: dict[str, Any] = {}
        for name, value in form.form_values():
            sent.setdefault(name, []).append(value or "")
        if button.get("name"):
            sent[button.get("name")] = button.get("value", "")
        path = urljoin(self.path, button.get("formaction") or form.get("action") or "")
        if (form.get("method") or "get").lower() == "get":
            status = self._show(self.client.get(path, sent), path)
        else:
            status = self._show(self.client.post(path, sent | self.files), path)
        assert status == 200, f"{path}: {status}"
        return self

    # --- filling in

    def _named(self, label: str, place: Any = None, *, part: bool = False) -> Any:
        """The field with this label, or with a label that has these words in it."""
        scope = self.page if place is None else place
        labels = [one for one in scope.iter("label") if (label in words_of(one) if part else words_of(one) == label)]
        assert labels, f"{self.path} asks no ‘{label}’ but {[words_of(one) for one in scope.iter('label')]}"
        return self.page.get_element_by_id(labels[0].get("for"))

    def _group(self, legend: str) -> Any:
        groups = [one for one in self.page.iter("fieldset") if words_of(one.find("legend")) == legend]
        assert groups, f"{self.path} has no group ‘{legend}’"
        return groups[0]

    def fill(self, label: str, text: str) -> Reader:
        return self._write(self._named(label), text)

    def fill_like(self, part: str, text: str) -> Reader:
        return self._write(self._named(part, part=True), text)

    def _write(self, field: Any, text: str) -> Reader:
        field.value = text
        return self

    def date(self, legend: str, day: date) -> Reader:
        group = self._group(legend)
        for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            self._named(label, group).value = str(number)
        return self

    def select(self, label: str, option: str) -> Reader:
        return self._select(self._named(label), option)

    def select_like(self, part: str, option: str) -> Reader:
        return self._select(self._named(part, part=True), option)

    def _select(self, field: Any, option: str) -> Reader:
        codes = {words_of(one): one.get("value", words_of(one)) for one in field.iter("option")}
        assert option in codes, f"{self.path} offers {list(codes)}, not ‘{option}’"
        field.value = codes[option]
        return self

    def select_beginning(self, label: str, beginning: str) -> Reader:
        """Select the one option that begins with these words."""
        field = self._named(label)
        (option,) = [words_of(one) for one in field.iter("option") if words_of(one).startswith(beginning)]
        return self._select(field, option)

    def choose(self, option: str, legend: str = "") -> Reader:
        field = self._named(option, self._group(legend) if legend else None)
        assert field.get("type") == "radio", f"{option} is not a radio button"
        for other in self.page.xpath("//input[@type='radio'][@name=$name]", name=field.get("name")):
            other.attrib.pop("checked", None)
        field.set("checked", "")
        return self

    def tick(self, label: str) -> Reader:
        return self._tick(self._named(label))

    def tick_like(self, part: str) -> Reader:
        return self._tick(self._named(part, part=True))

    def _tick(self, field: Any) -> Reader:
        assert field.get("type") == "checkbox", f"{self.path}: this is not a checkbox"
        field.set("checked", "")
        return self

    def attach(self, label: str, name: str, data: bytes) -> Reader:
        """Choose a file."""
        self.files[self._named(label).get("name")] = SimpleUploadedFile(Path(name).name, data)
        return self

    # --- looking

    @property
    def heading(self) -> str:
        return words_of(self.page.find(".//h1"))

    @property
    def text(self) -> str:
        return words_of(self.page.find("body"))

    def sees(self, *texts: str) -> Reader:
        shown = self.text
        missing = [text for text in texts if text not in shown]
        assert missing == [], f"{self.path} does not say {missing}. It says: {shown}"
        return self

    def sees_no(self, *texts: str) -> Reader:
        shown = self.text
        found = [text for text in texts if text in shown]
        assert found == [], f"{self.path} says {found}: {shown}"
        return self

    def row(self, text: str) -> Any:
        """The row of a table or summary list that begins with this text."""
        rows = [
            one for one in self.page.iter("tr", "div") if one.tag == "tr" or "summary-list__row" in one.get("class", "")
        ]
        for row in rows:
            heads = [words_of(cell) for cell in row.iter("th", "dt")]
            if any(text in head for head in heads):
                return row
        raise AssertionError(f"{self.path} has no row ‘{text}’")

    def row_says(self, text: str, *others: str) -> Reader:
        shown = words_of(self.row(text))
        missing = [other for other in others if other not in shown]
        assert missing == [], f"{self.path}: the row ‘{text}’ does not say {missing}. It says: {shown}"
        return self

    def locked_words(self) -> list[str]:
        """The letter's words on the page of a plan."""
        texts = self.page.xpath("//*[@class='app-lock']//p[contains(concat(@class, ' '), 'govuk-body ')]")
        return [words_of(one) for one in texts]

    def __repr__(self) -> str:
        return f"<{self.path}\n{self.text}>"
