"""Rules of the house that a search can hold."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps

from audit import verbs
from core import outbox

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "audit",
    "core",
    "accounts",
    "partnerships",
    "inspections",
    "information",
    "cases",
    "timetable",
    "visits",
    "coordination",
    "surveys",
    "improvement",
    "measures",
    "tracking",
    "monitoring",
    "evidence",
    "reports",
    "dashboard",
    "config",
    "rulebook",
)


def sources(*, tests: bool = False) -> list[Path]:
    found = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return [path for path in found if tests or "tests" not in path.parts]


def hits(pattern: str, *, exempt: tuple[str, ...] = ()) -> list[str]:
    compiled = re.compile(pattern)
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if str(path.relative_to(ROOT)) not in exempt
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if compiled.search(line)
    ]


def test_a_state_is_assigned_in_one_place():
    assert hits(r"\.state\s*=[^=]|update\([^)]*\bstate\s*=", exempt=("core/advance.py",)) == []


def test_control_the_search_for_states_finds_what_it_looks_for():
    assert hits(r"\.state\s*=[^=]|update\([^)]*\bstate\s*=") != []


def test_nothing_publishes_to_the_broker():
    assert hits(r"\.(delay|apply_async|send_task)\(") == []


def test_no_signals():
    assert hits(r"post_save|models\.signals|pre_save\.connect|@receiver|django\.dispatch") == []


def test_nothing_but_the_environment_file_reads_the_environment():
    allowed = (
        "config/env.py",
        "config/settings_for_tests.py",
        "config/wsgi.py",
        "config/celery.py",
        "config/gunicorn.py",
    )
    assert hits(r"os\.(environ|getenv)", exempt=allowed) == []


@pytest.mark.parametrize("path", [p for p in sources() if p.name == "tasks.py"], ids=str)
def test_tasks_are_thin(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 15, (
                f"{path.name}:{node.name} does more than fetch, call and log"
            )


def test_no_framework_is_named_outside_the_rulebook():
    named = r"area-send-2023|local-area-send-2016"
    # Loaders and files that speak of one source of one framework are data, not decisions.
    exempt = tuple(str(p.relative_to(ROOT)) for p in sources() if {"letters", "rulebook", "history"} & set(p.parts))
    found = [hit for hit in hits(named, exempt=exempt) if not hit.startswith(("rulebook/",))]
    allowed = ("inspections/services/history", "inspections/queries/national", "inspections/management/commands/")
    assert [hit for hit in found if not hit.startswith(allowed)] == []


def test_every_verb_recorded_is_registered():
    recorded = {
        value.value
        for path in sources()
        if path.name == "verbs.py" and path.parent.name != "audit"
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Assign)
        and isinstance((value := node.value), ast.Constant)
        and isinstance(value.value, str)
    }
    assert recorded
    assert recorded - verbs.registered() == set()


def test_every_kind_of_work_asked_for_has_a_handler():
    asked = {match for path in sources() for match in re.findall(r'enqueue\(\s*kind="([a-z_]+)"', path.read_text())}
    assert asked
    assert asked <= outbox.kinds()


def test_modules_stay_under_three_hundred_lines():
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > 300}
    assert {name: n for name, n in long.items() if n > 400} == {}


def test_the_repository_names_no_machine():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    machine = re.compile(rb"(?:^|[^a-z0-9._-])/(?:work|root|home/[a-z]+)/", re.MULTILINE)
    wrong = [
        name
        for name in listed.split("\0")
        if name and (ROOT / name).is_file() and (ROOT / name).suffix not in {".ttf", ".png", ".csv"}
        if machine.search((ROOT / name).read_bytes())
    ]
    assert wrong == []


def test_every_app_says_who_it_is():
    assert {config.name for config in apps.get_app_configs()} >= {"audit", "core", "accounts", "inspections", "reports"}


def test_no_test_empties_the_cache():
    """In Redis that empties it for every test that runs beside it."""
    found = [*sources(tests=True), *(ROOT / "tests").rglob("*.py")]
    assert [
        str(path) for path in found if re.search(r"cache\.clear\(\)", path.read_text()) and path != Path(__file__)
    ] == []
