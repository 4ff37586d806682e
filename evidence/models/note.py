"""An inspector's evidence note, every save of it, and what it is tied to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import Truncator

from core.models import Timestamped, Versioned
from evidence.choices import Bearing, LinkKind, Quotation, SourceKind, Strand
from evidence.models.enquiry import Enquiry
from evidence.models.kept import Kept

# Characters of a note without a title that stand for it in a list.
SHORT = 80


class Note(Versioned, Timestamped):
    """Cited as N and its number. `client_key` is made on the device that began it, so a note sent twice is one note.

    A note is never removed: it is withdrawn with a reason.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="notes")
    number = models.PositiveIntegerField()
    client_key = models.CharField(max_length=64)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=20, choices=SourceKind, blank=True)
    strand = models.CharField(max_length=20, choices=Strand, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    people_met = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    quotation = models.CharField(max_length=20, choices=Quotation, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("inspection", "number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_note_for_a_number"),
            models.UniqueConstraint(fields=["inspection", "author", "client_key"], name="one_note_for_a_client_key"),
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        return f"N{self.number}"

    @property
    def heading(self) -> str:
        """Its title, or how it begins."""
        begins = " ".join(self.text.split())
        return self.title or Truncator(begins).chars(SHORT) or "Nothing written yet"

    def get_absolute_url(self) -> str:
        return reverse("evidence:note-detail", args=[self.inspection.reference, self.number])

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        # The title is typed by a person; the number says enough.
        return f"Note {self.citation}"


class NoteSave(Kept):
    """What a note said after one save: `fields` holds every field of the form. Never changed.

    `save_key` is made by the device for each save, so a save repeated after a lost reply is one save.
    """

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="saves")
    version = models.PositiveIntegerField()
    save_key = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fields = models.JSONField(default=dict)

    class Meta:
        ordering = ("note", "version")
        constraints = [
            models.UniqueConstraint(fields=["note", "version"], name="one_save_for_a_version_of_a_note"),
            models.UniqueConstraint(fields=["note", "save_key"], name="one_save_for_a_key_of_a_note"),
        ]

    def __str__(self) -> str:
        return f"{self.note}, save {self.version}"


class NoteCriterion(models.Model):
    """A note bears on a criterion (2023) or key question (2016), by its code in the framework."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=4)
    bearing = models.CharField(max_length=10, choices=Bearing)

    class Meta:
        ordering = ("note", "code")
        constraints = [models.UniqueConstraint(fields=["note", "code"], name="one_bearing_of_a_note_on_a_criterion")]

    def __str__(self) -> str:
        return f"{self.note} {self.bearing} {self.code}"


class NoteEnquiry(models.Model):
    """A note bears on a key line of enquiry as it was worded at `enquiry_version`."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="enquiries")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="notes")
    enquiry_version = models.PositiveIntegerField()
    bearing = models.CharField(max_length=10, choices=Bearing)

    class Meta:
        ordering = ("note", "enquiry")
        constraints = [models.UniqueConstraint(fields=["note", "enquiry"], name="one_bearing_of_a_note_on_an_enquiry")]

    def __str__(self) -> str:
        return f"{self.note} {self.bearing} {self.enquiry}"


class NoteLink(models.Model):
    """What a note points at, by the reference people use."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(max_length=20, choices=LinkKind)
    ref = models.CharField(max_length=40)

    class Meta:
        ordering = ("note", "kind", "ref")
        constraints = [models.UniqueConstraint(fields=["note", "kind", "ref"], name="one_link_of_a_note_to_a_thing")]

    def __str__(self) -> str:
        return f"{self.note} → {self.kind} {self.ref}"
