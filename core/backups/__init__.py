"""Backups: one archive of database and files, encrypted, which says itself what must be in it.

`archive` is its outside (age around tar), `manifest` what is counted and hashed, `taking` and `restoring` the two ways.
"""
