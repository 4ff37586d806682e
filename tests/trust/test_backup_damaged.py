"""Backups are damaged, and commands given wrongly. A restore that is not whole must never say that it is."""

from __future__ import annotations

import io
import random
import shutil
import tarfile
import uuid
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.core.management import CommandError, call_command

from core.backups import archive, restoring
from tests.trust.backups import Kept, empty, flipped, restored

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.trust("B2", "bytes flipped, ends cut off, another key, a file taken out, an archive of nothing")
def test_a_damaged_backup_is_never_said_to_be_whole(kept: Kept, tmp_path: Path, figures: Any) -> None:
    whole = kept.taken.path.read_bytes()
    chance = random.Random(17)
    damaged = [flipped(whole, chance.randrange(len(whole))) for _ in range(40)]
    damaged += [whole[: chance.randrange(len(whole))] for _ in range(20)] + [whole[:-1], b""]
    with empty(tmp_path) as into:
        claims = sum(claims_success(kept, tmp_path, content, into) for content in damaged)
        claims += claims_success(kept, tmp_path, whole, into, key=pyrage.x25519.Identity.generate())
    # Sealed again by somebody who may write backups, with something missing or changed inside.
    inside = members(kept)
    one = next(name for name in inside if name.startswith("files/"))
    dump = next(name for name in inside if name.startswith("database."))
    resealed = (
        {one: None}, {one: inside[one] + b"x"}, {one: flipped(inside[one], 0)}, {dump: None}, {"manifest.json": None},
        {dump: flipped(inside[dump], len(inside[dump]) // 2)}, {dump: inside[dump][:-4096]}, {"../outside": b"x"},
    )  # fmt: skip
    for number, change in enumerate(resealed):
        path = tmp_path / f"resealed-{number}{archive.ENDING}"
        with archive.writing(path, [kept.key.to_public()]) as tar:
            for name, content in (inside | change).items():
                if content is not None:
                    archive.add_bytes(tar, name, content)
        with empty(tmp_path) as into:
            claims += claims_success(kept, tmp_path, path.read_bytes(), into)
    figures("damaged archives", len(damaged) + 1 + len(resealed))
    figures("restores that claim success", claims)
    assert claims == 0
    assert not (tmp_path / "outside").exists()
    # The same without age: a plain tar gives back what was changed inside a file as if nothing were.
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        archive.add_bytes(tar, one, b"a" * 100_000)
    taken_in = 0
    for _ in range(20):
        with tarfile.open(fileobj=io.BytesIO(flipped(plain.getvalue(), 512 + chance.randrange(100_000)))) as tar:
            content = tar.extractfile(one)
            taken_in += content is not None and content.read() != b"a" * 100_000
    figures.control("a plain tar instead of the seal", caught=taken_in, of=20)


def members(kept: Kept) -> dict[str, bytes | Any]:
    with archive.reading(kept.taken.path, kept.key) as found:
        return {name: content.read() for name, content in found}


def claims_success(kept: Kept, tmp_path: Path, content: bytes, into: dict[str, Any], key: Any = None) -> bool:
    folder = tmp_path / uuid.uuid4().hex
    folder.mkdir()
    path = folder / f"damaged{archive.ENDING}"
    path.write_bytes(content)
    try:
        return not restored(kept, folder, into, path, key).differences
    except restoring.CannotRestore:
        return False
    finally:
        shutil.rmtree(folder)


@pytest.mark.django_db
@pytest.mark.trust("B2", "the commands themselves: no recipient, no key, no such archive, a full disk")
def test_the_commands_say_in_one_line_what_is_wrong(tmp_path: Path, settings: Any, figures: Any) -> None:
    settings.BACKUP_RECIPIENTS, settings.BACKUP_OWN_KEY = [], None
    asked = {
        ("backup",): "Set BACKUP_RECIPIENTS",
        ("backup", "--into", str(tmp_path), "--newest-within", "26"): "There is no backup",
        ("restore", str(tmp_path / "none")): "There is no backup",
        ("restore_drill", str(tmp_path / "none")): "There is no backup",
        ("restore", str(ROOT / "manage.py")): "Give the file of the key",
        ("restore", str(ROOT / "manage.py"), "--identity", str(ROOT / "manage.py")): "holds no key",
        ("backup_key", str(ROOT / "manage.py")): "is there already",
    }
    for line, words in asked.items():
        with pytest.raises(CommandError, match=words):
            call_command(*line)
    settings.BACKUP_RECIPIENTS = ["age1wrong"]
    with pytest.raises(CommandError, match="begins with age1"):
        call_command("backup")
    settings.BACKUP_RECIPIENTS = [str(pyrage.x25519.Identity.generate().to_public())]
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", "--into", "/dev/full/backups")
    figures("refused in one line", f"{len(asked) + 2} of {len(asked) + 2}")
