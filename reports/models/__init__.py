from reports.models.letter import Letter, LetterSection
from reports.models.version import Frozen, LetterVersion

__all__ = ["Frozen", "Letter", "LetterSection", "LetterVersion"]
