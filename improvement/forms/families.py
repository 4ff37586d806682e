"""Forms of what families say of a plan, and of what they are answered."""

from __future__ import annotations

from django import forms

from core.forms import ChoiceText, GovukForm, VersionField
from improvement.choices import Position, Verdict


class CommentForm(GovukForm):
    submit_text = "Send the comment"
    text = forms.CharField(
        label="What does the forum say about it?",
        help_text="The area reads and answers it. Do not name a child or young person. A comment cannot be changed once it is sent.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
        error_messages={"required": "Enter your comment"},
    )


class AnswerForm(GovukForm):
    submit_text = "Send the answer"
    verdict = forms.ChoiceField(
        label="What do you do about it?",
        widget=forms.RadioSelect,
        choices=Verdict.choices,
        error_messages={"required": "Choose what you do about it"},
    )
    text = forms.CharField(
        label="Your answer",
        help_text="What changes in the plan, or why nothing does. The forum reads it.",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=10_000,
        error_messages={"required": "Enter your answer"},
    )
    version = VersionField()


class StatementForm(GovukForm):
    submit_text = "Save the statement"
    position = forms.ChoiceField(
        label="Does the forum agree with the plan?",
        widget=forms.RadioSelect,
        choices=[
            (Position.AGREED, "Agreed"),
            (Position.IN_PART, "Agreed in part"),
            (Position.CONTESTED, ChoiceText("Contested", hint="The forum sees it otherwise")),
        ],
        error_messages={"required": "Choose whether the forum agrees"},
    )
    text = forms.CharField(
        label="Statement of the parent carer forum",
        help_text="Yours alone: nobody else can change it. It stands beside the plan wherever the plan is shown, also when it is "
        "published. Do not name a child or young person.",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=10_000,
        error_messages={"required": "Enter the statement"},
    )
    version = VersionField()
