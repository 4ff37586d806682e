from tracking.models.board import BoardPack
from tracking.models.evidence import Evidence
from tracking.models.imports import ActionImport
from tracking.models.narrative import Contest, Narrative, NarrativeEvidence, NarrativeVersion
from tracking.models.update import ActionUpdate, MilestoneChange, UpdateEvidence

__all__ = [
    "ActionImport",
    "ActionUpdate",
    "BoardPack",
    "Contest",
    "Evidence",
    "MilestoneChange",
    "Narrative",
    "NarrativeEvidence",
    "NarrativeVersion",
    "UpdateEvidence",
]
