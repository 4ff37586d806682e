from cases.models.case import TrackedCase

__all__ = ["TrackedCase"]
