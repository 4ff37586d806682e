"""The pictures of a measure: its chart, and the small line beside it in the register."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from core.charts import Line, line_chart
from core.svg import PALETTE, el
from measures.queries import Comparison, Reading
from measures.queries.comparison import Line as Series
from rulebook import periods, words
from rulebook.periods import Every, Period

# The four that stand out; whatever else there is, is grey.
BOLD = ("area", "target", "neighbours", "england")
MOST_ON_AXIS = 60
WIDTH, HEIGHT, EDGE = 96, 28, 4


def chart(found: Comparison) -> SafeString:
    """The lines of the table; nothing where there is no number."""
    if not any(value is not None for line in found.lines for value in line.values):
        return SafeString()
    bold = [kind for kind in BOLD if found.line(kind)]
    if "neighbours" not in bold and found.line("mean"):
        bold.insert(2, "mean")
    at = _axis(found.periods)
    lines = [
        Line(
            line.name,
            _placed(found, line, at),
            muted=line.kind not in bold[:4],
            joined=line.kind == "target",
        )
        for line in found.lines
        if any(value is not None for value in line.values)
    ]
    numbers = [value for line in lines for value in line.values if value is not None]
    return line_chart(
        labels=[period.words for period in at],
        lines=lines,
        title=f"{found.measure.name}, {found.measure.unit_spec.whats}",
        description=message(found),
        unit="%" if found.measure.unit == "percent" else "",
        # Close together, the lines of a chart from zero could not be told apart; where the axis begins is said.
        from_zero=min(numbers) < 0.6 * max(numbers),
        ident=f"measure-{found.measure.pk}",
    )


def _axis(shown: Sequence[Period]) -> list[Period]:
    """The periods of the axis: those between the shown ones too, so that the same distance is the same time."""
    whole = periods.between(shown[0], shown[-1]) if shown[0].every != Every.DAY else list(shown)
    return whole if len(whole) <= MOST_ON_AXIS else list(shown)


def _placed(found: Comparison, line: Series, axis: Sequence[Period]) -> list[float | None]:
    """A line's values on the axis; the path of targets begins at the baseline."""
    known = {period.key: value for period, value in zip(found.periods, line.values, strict=True)}
    measure = found.measure
    if line.kind == "target" and measure.baseline_value is not None:
        known[measure.baseline_period] = measure.baseline_value
    values = [known.get(period.key) for period in axis]
    return [None if value is None else float(value) for value in values]


def message(found: Comparison) -> str:
    """One sentence: “Surrey rose from 11.00% in 2016 to 11.70% in 2018, above South East (11.40%).”"""
    own = found.line("area")
    known = [(at, value) for at, value in enumerate(own.values if own else ()) if value is not None]
    if not known or own is None:
        return "No value is recorded yet."
    (first, before), (last, now) = known[0], known[-1]
    shown, at = found.measure.shown, found.periods
    if first == last:
        return f"{own.name} had {shown(now)} in {at[last].words}{_beside(found, last, now)}."
    moved = "rose" if now > before else "fell" if now < before else "stayed the same"
    if moved == "stayed the same":
        return (
            f"{own.name} had {shown(now)} both in {at[first].words} and in {at[last].words}{_beside(found, last, now)}."
        )
    return (
        f"{own.name} {moved} from {shown(before)} in {at[first].words} to {shown(now)} in {at[last].words}"
        f"{_beside(found, last, now)}."
    )


def _beside(found: Comparison, at: int, now: Decimal) -> str:
    """“, above South East (11.40%) and level with England (11.70%)”."""
    said = []
    for kind in ("region", "england"):
        line = found.line(kind)
        value = line.values[at] if line else None
        if line is not None and value is not None:
            how = "above" if now > value else "below" if now < value else "level with"
            said.append(f"{how} {line.name} ({found.measure.shown(value)})")
    return f", {words.listed(said)}" if said else ""


def small(reading: Reading) -> SafeString:
    """A line of the values for the eye only: the words stand beside it."""
    values = [float(value) for value in reading.amounts][-12:]
    if len(values) < 3:
        return SafeString()
    low, span = min(values), (max(values) - min(values)) or 1.0
    points = [
        (
            EDGE + (WIDTH - 2 * EDGE) * at / (len(values) - 1),
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / span,
        )
        for at, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return el(
        "svg",
        el("path", d=path, fill="none", stroke=PALETTE[0], stroke_width=2),
        el("circle", cx=points[-1][0], cy=points[-1][1], r=3, fill=PALETTE[0]),
        viewbox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        aria_hidden="true",
        focusable="false",
    )
