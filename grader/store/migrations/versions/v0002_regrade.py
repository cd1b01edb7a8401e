"""Scores that staff changed, and what a regrade would give."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Mark changed scores; make room for proposals."""
    op.add_column("reports", sa.Column("adjusted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "proposals",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=False),
        sa.Column("suite", sa.String(), nullable=False),
        sa.Column("described", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("score_before_penalty", sa.Double(), nullable=True),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.Column("adjusted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_proposals_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", name="pk_proposals"),
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_table("proposals")
    op.drop_column("reports", "adjusted")
