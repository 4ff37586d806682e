from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rulebook import docs
from rulebook.lifecycles import ALL

ROOT = Path(__file__).resolve().parents[2]


def test_the_pages_in_docs_are_not_stale() -> None:
    assert docs.stale() == [], "run python -m rulebook.docs"


def test_a_stale_or_missing_page_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.stale(tmp_path) == ["frameworks.md", "lifecycles.md"]
    assert docs.main([], tmp_path) == 0
    assert docs.main(["--check"], tmp_path) == 0
    (tmp_path / "lifecycles.md").write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert docs.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().err == "docs/lifecycles.md is stale: run python -m rulebook.docs\n"
    assert docs.main(["--other"], tmp_path) == 2


def test_every_rule_and_lifecycle_has_its_place() -> None:
    frameworks, lifecycles = docs.frameworks_page(), docs.lifecycles_page()
    for number in range(1, 43):
        assert f"\n| D{number} | `" in frameworks
    for lifecycle in ALL:
        assert lifecycle.diagram() in lifecycles


def test_the_package_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, pkgutil, importlib, rulebook\n"
        "before = set(sys.modules)\n"
        "for found in pkgutil.walk_packages(rulebook.__path__, 'rulebook.'):\n"
        "    if '.tests' not in found.name: importlib.import_module(found.name)\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - set(sys.stdlib_module_names) - {'rulebook'}))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert found.stdout.strip() == "[]"
