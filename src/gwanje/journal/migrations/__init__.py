"""Alembic migrations of the journal; they run when a journal is opened."""
