from information.forms.answers import (
    BatchForm,
    ListForm,
    ReasonForm,
    TextForm,
    UploadForm,
    WithoutForm,
)
from information.forms.items import DueForm, FilterForm, OwnerForm, PlainForm, QueryForm

__all__ = [
    "BatchForm",
    "DueForm",
    "FilterForm",
    "ListForm",
    "OwnerForm",
    "PlainForm",
    "QueryForm",
    "ReasonForm",
    "TextForm",
    "UploadForm",
    "WithoutForm",
]
