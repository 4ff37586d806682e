"""What is recorded about visits to settings and their own pages, with the sentence a page shows."""

from audit.verbs import register

register({})
