from information.models.item import AnswerFile, Body, RequestItem
from information.models.loop import CheckResult, ItemQuery, ListCheck, Opening, QueryReason

__all__ = ["AnswerFile", "Body", "CheckResult", "ItemQuery", "ListCheck", "Opening", "QueryReason", "RequestItem"]
