"""`make prove`: the programme on PostgreSQL and Redis, within a bounded time, written to docs/trust.md.

    python -m tests.trust            every row
    python -m tests.trust R1 A2 K    these rows, or all whose id begins so; what others saw last time stays

A part has PROVE_MINUTES (45); a row that was not reached by then stands in the report as not provoked.

Exit code 1 when a row failed, 2 when the servers do not answer.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.trust.page import page
from tests.trust.programme import BY_ID, ROWS

ROOT = Path(__file__).resolve().parent.parent.parent
POSTGRES = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/15"
# What was seen, kept so that a single row can be asked again.
KEPT = ROOT / "tests" / "trust" / "seen.json"
# One after the other: what one part measures, another must not disturb.
PARTS = {
    "in one process": ("trust and not browser and not serve", "-n", "2", "--dist", "worksteal"),
    "in a browser": ("trust and browser", "-n", "2", "--dist", "worksteal"),
    "as processes": ("trust and serve",),
}
LONGEST = int(os.environ.get("PROVE_MINUTES", "45")) * 60  # seconds for a part


def servers() -> str:
    """What answers, for the report; raises where one does not."""
    import psycopg2
    import redis

    database = psycopg2.connect(POSTGRES, connect_timeout=3)
    version = database.server_version
    database.close()
    cache = redis.Redis.from_url(REDIS, socket_connect_timeout=3, socket_timeout=3).info("server")["redis_version"]
    return f"PostgreSQL {version // 10000}.{version % 10000}, Redis {cache}"


def run(part: str, arguments: tuple[str, ...], wanted: list[str]) -> list[dict[str, object]]:
    marks, *ways = arguments
    environment = os.environ | {"DATABASE_URL": POSTGRES, "REDIS_URL": REDIS, "TRUST_ROWS": " ".join(wanted)}
    environment["MATRIX_ROLE"] = "application"
    print(f"\n=== {part}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        pytest = [sys.executable, "-m", "pytest", "-q", "--no-header", f"--trust-report={told}", "-m", marks, *ways]
        running = subprocess.Popen(pytest, cwd=ROOT, env=environment)
        try:
            running.wait(LONGEST)
        except subprocess.TimeoutExpired:
            print(
                f"{part}: ended after {LONGEST // 60} minutes; what was not reached is told as not provoked",
                file=sys.stderr,
            )
            running.send_signal(signal.SIGINT)  # as Ctrl-C: what a test started is ended by it
            try:
                running.wait(60)
            except subprocess.TimeoutExpired:
                running.kill()
        return json.loads(told.read_text()) if told.exists() else []


def commit() -> str:
    """Of the code that is asked; one that is not committed whole says so."""
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


def machine(answering: str) -> str:
    import django

    return (
        f"{datetime.now(UTC):%d %B %Y}, Python {platform.python_version()}, Django {django.__version__}, {answering}, "
        f"{os.cpu_count()} cores."
    )


def main(wanted: list[str]) -> int:
    chosen = [row.id for row in ROWS if not wanted or any(_is(row.id, want) for want in wanted)]
    if not chosen:
        print(f"The programme has no row {', '.join(wanted)}.", file=sys.stderr)
        return 2
    try:
        answering = servers()
    except Exception as error:  # noqa: BLE001  (whichever server it is, the reason is the message)
        print(f"PostgreSQL and Redis must answer: {str(error).strip().splitlines()[0]}", file=sys.stderr)
        return 2
    subprocess.run(
        [sys.executable, "-m", "tests.databases"], cwd=ROOT, env=os.environ | {"DATABASE_URL": POSTGRES}, check=True
    )
    told, of = [], {"commit": commit()}
    for part, arguments in PARTS.items():
        told += [each | of for each in run(part, arguments, chosen)]
    earlier = json.loads(KEPT.read_text()) if wanted and KEPT.exists() else []
    told = sorted(
        [each for each in earlier if each["row"] not in chosen and each["row"] in BY_ID] + told,
        key=lambda each: each["test"],
    )
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(json.dumps(told, indent=1))
    (ROOT / "docs" / "trust.md").write_text(page(told, machine(answering)))
    failed = sorted({each["row"] for each in told if each["outcome"] == "failed"})
    print(f"docs/trust.md is written. {'Failed: ' + ', '.join(failed) if failed else 'No row failed.'}")
    return 1 if failed else 0


def _is(row: str, wanted: str) -> bool:
    return row == wanted or (wanted.isalpha() and row.rstrip("0123456789") == wanted)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
