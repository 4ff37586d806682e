from cases.forms.people import AuthorsForm, CoordinatorForm, IdentityForm, ShowNameForm
from cases.forms.selection import CandidateForm, DrawForm, ReplaceForm, SelectForm
from cases.forms.work import (
    AccessNeedsForm,
    ConsentForm,
    DocumentForm,
    MoveForm,
    RecordForm,
    RemoveForm,
    ReturnForm,
    SectionForm,
    SubmitPackForm,
    SummaryForm,
)

__all__ = [
    "AccessNeedsForm",
    "AuthorsForm",
    "CandidateForm",
    "ConsentForm",
    "CoordinatorForm",
    "DocumentForm",
    "DrawForm",
    "IdentityForm",
    "MoveForm",
    "RecordForm",
    "RemoveForm",
    "ReplaceForm",
    "ReturnForm",
    "SectionForm",
    "SelectForm",
    "ShowNameForm",
    "SubmitPackForm",
    "SummaryForm",
]
