"""Restoring: into an empty database and an empty folder, then everything compared with what the backup says it holds."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from core.backups import archive, manifest, taking


class CannotRestore(Exception):
    """The message is a whole sentence. What was there before is as it was; what was restored so far is not to be used."""


@dataclass(frozen=True)
class Restored:
    about: dict[str, Any]  # the manifest
    differences: tuple[str, ...]

    @property
    def rows(self) -> int:
        return sum(table["rows"] for table in self.about["tables"].values())


def restore(*, path: Path, key: Any, into: dict[str, Any], files: Path) -> Restored:
    """Restore an archive into the database `into` and the folder `files`, both empty, and compare."""
    if files.exists() and any(files.iterdir()):
        raise CannotRestore(f"The folder {files} is not empty.")
    _must_be_empty(into)
    with tempfile.TemporaryDirectory(prefix="restore-") as folder:
        try:
            about, dump, written = _unpacked(path, key, Path(folder), files)
        except archive.CannotOpen as fault:
            raise CannotRestore(str(fault)) from None
        if about.get("format") != manifest.FORMAT or about["engine"] != manifest.kind_of(into):
            raise CannotRestore(f"This is a backup of {about.get('engine')}, format {about.get('format')}.")
        if dump is None or taking.sha256(dump) != about["database"]["sha256"]:
            raise CannotRestore("The dump of the database is missing or is not the one that was taken.")
        _load(about, dump, into)
    with taking.one_moment(into) as connection:
        found = manifest.counted(connection)
    told = manifest.differences(about, found)
    told += [f"file {name}: missing" for name in about["files"] if name not in written]
    told += [
        f"file {name}: changed"
        for name, digest in written.items()
        if about["files"].get(name, {}).get("sha256") != digest
    ]
    told += [f"file {words} since before the backup" for words in about["missing_files"]]
    return Restored(about, tuple(told))


def _must_be_empty(into: dict[str, Any]) -> None:
    if into["ENGINE"].endswith("sqlite3"):
        if Path(str(into["NAME"])).exists():
            raise CannotRestore("The database is there already; a restore goes into one that is not.")
        return
    with taking.one_moment(into) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        if cursor.fetchone()[0]:
            raise CannotRestore("The database is not empty; a restore goes into an empty one.")


def _unpacked(path: Path, key: Any, folder: Path, files: Path) -> tuple[dict[str, Any], Path | None, dict[str, str]]:
    """The manifest, the dump, and each file that was written with its hash."""
    about: dict[str, Any] = {}
    dump, written = None, {}
    with archive.reading(path, key) as members:
        for name, content in members:
            place = PurePosixPath(name)
            if place.is_absolute() or ".." in place.parts:
                raise archive.CannotOpen(f"{path.name} holds a name that leads outside: {name!r}.")
            if name == "manifest.json":
                about = json.load(content)
            elif place.parts[0] == "files":
                stored_as = str(place.relative_to("files"))
                written[stored_as] = _written(content, files / stored_as)
            elif place.stem == "database":
                dump = folder / name
                _written(content, dump)
    if not about:
        raise archive.CannotOpen(f"{path.name} holds no manifest.")
    return about, dump, written


def _written(content: IO[bytes], to: Path) -> str:
    to.parent.mkdir(parents=True, exist_ok=True)
    total = hashlib.sha256()
    with to.open("xb") as out:
        while chunk := content.read(archive.CHUNK):
            total.update(chunk)
            out.write(chunk)
    return total.hexdigest()


def _load(about: dict[str, Any], dump: Path, into: dict[str, Any]) -> None:
    if about["engine"] == "sqlite3":
        shutil.copyfile(dump, str(into["NAME"]))
        return
    with taking.one_moment(into) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        missing = sorted(set(about["roles"]) - {name for (name,) in cursor.fetchall()})
    if missing:
        make = " ".join(f"CREATE ROLE {name} NOLOGIN;" for name in missing)
        raise CannotRestore(f"Rights are given to roles that this server does not have. First: {make}")
    try:
        taking.run("pg_restore", into, "--exit-on-error", "--no-owner", "--jobs=2", str(dump))
    except taking.CannotBackUp as fault:
        raise CannotRestore(str(fault)) from None
