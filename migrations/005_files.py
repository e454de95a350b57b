"""Files on agenda items, blocks of minutes and answers."""

import sqlalchemy as sa
from alembic import op

revision = "005"
down_revision = "004"
branch_labels = None
depends_on = None

AUDIENCES = sa.Enum(
    "secretariat", "members", "partners", "vendor", "public", name="audience", native_enum=False, length=40
)
PARENTS = {"item_id": "agenda_item", "block_id": "minute", "answer_id": "answer"}
ONE = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in PARENTS)


def upgrade() -> None:
    op.create_table(
        "document",
        sa.Column("workgroup_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in PARENTS),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("audience", AUDIENCES, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_because", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"{ONE} = 1", name=op.f("ck_document_one_parent")),
        sa.CheckConstraint("size > 0", name=op.f("ck_document_not_empty")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_because IS NULL)", name=op.f("ck_document_withdrawn_with_its_reason")
        ),
        sa.ForeignKeyConstraint(["workgroup_id"], ["workgroup.id"], name=op.f("fk_document_workgroup_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_document_person_id")),
        *(
            sa.ForeignKeyConstraint(
                ["workgroup_id", column],
                [f"{parent}.workgroup_id", f"{parent}.id"],
                name=op.f(f"fk_document_workgroup_id_{column}"),
            )
            for column, parent in PARENTS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    for column in (*PARENTS, "sha256"):
        op.create_index(op.f(f"ix_document_{column}"), "document", [column])


def downgrade() -> None:
    op.drop_table("document")
