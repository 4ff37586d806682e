"""What the product is made of: only what was pinned is installed, and a question that could not be asked is not an answer."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
LISTS = ("requirements.txt", "requirements-dev.txt", "bin/uv.txt")


def unhashed(text: str) -> list[str]:
    """The pins of a list of requirements that have no hash."""
    entries = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
    return [
        line
        for line in entries
        if line and not line.startswith("#") and not re.search(r"==\S+.*--hash=sha256:[0-9a-f]{64}", line)
    ]


@pytest.mark.trust("O2", "every pin of the three lists; how the image and bin/prepare install")
def test_all_that_is_installed_has_a_hash(figures: Any) -> None:
    lists = {name: (ROOT / name).read_text() for name in LISTS}
    assert {name: found for name, text in lists.items() if (found := unhashed(text))} == {}
    pins = sum(len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)) for text in lists.values())
    figures("pins", pins)
    figures("without a hash", 0)
    dockerfile, prepare = (ROOT / "Dockerfile").read_text(), (ROOT / "bin" / "prepare").read_text()
    for text in (dockerfile, prepare):
        installs = len(re.findall(r"pip install|\"pip\", \"install\"", text))
        assert installs
        assert text.count("--require-hashes") == installs
    without = unhashed(re.sub(r"\s*\\\n\s*--hash=\S+", "", lists["requirements.txt"]))
    figures.control("the hashes taken out of the list", caught=int(len(without) > 50), of=1)


@pytest.mark.prove
@pytest.mark.trust("O2", "a package whose file was changed after it was pinned, offered to pip as the image installs")
def test_a_changed_package_is_not_installed(tmp_path: Path, figures: Any) -> None:
    name = "tried-1.0-py3-none-any.whl"
    with zipfile.ZipFile(tmp_path / name, "w") as wheel:
        wheel.writestr("tried.py", "")
        wheel.writestr("tried-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tried\nVersion: 1.0\n")
        wheel.writestr(
            "tried-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: x\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("tried-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    wanted = tmp_path / "wanted.txt"
    wanted.write_text(f"tried==1.0 --hash=sha256:{digest}\n")
    good = install(tmp_path, wanted, "good", "--require-hashes")
    assert good.returncode == 0, good.stderr
    with zipfile.ZipFile(tmp_path / name, "a") as wheel:
        wheel.writestr("more.py", "# not what was pinned")
    changed = install(tmp_path, wanted, "changed", "--require-hashes")
    assert changed.returncode != 0
    assert "DO NOT MATCH THE HASHES" in changed.stderr
    assert not (tmp_path / "changed").exists()
    figures("changed packages installed", 0)
    wanted.write_text("tried==1.0\n")
    unpinned = install(tmp_path, wanted, "unpinned", "--require-hashes")
    assert unpinned.returncode != 0
    taken_in = install(tmp_path, wanted, "taken", "--no-deps")
    figures.control(
        "no hash asked for", caught=int(taken_in.returncode == 0 and (tmp_path / "taken" / "more.py").exists()), of=1
    )


def install(folder: Path, wanted: Path, into: str, *how: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir", "--no-index",
        f"--find-links={folder}", f"--target={folder / into}", *how, "-r", str(wanted),
    ]  # fmt: skip
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ | {"PIP_CONFIG_FILE": "/dev/null"},
    )


@pytest.mark.prove
@pytest.mark.trust("O2", "make sbom: every pinned package in a CycloneDX list, with its hashes")
def test_the_list_of_parts_is_whole(tmp_path: Path, figures: Any) -> None:
    made = subprocess.run(
        [str(BIN / "cyclonedx-py"), "requirements", "requirements.txt", "--of", "JSON", "-o", str(tmp_path / "sbom.json")],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    parts = {part["name"] for part in json.loads((tmp_path / "sbom.json").read_text())["components"]}
    pinned = set(
        re.findall(r"^([A-Za-z0-9_.-]+)(?:\[[a-z,]+\])?==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    )
    assert pinned <= parts
    figures("parts listed", f"{len(pinned)} of {len(pinned)}")


def test_an_advisory_database_that_cannot_be_reached_is_a_failure(tmp_path: Path) -> None:
    """As `make audit` asks: nothing was learnt, so the exit code is not 0."""
    wanted = tmp_path / "wanted.txt"
    wanted.write_text("django==5.2.19\n")
    closed = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": ""}
    asked = subprocess.run(
        [str(BIN / "pip-audit"), "--strict", "--disable-pip", "--no-deps", "--progress-spinner=off", "-r", str(wanted)],
        capture_output=True, text=True, timeout=120, check=False, env=os.environ | closed,
    )  # fmt: skip
    assert asked.returncode != 0
