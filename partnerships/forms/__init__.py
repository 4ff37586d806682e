from partnerships.forms.directory import (
    AreaOfWorkFilterForm,
    ChangeContactForm,
    ChangeSiteForm,
    ContactForm,
    EndContactForm,
    EndSiteForm,
    JourneyForm,
    KeepDirectoryForm,
    LoadDirectoryForm,
    SiteForm,
)
from partnerships.forms.members import (
    FORMER,
    AddMemberForm,
    AreaFilterForm,
    DelegateForm,
    EndDelegationForm,
    EndMembershipForm,
)

__all__ = [
    "FORMER",
    "AddMemberForm",
    "AreaFilterForm",
    "AreaOfWorkFilterForm",
    "ChangeContactForm",
    "ChangeSiteForm",
    "ContactForm",
    "DelegateForm",
    "EndContactForm",
    "EndDelegationForm",
    "EndMembershipForm",
    "EndSiteForm",
    "JourneyForm",
    "KeepDirectoryForm",
    "LoadDirectoryForm",
    "SiteForm",
]
