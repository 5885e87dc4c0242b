"""What alembic runs: the migrations on the connection it was given, in one transaction."""

from __future__ import annotations

from alembic import context

from communique.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
