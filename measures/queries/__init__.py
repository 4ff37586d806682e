"""Reads of measures."""

from measures.queries.comparison import Comparison, Line, comparison
from measures.queries.reading import Reading
from measures.queries.register import PlanStanding, Standing, of_plan, readings, standing_of

__all__ = [
    "Comparison",
    "Line",
    "PlanStanding",
    "Reading",
    "Standing",
    "comparison",
    "of_plan",
    "readings",
    "standing_of",
]
