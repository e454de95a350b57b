"""Finding dossiers: their occasions, saved views of the list; practices and divisions of a city; who hosted a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "008"
down_revision = "007"
branch_labels = None
depends_on = None

OCCASIONS = sa.Enum(
    "release", "context_analysis", "policy_plan", "workshop", "data_published",
    name="occasion", native_enum=False, length=40,
)  # fmt: skip


def refer(table: str, column: str, to: str) -> None:
    """A new column that points to another table; SQLite takes the reference only with the column."""
    name = op.f(f"fk_{table}_{column}")
    if op.get_bind().dialect.name == "sqlite":
        key = sa.ForeignKey(f"{to}.id", name=name)
        op.add_column(table, sa.Column(column, sa.Integer(), key, nullable=True), inline_references=True)
    else:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(name, table, to, [column], ["id"])


def upgrade() -> None:
    refer("meeting", "host_id", "organisation")
    op.add_column("report_template", sa.Column("contact", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("report_template") as batch:
        batch.alter_column("contact", existing_type=sa.String(length=200), existing_nullable=False, server_default=None)
    op.create_table(
        "dossier_occasion",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("occasion", OCCASIONS, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_dossier_occasion_workgroup_id")),
        sa.ForeignKeyConstraint(
            ["workgroup_id", "dossier_id"], ["dossier.workgroup_id", "dossier.id"],
            name=op.f("fk_dossier_occasion_workgroup_id_dossier_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_occasion")),
        sa.UniqueConstraint("dossier_id", "occasion", name=op.f("uq_dossier_occasion_dossier_id_occasion")),
    )  # fmt: skip
    op.create_table(
        "saved_view",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_saved_view_workgroup_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "workgroup_id", "person_id", "name", name=op.f("uq_saved_view_workgroup_id_person_id_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_person_id"), "saved_view", ["person_id"])


def downgrade() -> None:
    """Back to the release before: what was kept to find dossiers is gone, the dossiers stay.

    What that release has no word for becomes the nearest that it has.
    """
    op.execute("UPDATE report_template SET output = 'report' WHERE output = 'practice'")
    op.execute("UPDATE report_template SET output = 'dataset' WHERE output = 'division'")
    op.drop_table("saved_view")
    op.drop_table("dossier_occasion")
    op.drop_column("report_template", "contact")
    op.drop_column("meeting", "host_id")
