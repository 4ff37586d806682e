"""The words of surveys that are not a regime's."""

from __future__ import annotations

from django.db.models import TextChoices


class Audience(TextChoices):
    CHILDREN = "children", "Children and young people"
    PARENTS = "parents", "Parents and carers"
    PRACTITIONERS = "practitioners", "Practitioners"


class Variant(TextChoices):
    STANDARD = "standard", "Standard"
    EASY_READ = "easy_read", "Easy Read"
    LARGE_PRINT = "large_print", "Large print"


class Language(TextChoices):
    """The languages of the answering pages, by their own names."""

    ENGLISH = "en", "English"
    URDU = "ur", "اردو"
    POLISH = "pl", "Polski"
    ARABIC = "ar", "العربية"
    UKRAINIAN = "uk", "Українська"


# Not yet read by a translator: the pages say so, in the language and in English.
UNREVIEWED = frozenset({Language.URDU, Language.POLISH, Language.ARABIC, Language.UKRAINIAN})


class Mode(TextChoices):
    ONLINE = "online", "Online"
    PAPER = "paper", "On paper"
    TELEPHONE = "telephone", "By telephone"


class Dimension(TextChoices):
    """What results can be shown by. The first five are asked, the others are known from how the survey was answered."""

    SETTING = "setting", "Type of setting"
    AGE_BAND = "age_band", "Age band"
    NEED = "need", "Need"
    SUPPORT = "support", "Support"
    SECTOR = "sector", "Sector"
    VARIANT = "variant", "Version"
    LANGUAGE = "language", "Language"
    MODE = "mode", "How it was answered"
    WAVE = "wave", "Wave"


class Quotable(TextChoices):
    UNDECIDED = "", "Not decided"
    USABLE = "usable", "May be quoted"
    IDENTIFYING = "identifying", "Could identify somebody"


class ConcernOutcome(TextChoices):
    WAITING = "", "To be read"
    NO_CONCERN = "no_concern", "No safeguarding concern"
    REFERRED = "referred", "Referred to the area’s safeguarding route"
    EMERGENCY = "emergency", "Emergency services told and referred"


class Theme(TextChoices):
    SUGGESTED = "suggested", "Suggested"
    KEPT = "kept", "Kept"
    DISMISSED = "dismissed", "Dismissed"


class PrintKind(TextChoices):
    POSTER = "poster", "Poster"
    QUESTIONNAIRE = "questionnaire", "Questionnaire"
