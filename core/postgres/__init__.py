"""Django's backend for PostgreSQL, whose statements say how far they reach."""
