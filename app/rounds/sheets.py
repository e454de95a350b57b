"""Rounds as rows and columns: one round with the previous beside it, or many as a matrix."""

from collections.abc import Iterator
from datetime import date

from flask_babel import format_date, get_locale, gettext

from app.documents.blocks import Block, Document, Heading, labelled, plain
from app.documents.from_html import blocks_of
from app.i18n import weekday
from app.table.seen import Seat, Shown
from models import Organisation, RoundKind
from workflows import text
from workflows.answer import CAPACITIES
from workflows.clock import HERE
from workflows.deadlines import day_of
from workflows.round_kinds import DAY_CHOICES, KINDS
from workflows.treatment import HANDLINGS


def answers(shown: Shown) -> tuple[list[str], list[list[object]]]:
    """A row for every organisation on the list."""
    remembers = shown.kind.remembers
    head = [gettext("Organisatie"), gettext("Antwoord"), str(shown.kind.text), gettext("Link")]
    head += [option if shown.round.kind is not RoundKind.DATE else day_name(option) for option in shown.round.options]
    if remembers:
        head += [gettext("Vorige keer"), gettext("Vorige toelichting"), gettext("Gewijzigd")]
    head += [gettext("Door"), gettext("Hoedanigheid"), gettext("Wanneer"), gettext("Eerdere antwoorden")]
    return head, [line_of(seat, shown, remembers) for seat in shown.seats]


def document(shown: Shown) -> Document:
    """The question and every answer under the name of who gave it; who said nothing stands at the end."""
    one = shown.round
    facts = [(gettext("Soort"), str(shown.kind.says)), (gettext("Stand"), shown.figures)]
    if day := day_of(one):
        facts.append((gettext("Tegen"), format_date(day, "long")))
    blocks: list[Block] = [*blocks_of(text.current(one.text, one.html, one.sanitiser))]
    for seat in shown.seats:
        if seat.answer:
            blocks += [Heading(1, seat.organisation.name), *said_by(seat, shown)]
    if shown.counts.missing:
        names = ", ".join(each.name for each in shown.counts.missing)
        blocks += [Heading(1, gettext("Geen antwoord")), plain(names)]
    if one.conclusion:
        blocks += [Heading(1, gettext("Besluit van de ronde")), plain(one.conclusion)]
    origin = f"Rondetafel · {one.workgroup.name}"
    return Document(one.question, str(get_locale()), one.workgroup.name, tuple(facts), tuple(blocks), origin)


def said_by(seat: Seat, shown: Shown) -> Iterator[Block]:
    """One answer: the choice, the words, each line of a list, the link, and what came of it."""
    given = seat.answer
    if given is None:
        return
    yield labelled(f"{str(seat.says).capitalize()}.", given.text)
    for option in shown.round.options:
        name = option if shown.round.kind is not RoundKind.DATE else day_name(option)
        yield labelled(f"{name}:", said(shown.round.kind, (given.extra or {}).get(option, "")))
    if given.link:
        yield plain(given.link)
    if given.treatment:
        yield labelled(f"{str(HANDLINGS[given.treatment.handling]).capitalize()}.", given.treatment.note)


def day_name(option: str) -> str:
    """A proposed day as people say it."""
    return weekday(date.fromisoformat(option))


def line_of(seat: Seat, shown: Shown, remembers: bool) -> list[object]:  # noqa: FBT001
    given = seat.answer
    cells: list[object] = [
        seat.organisation.name, str(seat.says), given.text if given else seat.party.excused,
        given.link if given else None,
    ]  # fmt: skip
    cells += [
        said(shown.round.kind, (given.extra or {}).get(option, "") if given else "") for option in shown.round.options
    ]
    if remembers:
        last = seat.before
        cells += [str(seat.last_time.says) if seat.last_time else "", last.text if last else "",
                  gettext("ja") if seat.changed else ""]  # fmt: skip
    at = given.at.astimezone(HERE).replace(tzinfo=None) if given else None
    who = given.person.name if given and given.person else ""
    capacity = str(CAPACITIES[given.capacity]) if given else ""
    return [*cells, who, capacity, f"{at:%Y-%m-%d %H:%M}" if at else "", len(seat.older)]


def said(kind: RoundKind, code: str) -> str:
    """Of a date round the word of the choice, else the text itself."""
    if kind is not RoundKind.DATE:
        return code
    return next((str(one.says) for one in DAY_CHOICES if one.code == code), "")


def columns_of(rows: list[Shown]) -> list[Organisation]:
    """Every organisation that was on one of the lists, by name."""
    everybody = {seat.organisation.id: seat.organisation for shown in rows for seat in shown.seats}
    return sorted(everybody.values(), key=lambda one: one.name)


def matrix(rows: list[Shown]) -> tuple[list[str], list[list[object]]]:
    """Rounds down, organisations across."""
    columns = columns_of(rows)
    head = [gettext("Ronde"), gettext("Soort"), gettext("Gevraagd op"), gettext("Tegen"), gettext("Stand"),
            *(one.name for one in columns)]  # fmt: skip
    return head, [matrix_line(shown, columns) for shown in rows]


def matrix_line(shown: Shown, columns: list[Organisation]) -> list[object]:
    one = shown.round
    first: list[object] = [one.question, str(KINDS[one.kind].says), one.asked_on, day_of(one), shown.figures]
    seats = [shown.of(column.id) for column in columns]
    return [*first, *(str(seat.says) if seat else "" for seat in seats)]
