"""The sheet of an organisation as a document: the page and the PDF say the same."""

from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale, gettext, ngettext

from app import words
from app.documents.blocks import Block, Document, Heading, Look, Table, listed, plain
from app.i18n import day
from models import Action, ActionState, AgendaItem, Membership, Organisation, Workgroup
from workflows import action as actions
from workflows import agenda, workgroup
from workflows.clock import today
from workflows.membership import ROLES


def the_sheet(
    group: Workgroup, organisation: Organisation, memberships: list[Membership], agreed: Iterable[Action],
    brought: list[AgendaItem], led: list[Workgroup],
) -> Document:  # fmt: skip
    agreed = list(agreed)
    waiting = [one for one in agreed if one.state is ActionState.OPEN]
    ended = [one for one in agreed if one.state is not ActionState.OPEN]
    blocks = [*expected(waiting), *promised(ended), *presented(brought), *leading(led)]
    facts = tuple(membership_of(row) for row in memberships)
    return Document(
        gettext("%(name)s in %(group)s", name=organisation.name, group=group.name), str(get_locale()),
        gettext("Wat verwacht wordt, wat beloofd werd en wat het opleverde, op %(day)s", day=day(today())), facts,
        tuple(blocks), f"Rondetafel · {group.name} · {organisation.name}",
    )  # fmt: skip


def membership_of(row: Membership) -> tuple[str, str]:
    since = day(row.since) if row.since else gettext("niet vastgelegd")
    said = gettext("sinds %(day)s", day=since)
    if row.until:
        said = gettext("%(since)s, tot %(day)s", since=said, day=day(row.until))
    return str(ROLES[row.role]), said


def expected(rows: list[Action]) -> list[Block]:
    """The most urgent first; what has no day comes last."""
    heading = Heading(1, ngettext("%(num)d open afspraak", "%(num)d open afspraken", len(rows)))
    if not rows:
        return [heading, plain(gettext("Op dit ogenblik wordt er niets verwacht."), Look.MUTED)]
    ordered = sorted(rows, key=lambda one: actions.due(one) or date.max)
    cells = tuple((one.text, by(one), one.meeting.title) for one in ordered)
    return [heading, Table("", (gettext("Afspraak"), gettext("Tegen"), gettext("Gemaakt in")), cells)]


def by(one: Action) -> str:
    due = actions.due(one)
    if due is None:
        return str(gettext("de volgende vergadering") if one.due_next_id else gettext("niet vastgelegd"))
    return gettext("%(day)s, te laat", day=day(due)) if actions.is_overdue(one, today()) else day(due)


def promised(rows: list[Action]) -> list[Block]:
    if not rows:
        return []
    head = (gettext("Afspraak"), gettext("Uitkomst"), gettext("Gemaakt in"))
    cells = tuple((one.text, words.outcome(one), one.meeting.title) for one in rows)
    return [Heading(1, ngettext("%(num)d afgeronde afspraak", "%(num)d afgeronde afspraken", len(rows))),
            Table("", head, cells)]  # fmt: skip


def presented(rows: list[AgendaItem]) -> list[Block]:
    if not rows:
        return []
    head = (gettext("Punt"), gettext("Soort"), gettext("Vergadering"))
    cells = tuple((one.title, str(agenda.TYPES[one.item_type]), one.meeting.title) for one in rows)
    return [Heading(1, ngettext("%(num)d punt aangebracht", "%(num)d punten aangebracht", len(rows))),
            Table("", head, cells)]  # fmt: skip


def leading(rows: list[Workgroup]) -> list[Block]:
    if not rows:
        return []
    return [Heading(1, gettext("Trekker van")), listed(f"{one.name}, {workgroup.STATES[one.state]}" for one in rows)]
