from measures.models.load import MeasureLoad
from measures.models.measure import Measure, MeasureTarget
from measures.models.rebaseline import Rebaseline, RebaselineDecision
from measures.models.value import MeasureValue

__all__ = ["Measure", "MeasureLoad", "MeasureTarget", "MeasureValue", "Rebaseline", "RebaselineDecision"]
