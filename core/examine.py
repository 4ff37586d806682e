"""The examination of a file: what it is, whether it may be taken, and a copy without what it says of its maker.

Called by `core.enclosure_process` only, in a process that can reach nothing and is gone afterwards. Without Django.
"""

from __future__ import annotations

import zipfile
from typing import IO, Any

from core.file_kinds import OFFICE, PICTURES, NotTaken, check_archive, kind_of

DAMAGED = "is damaged and cannot be opened"


def examine(content: IO[bytes], copy: IO[bytes], *, name: str) -> dict[str, Any]:
    """{"kind": …, "copied": whether `copy` is to be kept instead} or {"refused": the end of a sentence that begins with its name}."""
    try:
        kind = kind_of(content, name)
        content.seek(0)
        return {"kind": kind, "copied": _copied(kind, content, copy)}
    except NotTaken as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": "needs too much memory to be checked"}
    except Exception as error:  # noqa: BLE001  (whatever a library says of a broken file, the file is not taken)
        return {"refused": DAMAGED, "because": f"{type(error).__name__}: {error}"[:300]}


def _copied(kind: str, content: IO[bytes], copy: IO[bytes]) -> bool:
    if kind == "pdf":
        from core.examine_pdf import copy_pdf

        copy_pdf(content, copy)
        return True
    if kind in PICTURES:
        from core.examine_pictures import copy_picture

        copy_picture(content, copy, kind)
        return True
    if kind in OFFICE:
        from core.examine_office import copy_office

        with zipfile.ZipFile(content) as archive:
            check_archive(archive)
            return copy_office(archive, copy, kind)
    return False
