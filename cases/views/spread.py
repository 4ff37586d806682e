"""The spread of cases as a table, and as a picture beside it."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from core.svg import GREY, INK, INK_ON, LINE, PALETTE, el, picture, words
from rulebook.spread import AGES, NEEDS, PLANS, SETTINGS, Spread

STEP, TOP, WIDTH = 52.0, 30.0, 322.0


def spread_context(spread: Spread) -> dict[str, Any]:
    """`spread`, and a table of age against need with its picture, or none of them for no case."""
    if not spread.count:
        return {"spread": spread}
    head = ["Primary need", *(words.removeprefix("aged ") for words in AGES.values())]
    rows = [[NEEDS.get(need, need), *(", ".join(spread.at(need, age)) or "–" for age in AGES)] for need in spread.needs]
    return {
        "spread": spread,
        "spread_head": head,
        "spread_rows": rows,
        "spread_picture": drawing(spread),
        "spread_counts": [
            *([name, spread.tally.get(f"plan:{code}", 0)] for code, name in PLANS.items()),
            *(
                [name, spread.tally[f"setting:{code}"]]
                for code, name in SETTINGS.items()
                if f"setting:{code}" in spread.tally
            ),
            ["Input from health services", spread.tally.get("health:yes", 0)],
            ["Placed out of the area", spread.tally.get("area:out", 0)],
        ],
        "spread_counts_head": ["What the cases have", "Cases"],
    }


def drawing(spread: Spread) -> SafeString:
    """A grid of circles with the letter of each case: need down, age across. Several in one place show how many."""
    ages = list(AGES)
    parts: list[Any] = []
    for at, age in enumerate(ages):
        x = 62 + STEP * at + STEP / 2
        parts.append(words(x, 18, age.replace("-", " to "), size=12, anchor="middle", fill=GREY))
    for row, need in enumerate(spread.needs):
        y = TOP + STEP * row
        parts.append(el("path", d=f"M0 {y}H{WIDTH}", stroke=LINE, stroke_width=1))
        parts.append(words(0, y + STEP / 2 + 5, need, size=14, bold=True))
        for at, age in enumerate(ages):
            labels = spread.at(need, age)
            if labels:
                x, middle = 62 + STEP * at + STEP / 2, y + STEP / 2
                parts.append(el("circle", cx=x, cy=middle, r=18, fill=PALETTE[0], stroke=INK))
                shown = labels[0].removeprefix("Candidate ") if len(labels) == 1 else f"×{len(labels)}"
                parts.append(words(x, middle + 5, shown, size=14, anchor="middle", bold=True, fill=INK_ON[PALETTE[0]]))
    height = TOP + STEP * len(spread.needs) + 2
    covered = len(spread.cells)
    return picture(
        WIDTH,
        height,
        *parts,
        ident="spread",
        title="Cases by primary need and age",
        description=f"{spread.count} cases in {covered} of the {len(spread.needs) * len(ages)} places shown.",
        classes="app-spread",
    )
