"""Signing up to an open meeting or focus group by a link that is sent to every family."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from core.models import Versioned


class SignUpPage(Versioned):
    """`address` is kept readable: it is printed in letters to all families, so it is long enough not to be guessed but no secret."""

    meeting = models.OneToOneField("timetable.Meeting", on_delete=models.CASCADE, related_name="sign_up_page")
    address = models.CharField(max_length=40, unique=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    details = models.TextField(blank=True)
    families_invited = models.PositiveIntegerField(null=True, blank=True)
    invited_how = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"Sign-up to {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("visits:sign-up", args=[self.address])

    def audit_scope(self) -> tuple[str, str]:
        return self.meeting.audit_scope()


class SignUp(models.Model):
    """One family. No name is asked; `email` and `needs` are emptied some days after the meeting.

    `key` is of the form: sent twice is one.
    """

    page = models.ForeignKey(SignUpPage, on_delete=models.CASCADE, related_name="sign_ups")
    at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()
    needs = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    link_sent_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["page", "key"], name="one_sign_up_of_a_form")]

    def __str__(self) -> str:
        return f"{self.people} to {self.page.meeting}"
