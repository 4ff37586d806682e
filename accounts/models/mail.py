"""Messages kept in the product when no mail server is set."""

from __future__ import annotations

from django.db import models


class SentMail(models.Model):
    message_id = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
