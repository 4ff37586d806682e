"""What is recorded about the set-up call, keep-in-touch and feedback meetings, with the sentence a page shows."""

from audit.verbs import register

register({})
