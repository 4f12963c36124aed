"""Runs migrations on the connection, and inside the transaction, that opening a journal hands over."""

from alembic import context

from gwanje.journal.models import TABLES, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
