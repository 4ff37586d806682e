"""Forms of the team review and quality assurance of a letter."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import ChoiceText, DateField, GovukForm, VersionField
from reports.choices import Capacity, Verdict
from reports.letters.passages import key_of, sentences

OTHER = "other"
MOST = 4000


class AskForm(GovukForm):
    submit_text = "Ask them"
    person = forms.ChoiceField(
        label="Who should review it?", widget=forms.RadioSelect, error_messages={"required": "Choose a person"}
    )
    due_on = DateField(label="By which day? (optional)", required=False, thing="The day")

    def __init__(self, *args: Any, people: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = {Capacity.TEAM.value: "Inspection team", Capacity.QUALITY.value: "Quality assurance"}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (f"{capacity}:{person.pk}", ChoiceText(str(person), hint=named[capacity]))
            for capacity, found in people.items()
            for person in found
        ]


class VerdictForm(GovukForm):
    submit_text = "Give this verdict"
    verdict = forms.ChoiceField(
        label="What is your verdict?",
        widget=forms.RadioSelect,
        choices=Verdict.choices,
        error_messages={"required": "Choose your verdict"},
    )
    text = forms.CharField(
        label="What must change? (optional)",
        help_text="Needed unless you are content with it as it is. Do not name a child.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST,
    )


class PassageField(forms.ChoiceField):
    """A sentence of the section, by its words; or another passage, quoted in the box beside it."""

    def set_text(self, text: str) -> None:
        # The same sentence twice cannot be told apart: it has to be quoted with what stands round it.
        self.sentences = {key_of(sentence): sentence for sentence in sentences(text)}
        self.choices = [
            *self.sentences.items(),
            (OTHER, ChoiceText("Another passage", hint="Quote it in the box below", divider=True)),
        ]


class PassageForm(GovukForm):
    """Choosing a passage of a section. `section_text` is the section as it stands now."""

    passage = PassageField(
        label="Which passage?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a sentence, or “Another passage” and quote it",
            "invalid_choice": "This sentence has changed since the page was loaded. Choose again",
        },
    )
    quote = forms.CharField(
        label="The words of the passage",
        help_text="Only for another passage than one sentence. Copy the words from the section; with JavaScript, mark them there.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-quote-into": ""}),
        max_length=MOST,
    )

    def __init__(self, *args: Any, section_text: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passage"].set_text(section_text)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = cleaned.get("passage")
        if chosen and chosen != OTHER:
            cleaned["quote"] = self.fields["passage"].sentences[chosen]  # type: ignore[attr-defined]
        elif chosen and not cleaned.get("quote", "").strip() and "quote" not in self.errors:
            self.add_error("quote", "Quote the words of the passage")
        return cleaned


class CommentForm(PassageForm):
    submit_text = "Add the comment"
    text = forms.CharField(
        label="Your comment",
        help_text="You may leave this empty when you suggest other words. Do not name a child.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
    )
    suggest = forms.BooleanField(label="Suggest other words for the passage", required=False)
    replacement = forms.CharField(
        label="The words to put in its place",
        help_text="Only when you suggest other words. Leave it empty to suggest that the passage goes.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
    )
    must_answer = forms.BooleanField(
        label="This must be answered: until then the draft is not sent to the area and the letter not signed off",
        required=False,
    )


class ReplyForm(GovukForm):
    submit_text = "Reply"
    text = forms.CharField(
        label="Your reply",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
        error_messages={"required": "Enter your reply"},
    )


class AnswerForm(GovukForm):
    """Settling a comment in words."""

    answer = forms.CharField(
        label="Your answer", required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=MOST
    )

    def __init__(self, *args: Any, submit_text: str, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit_text = submit_text
        self.fields["answer"].label = label


class AcceptForm(GovukForm):
    submit_text = "Accept and change the section"
    version = VersionField()


class AlikeForm(GovukForm):
    submit_text = "Look for like passages"
    text = forms.CharField(
        label="The words to compare",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST,
        error_messages={"required": "Enter some words"},
    )
