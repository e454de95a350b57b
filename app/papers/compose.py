"""What stands on an agenda and in minutes, as documents: the part of a meeting that this reader may see."""

from collections.abc import Iterable, Iterator

from flask_babel import format_date, get_locale, gettext

from app import words
from app.documents.blocks import Block, Document, Heading, Look, Table, labelled, listed, plain
from app.documents.from_html import blocks_of
from app.opened import Book, Sheet
from app.table.seen import Shown
from models import Action, ActionKind, AgendaItem, Attendance, Decision, Edition, Meeting, Presence, RoundState
from workflows import action as actions
from workflows import agenda, attendance, minutes, text
from workflows.clock import hour

THERE = (Presence.PRESENT, Presence.ONLINE)


def the_agenda(meeting: Meeting, book: Book) -> Document:
    """The items in a table, then the proposals in full and how the rounds about them stand."""
    items = [sheet.item for sheet in book.sheets if sheet.item]
    head = (gettext("Nr"), gettext("Punt"), gettext("Doel"), gettext("Wie"), gettext("Minuten"))
    rows = tuple(row(nth, item) for nth, item in enumerate(items, start=1))
    blocks: list[Block] = [Table(gettext("Agenda"), head, rows)] if rows else [plain(gettext("Nog geen agendapunten."))]
    for nth, sheet in enumerate((sheet for sheet in book.sheets if sheet.item), start=1):
        if below := [*proposed(sheet.item), *(stands(one) for one in sheet.rounds if not one.round.recorded)]:
            blocks += [Heading(1, f"{nth}. {sheet.item}"), *below]
    return paper(gettext("Agenda: %(title)s", title=meeting.title), meeting, facts_of(meeting), blocks)


def proposed(item: AgendaItem | None) -> tuple[Block, ...]:
    """The text that is put to the meeting."""
    return blocks_of(text.current(item.proposal, item.proposal_html, item.proposal_sanitiser)) if item else ()


def stands(shown: Shown) -> Block:
    """A round on an agenda: the count, and who is still missing."""
    said = ". ".join([shown.round.question, shown.figures, *(str(one).rstrip(".") for one in shown.sentences)])
    return labelled(f"{shown.kind.says}:", f"{said}.", Look.ACTION)


def row(nth: int, item: AgendaItem) -> tuple[str, ...]:
    who = ", ".join(one for one in (item.presenting.name if item.presenting else "", item.presenter) if one)
    return str(nth), item.title, str(agenda.PURPOSES[item.purpose]), who, str(item.planned_minutes or "")


def the_minutes(meeting: Meeting, book: Book, present: Iterable[Attendance], editions: list[Edition]) -> Document:
    """Item by item: what was said, what was decided, what was agreed; at the end every agreement once more."""
    blocks: list[Block] = [*attending(list(present))]
    blocks += sheet_of(None, book.opening)
    for nth, sheet in enumerate(book.sheets, start=1):
        blocks += sheet_of(nth, sheet)
    if any(sheet_of(None, book.closing)):
        blocks += [Heading(1, gettext("Varia en sluiting")), *sheet_of(None, book.closing)]
    blocks += agreements([one for sheet in (*book.sheets, book.closing) for one in sheet.actions])
    blocks += proof(editions)
    state = () if meeting.recorded else ((gettext("Verslag"), str(minutes.STATES[book.minutes.state])),)
    title = gettext("Verslag: %(title)s", title=meeting.title)
    return paper(title, meeting, (*facts_of(meeting), *state), blocks)


def paper(title: str, meeting: Meeting, facts: tuple[tuple[str, str], ...], blocks: list[Block]) -> Document:
    origin = f"Rondetafel · {meeting.workgroup.name} {meeting.number}"
    return Document(title, str(get_locale()), meeting.workgroup.name, facts, tuple(blocks), origin)


def facts_of(meeting: Meeting) -> tuple[tuple[str, str], ...]:
    hours = [hour(one) for one in (meeting.starts_at, meeting.ends_at)]
    clock = " – ".join(one.strftime("%H.%M") for one in hours if one)
    unknown = gettext("niet vastgelegd")
    known = (
        (gettext("Dag"), format_date(meeting.held_on, "full")),
        (gettext("Uur"), clock or unknown),
        (gettext("Plaats"), meeting.place or unknown),
        (gettext("Link om online te volgen"), meeting.link or ""),
        (gettext("Voorzitter"), meeting.chair.name if meeting.chair else ""),
    )
    return tuple((name, value) for name, value in known if value)


