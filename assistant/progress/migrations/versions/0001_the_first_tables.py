"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the step."""
    op.create_table(
        "students",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("passphrase", sa.String(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_students")),
        sa.UniqueConstraint("login", name=op.f("uq_students_login")),
    )
    op.create_table(
        "items",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("anchor", sa.String(), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.Column("first_asked", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_items_student_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("student_id", "id", name=op.f("pk_items")),
    )
    op.create_table(
        "sign_ins",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_sign_ins_student_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_sign_ins")),
    )
    op.create_index(op.f("ix_sign_ins_student_id"), "sign_ins", ["student_id"])

    op.create_table(
        "sittings",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["student_id"], ["students.id"], name=op.f("fk_sittings_student_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("student_id", "id", name=op.f("pk_sittings")),
    )
    op.create_index(op.f("ix_sittings_student_id_started"), "sittings", ["student_id", "started"])

    op.create_table(
        "attempts",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given", sa.String(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("own_verdict", sa.Boolean(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id", "item_id"],
            ["items.student_id", "items.id"],
            name=op.f("fk_attempts_student_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id", "sitting_id"],
            ["sittings.student_id", "sittings.id"],
            name=op.f("fk_attempts_student_id_sitting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", "id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("student_id", "sitting_id", "number", name=op.f("uq_attempts_student_id_sitting_id_number")),
    )
    op.create_index(op.f("ix_attempts_student_id_at"), "attempts", ["student_id", "at"])

    op.create_table(
        "cards",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("state", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("stability", sa.Double(), nullable=True),
        sa.Column("difficulty", sa.Double(), nullable=True),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_review", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["student_id", "item_id"],
            ["items.student_id", "items.id"],
            name=op.f("fk_cards_student_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", "item_id", name=op.f("pk_cards")),
    )
    op.create_index(op.f("ix_cards_student_id_due"), "cards", ["student_id", "due"])

    op.create_table(
        "places",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item", sa.JSON(), nullable=False),
        sa.Column("given", sa.String(), nullable=True),
        sa.Column("flagged", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["student_id", "item_id"],
            ["items.student_id", "items.id"],
            name=op.f("fk_places_student_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id", "sitting_id"],
            ["sittings.student_id", "sittings.id"],
            name=op.f("fk_places_student_id_sitting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", "sitting_id", "number", name=op.f("pk_places")),
    )
    op.create_index(op.f("ix_places_student_id_item_id"), "places", ["student_id", "item_id"])

    op.create_table(
        "reviews",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["student_id", "attempt_id"],
            ["attempts.student_id", "attempts.id"],
            name=op.f("fk_reviews_student_id_attempt_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["student_id", "item_id"],
            ["items.student_id", "items.id"],
            name=op.f("fk_reviews_student_id_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("student_id", "id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_student_id_at"), "reviews", ["student_id", "at"])


def downgrade() -> None:
    """Takes it back."""
    for table in ("reviews", "places", "cards", "attempts", "sittings", "sign_ins", "items", "students"):
        op.drop_table(table)
