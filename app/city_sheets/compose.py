"""The sheet of an organisation as a document: the page and the PDF say the same."""

from collections.abc import Iterable
from datetime import date

from flask_babel import get_locale, gettext, ngettext

from app import words
from app.documents.blocks import Block, Document, Heading, Look, Table, listed, plain
from app.i18n import day
from models import Action, ActionState, AgendaItem, Answer, Membership, Organisation, Round, RoundState, Workgroup
from workflows import action as actions
from workflows import agenda, workgroup
from workflows.clock import today
from workflows.deadlines import day_of
from workflows.leading import ROLES as ROLES_OF_WORK
from workflows.leading import Effort
from workflows.membership import ROLES
from workflows.round_kinds import KINDS


def the_sheet(
    group: Workgroup, organisation: Organisation, memberships: list[Membership], agreed: Iterable[Action],
    brought: list[AgendaItem], led: list[Workgroup], rounds: list[tuple[Round, Answer | None]],
    efforts: list[Effort],
) -> Document:  # fmt: skip
    agreed = list(agreed)
    waiting = [one for one in agreed if one.state is ActionState.OPEN]
    ended = [one for one in agreed if one.state is not ActionState.OPEN]
    blocks = [
        *expected(waiting),
        *asked(rounds),
        *promised(ended),
        *answered(rounds),
        *presented(brought),
        *worked(efforts),
        *leading(led),
    ]
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


def asked(rows: list[tuple[Round, Answer | None]]) -> list[Block]:
    """The open rounds that wait for its answer."""
    waits = [one for one, given in rows if given is None and one.state is RoundState.OPEN]
    if not waits:
        return []
    heading = Heading(1, ngettext("%(num)d ronde wacht op antwoord", "%(num)d rondes wachten op antwoord", len(waits)))
    cells = tuple((one.question, str(KINDS[one.kind].says), until(one)) for one in waits)
    return [heading, Table("", (gettext("Ronde"), gettext("Soort"), gettext("Tegen")), cells)]


def until(one: Round) -> str:
    due = day_of(one)
    return day(due) if due else str(gettext("de volgende vergadering"))


def answered(rows: list[tuple[Round, Answer | None]]) -> list[Block]:
    """What it answered, and how often it did not."""
    over = [(one, given) for one, given in rows if given is not None or one.state is not RoundState.OPEN]
    if not over:
        return []
    head = (gettext("Ronde"), gettext("Soort"), gettext("Antwoord"))
    cells = tuple((one.question, str(KINDS[one.kind].says), said(one, given)) for one, given in over)
    total = sum(given is not None for _one, given in over)
    heading = gettext("%(n)d van %(of)d rondes beantwoord", n=total, of=len(over))
    return [Heading(1, heading), Table("", head, cells)]


def said(one: Round, given: Answer | None) -> str:
    choice = KINDS[one.kind].choice(given.choice) if given else None
    return str(choice.says) if choice else str(gettext("geen antwoord"))


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


def worked(rows: list[Effort]) -> list[Block]:
    """What it led, made or tested; the groups that it leads stand on their own."""
    dossiers = [one for one in rows if one.number]
    if not dossiers:
        return []
    head = (gettext("Wat"), gettext("Dossier"), gettext("Thema"), gettext("Jaar"))
    cells = tuple(
        (str(ROLES_OF_WORK[one.role]), one.what, str(one.theme or ""), str(one.year or "")) for one in dossiers
    )
    heading = ngettext("Werk aan %(num)d dossier", "Werk aan %(num)d dossiers", len({one.number for one in dossiers}))
    return [Heading(1, heading), Table("", head, cells)]


def leading(rows: list[Workgroup]) -> list[Block]:
    if not rows:
        return []
    return [Heading(1, gettext("Trekker van")), listed(f"{one.name}, {workgroup.STATES[one.state]}" for one in rows)]
