"""Keeping a plan’s actions up to date on evidence, and what the board reads of it."""
