"""The yearly overview, piece by piece: what the facts say at each place, and what an editor wrote over it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale, gettext, ngettext

from app import provenance, words
from app.documents.blocks import Block, Bullets, Document, Heading, Look, Paragraph, Run, Table, labelled, listed, plain
from app.documents.from_html import blocks_of
from app.i18n import day, month
from app.overview.picture import picture_of
from models import (
    Action,
    ActionState,
    Decision,
    DecisionState,
    Membership,
    Milestone,
    OverviewText,
    Precision,
    Workgroup,
)
from workflows import action as actions
from workflows import leading, sentences, text, workgroup
from workflows.membership import ROLES
from workflows.overview import digest_of
from workflows.round_kinds import KINDS
from workflows.tally import VERDICTS
from workflows.words import Words
from workflows.yearly import Asked, Held, Told, Year, who_brought_what

LONGEST = 1_200
"""More than so many characters of minutes stay in the minutes: an overview is read in one go."""


@dataclass
class Piece:
    """One place of the overview. An editor writes over `made`; what hangs `below` always comes from the facts."""

    place: str
    heading: str = ""
    made: tuple[Block, ...] = ()
    below: tuple[Block, ...] = ()
    bullet: bool = False
    facts: Any = None
    written: OverviewText | None = None
    seen: int = 0
    """The version of what was ever written here, also when it was taken away since."""
    name: str = ""

    @property
    def basis(self) -> str:
        """What `made` stands on, whatever language it is said in."""
        return digest_of(self.facts)

    @property
    def stale(self) -> bool:
        """Somebody wrote here, and the facts changed since."""
        return self.written is not None and self.written.basis != self.basis

    @property
    def said(self) -> tuple[Block, ...]:
        """Without the heading: her text where she wrote one, and what always stands below."""
        own = blocks_of(text.render(self.written.text)) if self.written else self.made
        blocks = (*own, *self.below)
        return (Bullets((blocks,)),) if self.bullet and blocks else blocks

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (Heading(1, self.heading), *self.said) if self.heading else self.said


def pieces_of(year: Year, texts: dict[str, OverviewText]) -> list[Piece]:
    """In the order of the overview."""
    found = [intro(year), milestones(year), members(year)]
    for held in year.meetings:
        found += meeting(held)
    found += [
        brought(year),
        division(year),
        subgroups(year),
        decisions(year),
        agreements(year),
        asked(year),
        figures(year),
        closing(),
    ]
    shown = [one for one in found if one.made or one.below or one.heading or one.place in OPEN]
    for one in shown:
        if there := texts.get(one.place):
            one.written, one.seen = None if there.withdrawn else there, there.version
    return shown


def homeless(pieces: Iterable[Piece], texts: dict[str, OverviewText]) -> list[OverviewText]:
    """What was written at places that this year no longer has: nothing that somebody wrote is lost to her."""
    places = {piece.place for piece in pieces}
    return [one for place, one in texts.items() if place not in places and not one.withdrawn]


OPEN = ("closing",)
"""Places where the facts say nothing and an editor may."""


def document(year: Year, pieces: Iterable[Piece]) -> Document:
    title = gettext("%(name)s: overzicht van %(year)d", name=year.workgroup.name, year=year.year)
    blocks = merged(block for piece in pieces for block in piece.blocks)
    return Document(title, str(get_locale()), blocks=blocks, origin=f"Rondetafel · {year.workgroup.name} {year.year}")


def merged(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Bullets that follow each other are one list."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Bullets) and isinstance(last, Bullets) and not (block.ordered or last.ordered):
            found[-1] = Bullets((*last.items, *block.items))
        else:
            found.append(block)
    return tuple(found)


def intro(year: Year) -> Piece:
    """What it was, how often it met, what came of it, in numbers that were counted."""
    group, met = year.workgroup, len(year.meetings)
    counts = [met, len(year.told), len(year.decisions), len(year.actions), len(year.done)]
    if met:
        lines = [
            ngettext(
                "In %(year)d kwam de werkgroep %(num)d keer samen.",
                "De werkgroep kwam in %(year)d %(num)d keer samen.", met, year=year.year,
            ),
            ngettext("Er kwam %(num)d punt aan bod.", "Er kwamen %(num)d punten aan bod.", counts[1]),
        ]  # fmt: skip
        lines += what_came(*counts[2:])
    else:
        lines = [gettext("Van %(year)d zijn geen vergaderingen vastgelegd.", year=year.year)]
    if year.themes:
        lines.append(gettext("Thema's: %(names)s.", names=", ".join(theme.name for theme in year.themes)))
    lines += course(group, year.year)
    facts = [year.year, counts, [theme.name for theme in year.themes], str(group.ended_on), group.closing_report]
    return Piece("intro", made=(plain(" ".join(lines), Look.LEAD),), facts=facts, name=gettext("Inleiding"))


def what_came(decided: int, agreed: int, done: int) -> Iterator[str]:
    """In numbers, as far as there was any."""
    if decided:
        yield ngettext("Er werd %(num)d beslissing genomen.", "Er werden %(num)d beslissingen genomen.", decided)
    if agreed:
        yield ngettext("Er werd %(num)d afspraak gemaakt.", "Er werden %(num)d afspraken gemaakt.", agreed)
    if done:
        yield ngettext("Daarvan is er %(num)d uitgevoerd.", "Daarvan zijn er %(num)d uitgevoerd.", done)


def course(group: Workgroup, year: int) -> Iterator[str]:
    """That it began or ended in this year."""
    if group.started_on and group.started_on.year == year:
        yield gettext("Begin van de werkgroep: %(day)s.", day=precisely(group.started_on, group.started_precision))
    if group.ended_on and group.ended_on.year == year:
        yield gettext("Einde van de werkgroep: %(day)s.", day=precisely(group.ended_on, group.ended_precision))
        if group.closing_report:
            yield group.closing_report


def precisely(when: Any, precision: Precision) -> str:
    """A day as precisely as it is known."""
    if precision is Precision.YEAR:
        return str(when.year)
    return f"{month(when)} {when.year}" if precision is Precision.MONTH else day(when)


def said_when(one: Milestone) -> str:
    return one.said_when if one.precision is Precision.PERIOD or not one.happened_on else precisely(
        one.happened_on, one.precision
    )  # fmt: skip


def milestones(year: Year) -> Piece:
    lines = [f"{said_when(one)}: {one.title}" for one in year.milestones]
    made = (listed(lines),) if lines else ()
    heading = gettext("Mijlpalen tot en met %(year)d", year=year.year) if lines else ""
    facts = [[one.id, str(one.happened_on), one.precision.value, one.title] for one in year.milestones]
    return Piece("milestones", heading, made=made, facts=facts)


def members(year: Year) -> Piece:
    """With the website of each: what the whole world can see of the work."""
    rows = tuple(row_of(member) for member in year.members)
    head = (gettext("Organisatie"), gettext("Rol"), gettext("Website"))
    heading = ngettext("%(num)d deelnemer", "%(num)d deelnemers", len(rows)) if rows else ""
    below = (Table(gettext("Deelnemers op het einde van het jaar"), head, rows),) if rows else ()
    return Piece("members", heading, below=below, facts=[], name=gettext("Deelnemers"))


def row_of(member: Membership) -> tuple[str, str, str]:
    return member.organisation.name, str(ROLES[member.role]), member.organisation.website or ""


def meeting(held: Held) -> Iterator[Piece]:
    """Its heading with room for an introduction, then a bullet for each item."""
    name = f"{held.meeting.title} ({day(held.meeting.held_on)})"
    yield Piece(f"meeting-{held.meeting.id}", held.meeting.title, facts=[str(held.meeting.held_on)], name=name,
                below=(plain(day(held.meeting.held_on), Look.MUTED),))  # fmt: skip
    for told in held.items:
        yield item(told)
    if loose := [*map(decided, held.other_decisions), *map(outcome, held.others)]:
        below = (Bullets(tuple((one,) for one in loose)),)
        yield Piece(f"others-{held.meeting.id}", below=below, facts=[], name=name)


def item(told: Told) -> Piece:
    told_as, follows = sentences.sentence_of(told.item), sentences.what_follows(told.item)
    sentence = " ".join(ended(str(one)) for one in (told_as, follows) if one)
    detail, source = detail_of(told)
    came_of = [decided(one, told.item.title) for one in told.decisions]
    came_of += [outcome(one, told.item.title) for one in told.actions]
    return Piece(
        f"item-{told.item.id}", made=(plain(sentence), *detail), below=tuple(came_of), bullet=True,
        facts=[told_as.stored(), follows.stored() if follows else None, source], name=told.item.title,
    )  # fmt: skip


def ended(sentence: str) -> str:
    """With one mark at its end: a title may bring its own."""
    return sentence[:-1] if sentence.endswith(("?.", "!.", "….")) else sentence


def detail_of(told: Told) -> tuple[tuple[Block, ...], str]:
    """What the minutes say of it when that is short, else the beginning; and the source of it."""
    if told.block is None or not told.block.text.strip():
        return (), ""
    blocks = blocks_of(text.current(told.block.text, told.block.html, told.block.sanitiser))
    if len(told.block.text) <= LONGEST:
        return blocks, told.block.text
    more = plain(gettext("Meer hierover staat in het verslag."), Look.MUTED)
    return (next((one for one in blocks if isinstance(one, Paragraph)), blocks[0]), more), told.block.text


def decided(one: Decision, title: str = "") -> Block:
    if one.text == title and one.state is not DecisionState.REJECTED:
        return Paragraph((Run(gettext("Beslissing %(number)s", number=one.number), bold=True),), Look.DECISION)
    return labelled(gettext("Beslissing %(number)s:", number=one.number), words.decided(one), Look.DECISION)


def outcome(one: Action, title: str = "") -> Block:
    """An agreement beside what came of it."""
    said = "" if one.text == title else ended(one.text.rstrip(".") + ".") + " "
    who = f" ({words.owners(one)})" if words.owners(one) else ""
    runs = (
        Run(f"{actions.KINDS[one.kind]}{who}: ", bold=True),
        Run(said),
    )
    return Paragraph((*runs, Run(what_came_of(one), italic=True)), Look.ACTION)


def what_came_of(one: Action) -> str:
    """`uitgevoerd: Gent gaf de opleiding (OBMi-werkgroep 26 oktober 2020)`, or how it still stands open."""
    if one.state is ActionState.OPEN:
        due = actions.due(one)
        if due is None and one.due_next_id:
            return str(gettext("open, tegen de volgende vergadering"))
        return str(gettext("open, tegen %(day)s", day=day(due)) if due else gettext("open, zonder termijn"))
    said = words.outcome(one)
    return f"{said} ({one.evaluated_in.title})" if one.evaluated_in else said


def brought(year: Year) -> Piece:
    """The drawing, with the same in a table beside it."""
    drawing, rows = picture_of(year), who_brought_what(year)
    head = (gettext("Organisatie"), *(held.meeting.held_on.strftime("%d/%m") for held in year.meetings))
    cells = tuple(
        (organisation.name, *(str(counts.get(held.meeting.id) or "") for held in year.meetings))
        for organisation, counts in rows
    )
    caption = gettext("Punten aangebracht en afspraken op zich genomen, per vergadering")
    below = (*((drawing,) if drawing else ()), *((Table(caption, head, cells),) if cells else ()))
    return Piece("brought", gettext("Het jaar in beeld") if below else "", below=below, facts=[])


def division(year: Year) -> Piece:
    """Who did what on the dossiers: the work of a year, divided over the organisations and the themes."""
    done: dict[str, list[str]] = {}
    for one in sorted(year.efforts, key=lambda effort: effort.organisation.name):
        theme = f" ({one.theme})" if one.theme else ""
        done.setdefault(one.organisation.name, []).append(f"{leading.ROLES[one.role]} {one.what}{theme}")
    head = (gettext("Organisatie"), gettext("Hoe vaak"), gettext("Wat"))
    rows = tuple((name, str(len(what)), "; ".join(what)) for name, what in done.items())
    below = (Table("", head, rows),) if rows else ()
    return Piece("division", gettext("Wie deed wat") if rows else "", below=below, facts=[])


def subgroups(year: Year) -> Piece:
    blocks: list[Block] = []
    for group, questions in year.subgroups:
        state = str(workgroup.STATES[group.state])
        lead = gettext("trekker %(name)s", name=group.lead.name) if group.lead else ""
        blocks += [Heading(2, group.name), plain(", ".join(one for one in (state, lead) if one), Look.MUTED)]
        blocks += blocks_of(text.current(group.mandate, group.mandate_html, group.mandate_sanitiser))
        for question in questions:
            last = question.last_report
            blocks.append(labelled(question.text, last.text if last else gettext("nog geen rapport")))
        if group.closing_report:
            blocks.append(labelled(gettext("Eindverslag:"), group.closing_report))
    return Piece("subgroups", gettext("Subwerkgroepen") if blocks else "", below=tuple(blocks), facts=[])


def decisions(year: Year) -> Piece:
    head = (gettext("Nummer"), gettext("Beslissing"))
    rows = tuple((one.number or "", words.decided(one)) for one in year.decisions)
    below = (Table("", head, rows),) if rows else ()
    return Piece("decisions", gettext("Beslissingen") if rows else "", below=below, facts=[])


def agreements(year: Year) -> Piece:
    """What was agreed this year or ended in it, beside its outcome."""
    head = (gettext("Wie"), gettext("Afspraak"), gettext("Gemaakt op"), gettext("Uitkomst"))
    rows = tuple(
        (words.owners(one), one.text, day(one.meeting.held_on), what_came_of(one))
        for one in (*year.earlier, *year.actions)
    )
    below = (Table("", head, rows),) if rows else ()
    return Piece("agreements", gettext("Afspraken en wat ervan kwam") if rows else "", below=below, facts=[])


def asked(year: Year) -> Piece:
    """What was put to the organisations, and how many answered; of recorded requests no document says that."""
    head = (gettext("Ronde"), gettext("Soort"), gettext("Antwoorden"), gettext("Besluit van de ronde"))
    rows = tuple(
        (one.round.question, str(KINDS[one.round.kind].says), answered(one), concluded(one)) for one in year.rounds
    )
    below = (Table("", head, rows),) if rows else ()
    return Piece("rounds", gettext("Gevraagd aan de organisaties") if rows else "", below=below, facts=[])


def answered(one: Asked) -> str:
    unknown = gettext("niet vastgelegd")
    return str(unknown) if one.round.recorded else gettext("%(n)d van %(of)d", n=one.answered, of=one.asked)


def concluded(one: Asked) -> str:
    verdict = str(VERDICTS[one.round.verdict]) if one.round.verdict else ""
    return ". ".join(said for said in (verdict, one.round.conclusion) if said)


def figures(year: Year) -> Piece:
    """Counted by the program, and those that a document states."""
    counted = [
        (gettext("Vergaderingen"), len(year.meetings)),
        (gettext("Geschrapte vergaderingen"), year.cancelled),
        (gettext("Agendapunten"), len(year.told)),
        (gettext("Beslissingen"), len(year.decisions)),
        (gettext("Afspraken"), len(year.actions)),
        (gettext("Uitgevoerde afspraken"), len(year.done)),
        (gettext("Rondes"), len(year.rounds)),
        (gettext("Subwerkgroepen"), len(year.subgroups)),
        (gettext("Deelnemers"), len(year.members)),
    ]
    rows = [(what, str(n), gettext("geteld")) for what, n in counted if n]
    ours = [one for one in year.rounds if not one.round.recorded and one.asked]
    if ours:
        share = round(100 * sum(one.answered for one in ours) / sum(one.asked for one in ours))
        rows.append(
            (gettext("Antwoorden op rondes"), str(Words("{percentage} %", percentage=share)), gettext("geteld"))
        )
    sources = provenance.of(year.figures)
    rows += [(one.title, one.value, one.source or documents(sources.get(one.id, []))) for one in year.figures]
    head = (gettext("Wat"), gettext("Cijfer"), gettext("Herkomst"))
    below = (Table("", head, tuple(rows)),) if rows else ()
    return Piece("figures", gettext("Cijfers") if rows else "", below=below, facts=[])


def documents(sources: list[Any]) -> str:
    """In which documents a recorded figure stands, and where."""
    lines = [gettext("regels %(lines)s", lines=one.lines) if one.lines else "" for one in sources]
    return "; ".join(
        f"{one.document.code}, {said}" if said else one.document.code for one, said in zip(sources, lines, strict=True)
    )


def closing() -> Piece:
    return Piece("closing", facts=[], name=gettext("Slot"))
