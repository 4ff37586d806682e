"""The outside of an archive: a tar that is written and read as a stream through age, which notices every changed or missing byte.

Nothing unencrypted touches the disk of the backups, and the machine that writes them holds no key that opens them.
"""

from __future__ import annotations

import io
import os
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

ENDING = ".tar.age"
CHUNK = 1024 * 1024


class CannotOpen(Exception):
    """An archive is damaged, cut short or not ours to open; the message is a whole sentence."""


class WrongKey(Exception):
    """What was given as a key is none."""


def recipient(words: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(words.strip())
    except pyrage.RecipientError:
        raise WrongKey("A recipient of backups begins with age1 and is made by manage.py backup_key.") from None


def identity(path: Path) -> Any:
    """The key in a file as `backup_key` and age-keygen write it: comments, and one line AGE-SECRET-KEY-1…"""
    try:
        lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
        return pyrage.x25519.Identity.from_str(lines[0])
    except OSError:
        raise WrongKey(f"The key file {path} cannot be read.") from None
    except (IndexError, UnicodeDecodeError, pyrage.IdentityError):
        raise WrongKey(f"The file {path} holds no key of the form AGE-SECRET-KEY-1….") from None


def make_identity(path: Path) -> str:
    """A new key in a file that only its owner reads; returns the recipient. FileExistsError where there is one."""
    made = pyrage.x25519.Identity.generate()
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:  # noqa: PTH123  (a mode from the start)
        out.write(f"# public key: {made.to_public()}\n{made}\n")
    return str(made.to_public())


@contextmanager
def writing(path: Path, recipients: list[Any]) -> Iterator[tarfile.TarFile]:
    """A tar to add to; `path` is there at the end only, whole and on the disk."""
    partial = path.with_suffix(".partial")
    reader, writer = _pipe()
    try:
        with partial.open("xb") as out:
            with (
                _beside(lambda: pyrage.encrypt_io(reader, out, recipients), closes=reader),
                writer,
                tarfile.open(fileobj=writer, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield tar
            out.flush()
            os.fsync(out.fileno())
        partial.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def reading(path: Path, key: Any) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Every member's name and bytes, in order. CannotOpen at the latest when the last was read: age seals the end too."""
    reader, writer = _pipe()

    def decrypt() -> None:
        with path.open("rb") as source, writer:
            pyrage.decrypt_io(source, writer, [key])

    try:
        with _beside(decrypt, closes=writer), reader:
            with tarfile.open(fileobj=reader, mode="r|") as tar:
                yield _members(tar)
            while reader.read(CHUNK):
                pass
    except (pyrage.DecryptError, tarfile.TarError, EOFError, OSError) as error:
        raise CannotOpen(
            f"{path.name} cannot be opened: it is damaged, cut short or for another key ({error})."
        ) from None


def add(tar: tarfile.TarFile, name: str, size: int, content: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    tar.addfile(member, content)


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    add(tar, name, len(content), io.BytesIO(content))


def _members(tar: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in tar:
        content = tar.extractfile(member)
        if content is not None:
            yield member.name, content


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    readable, writable = os.pipe()
    return os.fdopen(readable, "rb"), os.fdopen(writable, "wb")


@contextmanager
def _beside(work: Callable[[], None], *, closes: IO[bytes]) -> Iterator[None]:
    """`work` in a thread. Its fault is raised here, and before any fault it caused on this side of the pipe."""
    faults: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as fault:  # noqa: BLE001  (raised again below)
            faults.append(fault)
        finally:
            closes.close()  # so that the other side of the pipe does not wait for ever

    thread = threading.Thread(target=run, name="age", daemon=True)
    thread.start()
    try:
        yield
    except BaseException:
        thread.join(timeout=60)
        if faults and not isinstance(faults[0], BrokenPipeError):
            raise faults[0] from None
        raise
    thread.join()
    if faults:
        raise faults[0]
