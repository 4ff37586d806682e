"""A form that saves itself: the keys of its saves, its hidden boxes, and what static/app/autosave.js is told.

Its page and the address it saves to are in core.saving_pages. See docs/recipes/autosave.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from core import once
from core.device import device_key
from core.errors import Conflict, Refused
from core.fields import INCOMPLETE, VersionField

KEY = re.compile(r"([A-Za-z0-9_-]{8,50})\.([0-9]{1,7})")
MOST_CONTINUED = 20


@dataclass(frozen=True)
class Mark:
    """How a device names one save: SESSION.NUMBER. The session is made when the form is opened, the number counts its saves.

    So a reply that was lost, a save that arrives late, and a session that takes up where a closed window ended are told apart from
    somebody else's save. `version` is the row's as the device last knew it, 0 for one that it began itself. `continues` are the keys of
    earlier sessions' last saves whose words this one took up: a copy that was restored.
    """

    key: str
    version: int
    continues: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not all(KEY.fullmatch(key) for key in (self.key, *self.continues)):
            raise Refused(INCOMPLETE)

    @classmethod
    def at(cls, version: int) -> Mark:
        """A save that no device made."""
        return cls(new_save_key(), version)

    @classmethod
    def sent(cls, clean: Mapping[str, Any]) -> Mark:
        """What the hidden boxes of a `SavesItself` form say."""
        continues = [key for key in clean["continues"].split(",") if key][:MOST_CONTINUED]
        return cls(clean["save_key"], clean["version"], tuple(continues))

    def follows(self, key: str) -> bool:
        """Whether this save was made on top of that one: an earlier one of its session, or what its session took up."""
        return any(
            _session(own) == _session(key) and _number(key) <= _number(own) for own in (self.key, *self.continues)
        )

    def is_before(self, key: str) -> bool:
        """Whether that one is a later save of the same session, which this one must not replace."""
        return _session(self.key) == _session(key) and _number(key) > _number(self.key)

    def may_follow(self, row: Any) -> bool:
        """False for a save that arrives after a later one of its own session. Raises Conflict when somebody else's came between.

        `row` has its earlier saves as `saves`, each with its `version` and `save_key`, and is locked.
        """
        between = list(row.saves.filter(version__gt=self.version).values_list("save_key", flat=True))
        if any(self.is_before(key) for key in between):
            return False
        # A version without a save is somebody else's too.
        if len(between) != row.version - self.version or not all(self.follows(key) for key in between):
            raise Conflict(row)
        return True


def _session(key: str) -> str:
    return key.rpartition(".")[0]


def _number(key: str) -> int:
    return int(key.rpartition(".")[2] or 0)


def new_save_key() -> str:
    return f"{once.new_key()}.0"


class SavesItself(forms.Form):
    """The hidden boxes of a form that saves itself, to put before a GovukForm."""

    version = VersionField(initial=0)
    save_key = forms.CharField(widget=forms.HiddenInput, max_length=64, initial=new_save_key)
    continues = forms.CharField(widget=forms.HiddenInput, max_length=1500, required=False)


@dataclass(frozen=True)
class Kind:
    """What is written. `group` names the copies that belong together, `noun` and `title` are for people, `main` is the box to join."""

    group: str
    noun: str
    title: str
    main: str = "text"
    put_back: bool = False  # whether what a closed window left is put back without being asked for


def attributes(request: HttpRequest, kind: Kind, *, url: str) -> dict[str, str]:
    """{attribute: value} that static/app/autosave.js reads, from the form or from the place where copies are listed."""
    device = device_key(request.user)
    sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
    return {
        "data-autosave": url, "data-autosave-group": kind.group, "data-autosave-noun": kind.noun,
        "data-autosave-title": kind.title, "data-autosave-main": kind.main, "data-autosave-sign-in": sign_in,
        "data-autosave-copies": static("app/device-copies.js"), "data-autosave-shown": static("app/autosave-shown.js"),
        "data-autosave-server": static("app/autosave-server.js"), "data-autosave-secret": device.key, "data-autosave-owner": device.owner,
    } | ({"data-autosave-put-back": ""} if kind.put_back else {})  # fmt: skip


def unsaved(told: Mapping[str, Any] | None = None, *, began: Any = 0) -> dict[str, str]:
    """The attributes of a form drawn again with words that the server has not taken.

    `told` is what `conflict_of` says when two texts wait for a decision; `began` the version this person's text started from.
    """
    also = {"data-autosave-conflict": json.dumps({**told, "began": began})} if told else {}
    return {"data-autosave-unsaved": ""} | also


def conflict_of(
    *, version: int, by: str, at: str, both: Iterable[Mapping[str, str]], theirs: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Somebody saved first. `both` are {label, theirs, yours} in words, `theirs` (box, value) as the form would send them."""
    return {"version": version, "by": by, "at": at, "both": list(both), "theirs": [list(pair) for pair in theirs]}


def both_texts(theirs: str, mine: str) -> str:
    """Two people's texts as one, theirs first; one of them where it holds the other."""
    if mine in theirs or theirs in mine:
        return max(theirs, mine, key=len)
    return f"{theirs}\n\n{mine}"
