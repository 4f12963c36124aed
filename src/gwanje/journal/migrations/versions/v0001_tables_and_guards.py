"""The tables of a journal, its identity, and the guards that keep it append-only."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_POSITION = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_SQLITE_GUARDS = """
CREATE TRIGGER journal_entry_next BEFORE INSERT ON journal_entry
WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM journal_entry)
BEGIN SELECT RAISE(ABORT, 'a journal entry takes the next position'); END
;;
CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed or removed'); END
;;
CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed or removed'); END
;;
CREATE TRIGGER journal_payload_once BEFORE INSERT ON journal_payload
WHEN EXISTS (SELECT 1 FROM journal_payload WHERE position = NEW.position)
  OR EXISTS (SELECT 1 FROM journal_entry WHERE erases = NEW.position)
BEGIN SELECT RAISE(ABORT, 'a payload is recorded once'); END
;;
CREATE TRIGGER journal_payload_no_update BEFORE UPDATE ON journal_payload
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed or removed'); END
;;
CREATE TRIGGER journal_payload_no_delete BEFORE DELETE ON journal_payload
WHEN NOT EXISTS (SELECT 1 FROM journal_entry WHERE erases = OLD.position)
  OR EXISTS (SELECT 1 FROM journal_entry WHERE position = OLD.position AND erases IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'a payload leaves the journal only after its erasure is recorded'); END
;;
CREATE TRIGGER journal_identity_once BEFORE INSERT ON journal_identity
WHEN EXISTS (SELECT 1 FROM journal_identity)
BEGIN SELECT RAISE(ABORT, 'a journal has one identity'); END
;;
CREATE TRIGGER journal_identity_no_update BEFORE UPDATE ON journal_identity
BEGIN SELECT RAISE(ABORT, 'a journal has one identity'); END
;;
CREATE TRIGGER journal_identity_no_delete BEFORE DELETE ON journal_identity
BEGIN SELECT RAISE(ABORT, 'a journal has one identity'); END
"""

_POSTGRESQL_GUARDS = """
CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = TG_ARGV[0]; END $$
;;
CREATE FUNCTION journal_entry_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position IS DISTINCT FROM (SELECT coalesce(max(position), 0) + 1 FROM journal_entry) THEN
    RAISE EXCEPTION 'a journal entry takes the next position';
  END IF;
  RETURN NEW;
END $$
;;
CREATE FUNCTION journal_payload_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM journal_entry WHERE erases = NEW.position) THEN
    RAISE EXCEPTION 'a payload is recorded once';
  END IF;
  RETURN NEW;
END $$
;;
CREATE FUNCTION journal_payload_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM journal_entry WHERE erases = OLD.position)
    OR EXISTS (SELECT 1 FROM journal_entry WHERE position = OLD.position AND erases IS NOT NULL) THEN
    RAISE EXCEPTION 'a payload leaves the journal only after its erasure is recorded';
  END IF;
  RETURN OLD;
END $$
;;
CREATE FUNCTION journal_identity_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM journal_identity) THEN
    RAISE EXCEPTION 'a journal has one identity';
  END IF;
  RETURN NEW;
END $$
;;
CREATE TRIGGER journal_entry_next BEFORE INSERT ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_entry_next()
;;
CREATE TRIGGER journal_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('a journal entry is never changed or removed')
;;
CREATE TRIGGER journal_payload_once BEFORE INSERT ON journal_payload
FOR EACH ROW EXECUTE FUNCTION journal_payload_once()
;;
CREATE TRIGGER journal_payload_no_change BEFORE UPDATE OR TRUNCATE ON journal_payload
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('a journal entry is never changed or removed')
;;
CREATE TRIGGER journal_payload_no_delete BEFORE DELETE ON journal_payload
FOR EACH ROW EXECUTE FUNCTION journal_payload_no_delete()
;;
CREATE TRIGGER journal_identity_once BEFORE INSERT ON journal_identity
FOR EACH ROW EXECUTE FUNCTION journal_identity_once()
;;
CREATE TRIGGER journal_identity_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_identity
FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse('a journal has one identity')
"""


def upgrade() -> None:
    """Create tables and guards, and give the journal its identity."""
    _create_tables()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in (_SQLITE_GUARDS if sqlite else _POSTGRESQL_GUARDS).split(";;"):
        op.get_bind().exec_driver_sql(statement)
    identity = sa.table("journal_identity", sa.column("journal_id", sa.String))
    op.get_bind().execute(sa.insert(identity).values(journal_id=secrets.token_hex(16)))


def _create_tables() -> None:
    op.create_table("journal_identity", sa.Column("journal_id", sa.String(32), primary_key=True))
    op.create_table(
        "journal_entry",
        sa.Column("position", _POSITION, primary_key=True, autoincrement=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("commitment", sa.String(64), nullable=False),
        sa.Column("link", sa.String(64), nullable=False),
        sa.Column("erases", _POSITION, sa.ForeignKey("journal_entry.position"), unique=True),
    )
    op.create_index("journal_entry_by_stream", "journal_entry", ["stream", "position"])
    op.create_table(
        "journal_payload",
        sa.Column(
            "position", _POSITION, sa.ForeignKey("journal_entry.position"), primary_key=True, autoincrement=False
        ),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
