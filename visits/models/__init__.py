from visits.models.availability import AwayHalf, Half
from visits.models.calendar import FeedEntry, FeedGeneration, FeedScope
from visits.models.links import AvailabilityLink, SettingLink
from visits.models.sample import NeverChanged, RandomSample
from visits.models.sign_up import SignUp, SignUpPage
from visits.models.visit import Arrival, ParentsInvited, SiteVisit, VisitRecord

__all__ = [
    "Arrival",
    "AvailabilityLink",
    "AwayHalf",
    "FeedEntry",
    "FeedGeneration",
    "FeedScope",
    "Half",
    "NeverChanged",
    "ParentsInvited",
    "RandomSample",
    "SettingLink",
    "SignUp",
    "SignUpPage",
    "SiteVisit",
    "VisitRecord",
]
