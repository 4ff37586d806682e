"""What a search of the code can hold: each dangerous call is where somebody gave a reason for it, and nowhere else."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trust.plugin import Figures

ROOT = Path(__file__).resolve().parent.parent.parent

DRAWN = "drawn by our own templates, which escape every text"
ESCAPED = "every piece is escaped where it is put together"
CONSTANT = "written in code, nothing of it comes from a person"
SETTLED = "plain SQL of our own words with parameters"
# {what is searched: (the pattern, {file: (how often, why)})}
ALLOWED: dict[str, tuple[str, dict[str, tuple[int, str]]]] = {
    "mark_safe": (
        r"\bmark_safe\(|\bSafeString\([^)]",
        {
            "core/cells.py": (1, CONSTANT),
            "core/govuk.py": (1, "the macros escape text and _checked the rest"),
            "core/svg.py": (1, "names of elements, written in code"),
            "core/templatetags/govuk.py": (
                2,
                f"{CONSTANT}; a kept pagination, with the escaped words of the address put in",
            ),
            "core/templatetags/textdiff.py": (1, ESCAPED),
            "improvement/decision_letter.py": (1, DRAWN),
            "improvement/publication.py": (1, DRAWN),
            "improvement/views/published.py": (1, DRAWN),
            "improvement/views/versions.py": (1, DRAWN),
            "reports/letters/citations.py": (1, ESCAPED),
            "reports/letters/easy_read.py": (2, DRAWN),
            "reports/letters/render.py": (2, ESCAPED),
            "reports/views/accuracy.py": (1, DRAWN),
            "reports/views/drafting.py": (1, DRAWN),
            "reports/views/published.py": (2, DRAWN),
            "surveys/queries/qr.py": (1, "drawn by a library from our own link"),
            "surveys/services/prints.py": (1, "a file of our own"),
            "surveys/views/safeguarding.py": (2, ESCAPED),
        },
    ),
    "csrf_exempt": (
        r"\bcsrf_exempt\b",
        {
            "accounts/interrupted.py": (1, "only asked whether a view has it"),
            "dashboard/views/open_data.py": (1, "reading only: every method that changes gets a 405"),
            "surveys/views/answer_base.py": (1, "checked in the view, so that a stale page keeps what was typed"),
        },
    ),
    "raw SQL": (
        r"\.raw\(|\bRawSQL\(|\.extra\(|\.cursor\(\)",
        {
            "accounts/access.py": (1, "compiled by the ORM from querysets"),
            "audit/chain.py": (1, SETTLED),
            "audit/redact.py": (1, SETTLED),
            "audit/verify.py": (2, SETTLED),
            "core/backups/manifest.py": (1, SETTLED),
            "core/backups/restoring.py": (2, SETTLED),
            "core/backups/taking.py": (4, SETTLED),
            "core/checks.py": (1, SETTLED),
            "core/copied.py": (1, "names of our own tables"),
            "core/file_quota.py": (1, SETTLED),
            "core/frozen.py": (2, SETTLED),
            "core/management/commands/database_role.py": (1, "names are quoted"),
            "core/management/commands/restore_drill.py": (3, "the name of the database is made here"),
            "core/migrating.py": (2, SETTLED),
            "core/postgres/base.py": (2, "what a request reaches: numbers and words of our own"),
            "core/row_security.py": (1, "policies, made from the models"),
            "dashboard/views/service_health.py": (1, SETTLED),
            "reports/passage_index.py": (2, SETTLED),
            "surveys/queries/answering.py": (1, SETTLED),
            "surveys/services/answering.py": (2, SETTLED),
            "surveys/services/release.py": (1, SETTLED),
            "timetable/triggers.py": (1, SETTLED),
        },
    ),
    "a day of the server's own clock": (
        r"now\(\)\.date\(\)|\bdate\.today\(|\bdatetime\.now\(|\butcnow\(|\btimezone\.now\(",
        {
            "core/clock.py": (2, "the clock itself, in London"),
            "accounts/middleware.py": (1, "an instant: how long ago somebody did something"),
            "accounts/queries.py": (2, "an instant: which sessions have not ended"),
            "accounts/services/sessions.py": (1, "an instant: which sessions have not ended"),
            "audit/record.py": (1, "an instant, in UTC; the audit stands below the clock"),
            "audit/redact.py": (1, "an instant, in UTC; the audit stands below the clock"),
        },
    ),
    "drawing HTML into a PDF": (r"\bHTML\(", {"core/pdf.py": (1, "the one room with a fetcher that fetches nothing")}),
    "publishing to the broker": (r"\.(delay|apply_async|send_task)\(", {}),
    "running text as code": (
        r"\b(eval|exec)\(|\bpickle\b|shell=True|\bos\.system\(|\byaml\.load\(|\bmarshal\b",
        {"core/govuk.py": (1, "made only as the key of what is kept; nothing is ever read back from it")},
    ),
    "open to all fields": (r"fields\s*=\s*[\"']__all__", {}),
    "a view that needs nobody signed in": (r"login_not_required", {}),
}
IN_TEMPLATES: dict[str, tuple[str, dict[str, tuple[int, str]]]] = {
    "|safe": (r"\|\s*(safe|safeseq)\b", {
            "templates/tracking/board_pack_pdf.html": (1, "the faces of our own typeface, as CSS"),
            "templates/information/pdf/index.html": (1, "the faces of our own typeface, as CSS"),
        }),
    "autoescape off": (
        r"autoescape\s+(off|false)",
        {
            "templates/account/email/base_message.txt": (1, "plain text"),
        },
    ),
}  # fmt: skip
Files = dict[str, str]


def listed(*patterns: str) -> Files:
    """{path: text} of what is kept in the repository, but for tests, migrations, tools and what others wrote."""
    told = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True, text=True)
    aside = {"tests", "migrations", "benchmarks", "bin", "vendor"}
    paths = [Path(name) for name in told.stdout.split("\0") if name]
    return {
        str(path): (ROOT / path).read_text()
        for path in paths
        if not aside & set(path.parts) and path.name != "conftest.py" and (ROOT / path).is_file()
    }


def without_imports(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith(("from ", "import ")))


def unexplained(files: Files, allowed: dict[str, tuple[str, dict[str, tuple[int, str]]]]) -> list[str]:
    """Hits beside the list, and entries of the list that stand for nothing any more."""
    found = []
    for what, (pattern, reasons) in allowed.items():
        seen = Counter(
            {path: len(re.findall(pattern, without_imports(text), re.MULTILINE)) for path, text in files.items()}
        )
        expected = Counter({path: times for path, (times, _) in reasons.items()})
        wrong = (path for path in {*seen, *expected} if seen[path] != expected[path])
        found += [f"{what}: {path} {seen[path]}, explained {expected[path]}" for path in wrong]
    return sorted(found)


CODE = ("*.py",)
TEMPLATES = ("*.html", "*.txt", "*.njk", "*.jinja")
# One line of each kind, as it would stand in a careless change.
PLANTED = (
    "shown = mark_safe(person.name)",
    "@csrf_exempt",
    "rows = Plan.objects.raw(sql)",
    "rows = Plan.objects.extra(where=[text])",
    "due = timezone.now().date()",
    "page = HTML(string=text)",
    "tick.delay(1)",
    "eval(text)",
    "subprocess.run(text, shell=True)",
    '    fields = "__all__"',
    "@login_not_required",
)  # fmt: skip
PLANTED_IN_TEMPLATES = ("{{ text|safe }}", "{% autoescape off %}{{ text }}{% endautoescape %}")


@pytest.mark.trust(
    "O3", "the code and templates searched for calls that switch a safeguard off, each hit against a list with reasons"
)
def test_each_dangerous_call_has_a_reason(figures: Figures) -> None:
    code, templates = listed(*CODE), listed(*TEMPLATES)
    assert len(code) > 400
    assert len(templates) > 200
    hits = unexplained(code, ALLOWED) + unexplained(templates, IN_TEMPLATES)
    figures("files searched", len(code) + len(templates))
    figures(
        "calls with a reason",
        sum(n for _, said in (*ALLOWED.values(), *IN_TEMPLATES.values()) for n, _ in said.values()),
    )
    figures("hits without a reason", len(hits))
    assert hits == []

    def seen(files: Files, where: dict[str, tuple[str, dict[str, tuple[int, str]]]]) -> Callable[[str], bool]:
        path = next(path for path in sorted(files) if "views" in path or path.endswith(".html"))
        return lambda line: unexplained(files | {path: f"{files[path]}\n{line}\n"}, where) != []

    caught = sum(map(seen(code, ALLOWED), PLANTED)) + sum(map(seen(templates, IN_TEMPLATES), PLANTED_IN_TEMPLATES))
    figures.control("a careless line of each kind is added", caught=caught, of=len(PLANTED) + len(PLANTED_IN_TEMPLATES))


# As in pyproject.toml, with its reasons: asserts for the types, commands that are lists of our own, names of "everywhere".
IGNORED = "S101,S603,S607,S104"
RUFF = [
    str(ROOT / ".venv" / "bin" / "ruff"),
    "check",
    "--quiet",
    "--select",
    "S",
    "--ignore",
    IGNORED,
    "--output-format",
    "concise",
]
# A line for ruff's rules, which are those of bandit.
CARELESS = """import hashlib, pickle, subprocess, tempfile
from django.utils.safestring import mark_safe
password = "hunter2hunter2"
subprocess.run("ls " + password, shell=True)
pickle.loads(b"")
hashlib.md5(b"")
tempfile.mktemp()
mark_safe(password)
eval(password)
"""


@pytest.mark.trust("O3", "the rules of bandit (ruff S) over the whole repository, and each exception to them counted")
def test_the_rules_of_bandit(figures: Figures, tmp_path: Path) -> None:
    assert "S" in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["select"]
    whole = subprocess.run([*RUFF, "."], cwd=ROOT, capture_output=True, text=True, check=False)
    assert whole.returncode == 0, whole.stdout
    excepted = {path: len(re.findall(r"noqa: [A-Z0-9, ]*\bS\d{3}", text)) for path, text in listed(*CODE).items()}
    figures("exceptions in the product's code", sum(excepted.values()))
    bad = tmp_path / "careless.py"
    bad.write_text(CARELESS)
    told = subprocess.run([*RUFF, "--isolated", str(bad)], capture_output=True, text=True, check=False).stdout
    wanted = ("S105", "S602", "S301", "S324", "S306", "S308", "S307")
    figures.control("careless lines", caught=sum(code in told for code in wanted), of=len(wanted))