def attending(rows: list[Attendance]) -> Iterator[Block]:
    """Who was there, who was excused; nothing where nothing is known."""
    there = [row for row in rows if row.presence in THERE]
    if there:
        yield Heading(1, gettext("Aanwezig"))
        yield plain(", ".join(person_of(row) for row in there))
    for presence in (Presence.EXCUSED, Presence.ABSENT):
        away = [row.organisation.name for row in rows if row.presence is presence]
        if away:
            yield labelled(f"{str(attendance.PRESENCES[presence]).capitalize()}:", ", ".join(away))


def person_of(row: Attendance) -> str:
    marks = [gettext("plaatsvervanger")] if row.by_deputy else []
    marks += [str(attendance.PRESENCES[Presence.ONLINE])] if row.presence is Presence.ONLINE else []
    marks += [gettext("later toegekomen")] if row.arrived_late else []
    marks += [gettext("vroeger vertrokken")] if row.left_early else []
    return f"{row.organisation.name} ({', '.join(marks)})" if marks else row.organisation.name


def sheet_of(nth: int | None, sheet: Sheet) -> Iterator[Block]:
    """One item: its text, its decisions, its agreements, how it ended."""
    if sheet.item and nth:
        yield Heading(1, f"{nth}. {sheet.item.title}")
        if sheet.item.presenting or sheet.item.presenter:
            yield plain(gettext("Toegelicht door %(who)s", who=row(nth, sheet.item)[3]), Look.MUTED)
    if sheet.block:
        yield from blocks_of(text.current(sheet.block.text, sheet.block.html, sheet.block.sanitiser))
    for decision in sheet.decisions:
        yield decided(decision)
    for one in sheet.actions:
        yield agreed(one)
    for shown in sheet.rounds:
        if shown.round.state is not RoundState.DRAFT:
            yield asked(shown)
    if sheet.item and sheet.item.disposition:
        yield plain(gettext("Uitkomst: %(how)s", how=agenda.DISPOSITIONS[sheet.item.disposition]), Look.MUTED)


def decided(decision: Decision) -> Block:
    taken, draft = gettext("Beslissing %(number)s:", number=decision.number), gettext("Ontwerp van beslissing:")
    label = taken if decision.number else draft
    return labelled(label, words.decided(decision), Look.DECISION)


def agreed(one: Action) -> Block:
    label = f"{actions.KINDS[one.kind]}:"
    return labelled(label, f"{one.text} ({owners(one)}; {deadline(one)})", Look.ACTION)


def asked(shown: Shown) -> Block:
    """A round: who said what, and for a result that was certified the end of the trail that covers it."""
    one = shown.round
    said = gettext("antwoorden niet vastgelegd") if one.recorded else shown.in_words
    parts = [one.question, said, str(shown.small) if one.verdict else "", one.conclusion]
    if one.result and one.result.get("trail"):
        trail = one.result["trail"]
        parts.append(gettext("spoor tot schakel %(n)d: %(hash)s", n=trail["seq"], hash=trail["hash"]))
    return labelled(f"{shown.kind.says}:", ". ".join(part.rstrip(".") for part in parts if part) + ".", Look.ACTION)


def owners(one: Action) -> str:
    nobody = gettext("eigenaar niet vastgelegd") if one.recorded else gettext("geen eigenaar")
    return words.owners(one) or str(nobody)


def deadline(one: Action) -> str:
    """By when, in words."""
    if day := actions.due(one):
        return str(gettext("tegen %(day)s", day=format_date(day, "long")))
    later = gettext("tegen de volgende vergadering") if one.due_next_id else gettext("geen termijn vastgelegd")
    return str(later)


def agreements(rows: list[Action]) -> list[Block]:
    """One table, so that nobody has to look for her own."""
    rows = [one for one in rows if one.kind is ActionKind.ACTION]
    if not rows:
        return []
    head = (gettext("Wie"), gettext("Afspraak"), gettext("Tegen"), gettext("Toestand"))
    cells = tuple((owners(one), one.text, deadline(one), str(actions.STATES[one.state])) for one in rows)
    return [Heading(1, gettext("Afspraken")), Table("", head, cells)]


def proof(editions: list[Edition]) -> list[Block]:
    """Which approved text this is, so that a paper can be held against the register."""
    if not editions:
        return []
    last = editions[0]
    how = (
        gettext("goedgekeurd in %(title)s", title=last.approved_in.title)
        if last.approved_in
        else gettext("stilzwijgend goedgekeurd")
    )
    lines = [
        gettext("Versie %(n)d, %(how)s", n=last.n, how=how),
        gettext("Controlegetal (SHA-256): %(digest)s", digest=last.digest),
        *([gettext("Reden van de verbetering: %(why)s", why=last.reason)] if last.reason else []),
    ]
    return [Heading(1, gettext("Goedkeuring")), listed(lines)]
