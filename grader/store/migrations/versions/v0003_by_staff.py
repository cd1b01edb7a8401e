"""Which submissions staff handed in: dates do not apply to them, at a regrade either."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark them; what is there already has the keys that `grade batch` gives."""
    op.add_column("submissions", sa.Column("by_staff", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE submissions SET by_staff = true WHERE key LIKE 'batch-%'")


def downgrade() -> None:
    """Forget it."""
    op.drop_column("submissions", "by_staff")
