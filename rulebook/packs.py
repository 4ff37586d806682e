"""How long an inspection pack is kept. It is a copy of what the service holds, so it need not live long; no source gives a number."""

KEEP_DAYS = 7
CONFIRMED = False
