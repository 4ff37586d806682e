"""docs/benchmarks.md: one section for each benchmark, each written by its own."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def put(title: str, text: str) -> str:
    """Write the section "## title", in place of the one that was there; gives the section."""
    section = f"## {title}\n\n{text.strip()}\n"
    head, *others = re.split(r"(?m)^(?=## )", PAGE.read_text(encoding="utf-8"))
    kept = [other.strip() + "\n" for other in others]
    places = [place for place, other in enumerate(kept) if other.startswith(f"## {title}\n")]
    if places:
        kept[places[0]] = section
    else:
        kept.append(section)
    PAGE.write_text("\n".join([head.strip() + "\n", *kept]), encoding="utf-8")
    return section


def machine() -> str:
    """The processor, as far as it says."""
    said = Path("/proc/cpuinfo")
    names = (
        [line.partition(":")[2].strip() for line in said.read_text().splitlines() if line.startswith("model name")]
        if said.exists()
        else []
    )
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    name = names[0] if names else platform.machine()
    return f"{name}, {os.cpu_count()} cores, Python {platform.python_version()}, load {busy} at the end"
