"""The tables.

Revision 0001, after none.
"""

from __future__ import annotations

from alembic import op

from communique.ledger.schema import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the change."""
    metadata.create_all(op.get_bind())
