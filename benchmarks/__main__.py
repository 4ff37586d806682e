"""`make bench`: every goal of speed as a row with its ratio; docs/performance.md, and every reading in benchmarks/results/.

    python -m benchmarks            everything, peers too (about half an hour on a quiet machine)
    python -m benchmarks --quick    fewer looks and sizes (about ten minutes)
    python -m benchmarks letters    these parts; what the others read last time stays

Exit code 1 when a counted goal is missed, or a timed one in a run that agrees with itself.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import place
from benchmarks.goals import GOALS, LEFT, Reading
from benchmarks.page import machine

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).parent / "results"
PAGE = ROOT / "docs" / "performance.md"
PARTS = ("deadlines", "looking", "memory", "letters", "lists", "national", "surveys")
LONGEST = 30 * 60  # seconds for a part

HEAD = """# Performance

Written by `make bench`: do not edit. A ratio is taken inside one run, from medians of looks that take turns; a thing measured twice
must agree with itself within a tenth, or the row is inconclusive. “Counted” rows are exact. Absolute times are context, not claims.
The parts tell more in [benchmarks.md](benchmarks.md); what they do stands at the head of each file in `benchmarks/`.
"""


def run(part: str, *, quick: bool) -> tuple[list[dict[str, Any]], str]:
    """What a part read, and what went wrong with it."""
    print(f"\n=== {part}", flush=True)
    environment = os.environ | {"DATABASE_URL": place.POSTGRES, "REDIS_URL": place.REDIS}
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "readings.json"
        command = [sys.executable, "-m", f"benchmarks.{part}", "--readings", str(to), *(["--quick"] if quick else [])]
        try:
            code = subprocess.run(command, cwd=ROOT, env=environment, timeout=LONGEST, check=False).returncode
            wrong = f"ended with {code}" if code else ""
        except subprocess.TimeoutExpired:
            wrong = f"not done within {LONGEST // 60} minutes"
        return (json.loads(to.read_text()) if to.exists() else []), wrong


def page(results: dict[str, dict[str, Any]]) -> str:
    readings = [Reading(**each) for part in results.values() for each in part["readings"]]
    words = [each.verdict for each in readings]
    lines = [
        HEAD,
        f"{words.count('met')} readings met their goal, {words.count('missed')} missed it, {words.count('inconclusive')} said nothing.\n",
    ]
    lines += [
        f"- `{name}`: {part['machine']}{', quick' if part['quick'] else ''}{part['wrong'] and ', ' + part['wrong']}"
        for name, part in results.items()
    ]
    for goal, sentence in GOALS.items():
        lines.append(f"\n## {goal}. {sentence}\n")
        rows = [each for each in readings if each.goal == goal]
        if not rows:
            lines.append("Not measured.")
            continue
        lines += ["| What | Read | Goal | Result | Same to itself | Context |", "|---|---:|---:|---|---:|---|"]
        for each in rows:
            itself = "counted" if each.counted else f"{each.same:.2f}"
            lines.append(
                f"| {each.what} | {each.value:g} | {each.limit} | {each.verdict} | {itself} | {each.context} |"
            )
        if goal in LEFT and any(each.verdict == "missed" for each in rows):
            lines.append(f"\n{LEFT[goal]}")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part")
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    kept = RESULTS / "latest.json"
    results: dict[str, dict[str, Any]] = json.loads(kept.read_text()) if asked.parts and kept.exists() else {}
    for part in asked.parts or PARTS:
        readings, wrong = run(part, quick=asked.quick)
        about = f"{machine()}, {time.strftime('%-d %B %Y')}"
        results[part] = {"readings": readings, "wrong": wrong, "quick": asked.quick, "machine": about}
    results = {part: results[part] for part in PARTS if part in results}
    RESULTS.mkdir(exist_ok=True)
    kept.write_text(json.dumps(results, indent=1) + "\n")
    PAGE.write_text(page(results))
    failed = [each for part in results.values() for each in part["readings"] if Reading(**each).verdict == "missed"]
    print(f"\n{PAGE.relative_to(ROOT)} is written. {len(failed)} readings missed their goal.")
    return 1 if failed or any(part["wrong"] for part in results.values()) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
