from coordination.models.feedback import FeedbackMeeting, FeedbackSeat
from coordination.models.kit import KitIssue, KitPresence, KitRecord, Side, TeamNote
from coordination.models.messages import DigestChoice, Message, MessagePart, MessageRecipient
from coordination.models.pack import Pack
from coordination.models.setup import Nominee, Opening, OpeningSlot, SetupLine

__all__ = [
    "DigestChoice",
    "FeedbackMeeting",
    "FeedbackSeat",
    "KitIssue",
    "KitPresence",
    "KitRecord",
    "Message",
    "MessagePart",
    "MessageRecipient",
    "Nominee",
    "Opening",
    "OpeningSlot",
    "Pack",
    "SetupLine",
    "Side",
    "TeamNote",
]
