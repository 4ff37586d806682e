"""What is done with an upload before it is kept, outside any transaction: size, name, kind, examination, the scanner."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from core import enclosure, scanner
from core.examine import examine
from core.file_kinds import MEGABYTE, NAMES, NotTaken, ending_of
from core.file_names import cleaned, identifies, masked
from core.file_store import chunks

# The attribute of an upload that remembers what was found, so that form and service look once.
REMEMBERED = "_looked_at"


@dataclass(frozen=True)
class FileRules:
    """What may be given: kinds by what they are (not by their name), and the most bytes of one file."""

    kinds: frozenset[str] = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "png", "jpg"})
    most_bytes: int = 50 * MEGABYTE

    @property
    def words(self) -> str:
        """The kinds and the size as a hint beside a field."""
        return f"{kinds_in_words(self.kinds)}, smaller than {self.most_bytes // MEGABYTE}MB each"


@dataclass(frozen=True)
class Looked:
    """What an upload was found to be. `content` is what is kept: the upload, or the copy without its maker's name."""

    kind: str
    content: IO[bytes]
    given_sha256: str
    verdict: scanner.Verdict | None  # None: nobody was asked
    used: tuple[float, int]  # seconds and bytes of the examination


def look_at(upload: Any, rules: FileRules) -> Looked:
    """Everything that is asked of an upload, once. Raises NotTaken with a whole sentence."""
    name = cleaned(upload.name or "")
    if what := identifies(upload.name or ""):
        raise NotTaken(f"The name of {masked(name)} looks as if it holds {what}. Rename the file and choose it again")
    if upload.size >= rules.most_bytes:
        raise NotTaken(f"{name} must be smaller than {rules.most_bytes // MEGABYTE}MB")
    try:
        looked = getattr(upload, REMEMBERED, None) or _look(upload, name)
    except NotTaken as refusal:
        advice = f". Choose {kinds_in_words(rules.kinds)}" if str(refusal).endswith("a kind we do not take") else ""
        raise NotTaken(f"{name} {refusal}{advice}") from None
    if looked.kind not in rules.kinds:
        raise NotTaken(f"{name} is of a kind we do not take here. Choose {kinds_in_words(rules.kinds)}")
    if ending_of(name) != looked.kind:
        raise NotTaken(
            f"{name} holds {NAMES[looked.kind]} although its name says otherwise. Rename it to end in .{looked.kind}"
        )
    if looked.verdict is None and scanner.is_set():
        looked = Looked(looked.kind, looked.content, looked.given_sha256, scanner.ask(looked.content), looked.used)
    setattr(upload, REMEMBERED, looked)
    if looked.verdict and looked.verdict.clean is False:
        raise NotTaken(f"{name} was refused: the virus check found something in it. Nothing was kept")
    return looked


def _look(upload: Any, name: str) -> Looked:
    digest = hashlib.sha256()
    for chunk in chunks(upload):
        digest.update(chunk)
    copy = os.fdopen(os.memfd_create("copy"), "w+b")
    try:
        answer = enclosure.run(examine, upload, copy, name=name)
    except enclosure.Broken:
        raise NotTaken("takes too long or too much memory to be checked. Make it smaller and choose it again") from None
    if "refused" in answer:
        raise NotTaken(str(answer["refused"]))
    if answer["kind"] not in NAMES:
        raise NotTaken("is of a kind we do not take")
    kept = copy if answer["copied"] else upload
    seconds, memory = answer["used"]
    return Looked(answer["kind"], kept, digest.hexdigest(), None, (float(seconds), int(memory)))


def kinds_in_words(kinds: Iterable[str]) -> str:
    named = [name for kind, name in NAMES.items() if kind in kinds]
    return " or ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]
