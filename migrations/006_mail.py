"""Mail: why each letter is sent and how, what people choose, what came in; answers given from a mail say so."""

import sqlalchemy as sa
from alembic import op

revision = "006"
down_revision = "005"
branch_labels = None
depends_on = None

REASONS = sa.Enum("account", "asked", "meeting", "yours", "news", name="reason", native_enum=False, length=40)
DELIVERIES = sa.Enum("at_once", "digest", "never", name="delivery", native_enum=False, length=40)
WITHHELD = sa.Enum(
    "no_access", "no_seat", "unseen", "own_doing", "never", "muted", "paused", "away", "answered", "over",
    name="withheld", native_enum=False, length=40,
)  # fmt: skip
RECEIVED = sa.Enum("reply", "bounce", "automatic", "unplaced", name="receivedkind", native_enum=False, length=40)
BY_KIND = {"asked": "asked", "reminder": "asked", "cancelled": "asked", "recorded": "asked", "replaced": "asked",
           "receipt": "yours", "meeting": "meeting"}  # fmt: skip
"""Why the letters of before were sent. What is not here concerned an account."""
TOO_LATE = """EXISTS (SELECT 1 FROM round WHERE id = NEW.round_id AND state <> 'open'
  AND NOT (state = 'closed' AND kind IN ('call', 'task', 'presentation', 'investigate')))"""
ANSWER = (
    "id", "workgroup_id", "round_id", "party_id", "kind", "choice", "text", "link", "extra", "person_id", "capacity",
    "at", "replaces_id",
)  # fmt: skip


def upgrade() -> None:
    with op.batch_alter_table("message") as batch:
        batch.drop_constraint(op.f("ck_message_withheld_with_its_reason"), type_="check")
        for column, to in (
            ("round_id", "round"),
            ("meeting_id", "meeting"),
            ("by_id", "person"),
            ("with_id", "message"),
        ):
            batch.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_message_{column}"), to, [column], ["id"])
        batch.add_column(sa.Column("reason", REASONS, nullable=False, server_default="account"))
        batch.add_column(sa.Column("delivery", DELIVERIES, nullable=False, server_default="at_once"))
        batch.add_column(sa.Column("withheld_because", WITHHELD, nullable=True))
        batch.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
    say_why()
    with op.batch_alter_table("message") as batch:
        batch.drop_column("reason_withheld")
        batch.alter_column("reason", existing_type=REASONS, existing_nullable=False, server_default=None)
        batch.alter_column("delivery", existing_type=DELIVERIES, existing_nullable=False, server_default=None)
        batch.create_check_constraint(
            op.f("ck_message_withheld_with_its_reason"), "(state = 'withheld') = (withheld_because IS NOT NULL)"
        )
        batch.create_check_constraint(op.f("ck_message_never_is_withheld"), "delivery <> 'never' OR state = 'withheld'")
        batch.create_check_constraint(op.f("ck_message_about_one_thing"), "round_id IS NULL OR meeting_id IS NULL")
        for column in ("round_id", "meeting_id", "with_id"):
            batch.create_index(op.f(f"ix_message_{column}"), [column])
    make_mailboxes()
    op.add_column("answer", sa.Column("by_mail", sa.Boolean(), nullable=False, server_default=sa.false()))
    guard_answers((*ANSWER, "by_mail"))


def say_why() -> None:
    """Of the letters that are there: what each was for, and that what was withheld was for want of access."""
    message = sa.table(
        "message", sa.column("kind"), sa.column("reason"), sa.column("state"), sa.column("withheld_because")
    )
    for kind, reason in BY_KIND.items():
        op.execute(message.update().where(message.c.kind == kind).values(reason=reason))
    op.execute(message.update().where(message.c.state == "withheld").values(withheld_because="no_access"))


def make_mailboxes() -> None:
    op.create_table(
        "mailbox",
        sa.Column("person_id", sa.Integer(), nullable=False),
        *(sa.Column(name, DELIVERIES, nullable=False) for name in ("asked", "meeting", "yours", "news")),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(away_from IS NULL) = (away_until IS NULL)", name=op.f("ck_mailbox_away_from_until")),
        sa.CheckConstraint("away_until IS NULL OR away_until >= away_from", name=op.f("ck_mailbox_away_in_order")),
        sa.CheckConstraint("deputy_id IS NULL OR deputy_id <> person_id", name=op.f("ck_mailbox_deputy_is_another")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailbox_person_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_mailbox_deputy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailbox")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mailbox_person_id")),
    )
    op.create_table(
        "mute",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(round_id IS NULL) <> (meeting_id IS NULL)", name=op.f("ck_mute_one_thing")),
        *(
            sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=op.f(f"fk_mute_{to}_id"))
            for to in ("person", "round", "meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mute")),
        sa.UniqueConstraint("person_id", "round_id", name=op.f("uq_mute_person_id_round_id")),
        sa.UniqueConstraint("person_id", "meeting_id", name=op.f("uq_mute_person_id_meeting_id")),
    )
    for column in ("round_id", "meeting_id"):
        op.create_index(op.f(f"ix_mute_{column}"), "mute", [column])
    op.create_table(
        "received",
        sa.Column("message_id", sa.String(length=250), nullable=False),
        sa.Column("kind", RECEIVED, nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("stamp", sa.DateTime(timezone=True), nullable=True),
        sa.Column("raw", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([f"{to}_id"], [f"{to}.id"], name=op.f(f"fk_received_{to}_id"))
            for to in ("person", "meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
        sa.UniqueConstraint("message_id", name=op.f("uq_received_message_id")),
    )
    for column in ("person_id", "meeting_id"):
        op.create_index(op.f(f"ix_received_{column}"), "received", [column])


def guard_answers(columns: tuple[str, ...]) -> None:
    """How an answer came is as unchangeable as what it says: the trigger of 004 anew, over these columns."""
    other = " OR ".join(f"CAST(NEW.{name} AS TEXT) IS DISTINCT FROM CAST(OLD.{name} AS TEXT)" for name in columns)
    when = f"OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL OR {other} OR {TOO_LATE}"
    why = "an answer never changes: a newer one replaces it"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE OR REPLACE FUNCTION answer_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {when} THEN RAISE EXCEPTION '{why}'; END IF; RETURN NEW; END $$"
        )
        return
    op.execute("DROP TRIGGER answer_stays")
    asked = when.replace("IS DISTINCT FROM", "IS NOT")
    op.execute(
        f"CREATE TRIGGER answer_stays BEFORE UPDATE ON answer WHEN {asked} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def downgrade() -> None:
    guard_answers(ANSWER)
    op.drop_column("answer", "by_mail")
    for table in ("received", "mute", "mailbox"):
        op.drop_table(table)
    with op.batch_alter_table("message") as batch:
        for name in ("about_one_thing", "never_is_withheld", "withheld_with_its_reason"):
            batch.drop_constraint(op.f(f"ck_message_{name}"), type_="check")
        batch.add_column(sa.Column("reason_withheld", sa.Text(), nullable=True))
    message = sa.table("message", sa.column("state"), sa.column("reason_withheld"))
    op.execute(message.update().where(message.c.state == "withheld").values(reason_withheld="withheld"))
    with op.batch_alter_table("message") as batch:
        for column in ("round_id", "meeting_id", "with_id"):
            batch.drop_index(op.f(f"ix_message_{column}"))
        for column in ("round_id", "meeting_id", "by_id", "with_id"):
            batch.drop_constraint(op.f(f"fk_message_{column}"), type_="foreignkey")
            batch.drop_column(column)
        for column in ("reason", "delivery", "withheld_because", "bounced_at"):
            batch.drop_column(column)
        batch.create_check_constraint(
            op.f("ck_message_withheld_with_its_reason"), "(state = 'withheld') = (reason_withheld IS NOT NULL)"
        )
