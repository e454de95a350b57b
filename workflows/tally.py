"""How a round stands: who answered what, who is missing, and in one sentence what is still needed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import (
    AgendaItem,
    Attendance,
    Organisation,
    Preset,
    Round,
    RoundKind,
    RoundParty,
    RoundState,
    Verdict,
)
from workflows import voting
from workflows.attendance import THERE
from workflows.round_kinds import KINDS
from workflows.words import Words, counted

PRESETS = {
    Preset.CONSENSUS: Words("consensus"),
    Preset.SIMPLE: Words("gewone meerderheid"),
    Preset.QUALIFIED: Words("twee derde"),
    Preset.WRITTEN: Words("schriftelijk"),
    Preset.TACIT: Words("stilzwijgend"),
}
RULES = {
    Preset.CONSENSUS: Words("Aangenomen als niemand bezwaar maakt. Eén bezwaar: de werkgroep bespreekt het, of stemt."),
    Preset.SIMPLE: Words(
        "Aangenomen als meer leden voor dan tegen stemmen en minstens de helft van de stemgerechtigde leden aanwezig is. Bij gelijke stemmen is het verworpen."  # noqa: E501
    ),
    Preset.QUALIFIED: Words(
        "Aangenomen als minstens twee derde van wie mag stemmen voor stemt; wie niet deelneemt telt niet mee."
    ),
    Preset.WRITTEN: Words(
        "Aangenomen als meer dan de helft van wie mag stemmen voor stemt. Wie zwijgt is niet voor; wie niet deelneemt telt niet mee."  # noqa: E501
    ),
    Preset.TACIT: Words("Aangenomen als niemand voor de termijn bezwaar maakt. Wie zwijgt krijgt eerst herinneringen."),
}
"""Printed on the ballot before it opens, and frozen with the result."""
VERDICTS = {
    Verdict.ADOPTED: Words("aangenomen"),
    Verdict.REJECTED: Words("verworpen"),
    Verdict.OBJECTED: Words("bezwaar: te bespreken"),
    Verdict.INVALID: Words("niet geldig"),
}


@dataclass(frozen=True)
class Count:
    """The answers of a round, counted. What does not concern an organisation is in none of the figures."""

    electors: int
    by_choice: Counter[str] = field(default_factory=Counter)
    missing: tuple[Organisation, ...] = ()
    excused: tuple[Organisation, ...] = ()
    settled: int = 0

    @property
    def answered(self) -> int:
        return sum(self.by_choice.values())

    @property
    def asked(self) -> int:
        """Those whose answer counts, given or not."""
        return self.electors - len(self.excused)

    @property
    def percentage(self) -> int | None:
        """Whole percents of those asked that are settled; None when nobody is."""
        return round(100 * self.settled / self.asked) if self.asked else None


def count(session: Session, the_round: Round) -> Count:
    """Read the parties with their current answer, and count."""
    parties = session.scalars(
        select(RoundParty)
        .where(RoundParty.round_id == the_round.id)
        .options(selectinload(RoundParty.answers), selectinload(RoundParty.organisation))
        .execution_options(populate_existing=True)
    )
    return of_parties(the_round.kind, parties)


def of_parties(kind: RoundKind, parties: Iterable[RoundParty]) -> Count:
    """The count of parties that were read already."""
    everybody = sorted(parties, key=lambda party: party.organisation.name)
    given = {party.id: party.current for party in everybody}
    choices: Counter[str] = Counter(one.choice for one in given.values() if one)
    table = KINDS[kind]
    outside = {one.code for one in table.choices if not one.counts} if kind is not RoundKind.VOTE else set()
    return Count(
        electors=len(everybody),
        by_choice=choices,
        missing=tuple(party.organisation for party in everybody if given[party.id] is None and not party.excused),
        excused=tuple(party.organisation for party in everybody if is_outside(party, outside)),
        settled=sum(choices[code] for code in table.counted),
    )


def is_outside(party: RoundParty, outside: set[str]) -> bool:
    return bool(party.excused) or (party.current is not None and party.current.choice in outside)


def tally(session: Session, the_round: Round, counts: Count) -> voting.Tally:
    """The votes as the arithmetic wants them. Who was taken off the list before it opened is no elector."""
    votes = counts.by_choice
    return voting.Tally(
        electors=counts.asked, in_favour=votes["for"], against=votes["against"], abstain=votes["abstain"],
        recuse=votes["recuse"], present=present(session, the_round),
        announced=the_round.reminded_at is not None or not counts.missing,
    )  # fmt: skip


def present(session: Session, the_round: Round) -> int | None:
    """How many of the electors are at the meeting of its item; None without one."""
    if the_round.item_id is None:
        return None
    electors = select(RoundParty.organisation_id).where(RoundParty.round_id == the_round.id, RoundParty.excused == "")
    there = (
        select(func.count(Attendance.id))
        .join(AgendaItem, AgendaItem.meeting_id == Attendance.meeting_id)
        .where(
            AgendaItem.id == the_round.item_id, Attendance.presence.in_(THERE), Attendance.organisation_id.in_(electors)
        )
    )
    return session.scalar(there) or 0


def what_is_needed(preset: Preset, votes: voting.Tally, missing: tuple[Organisation, ...]) -> list[Words]:
    """In sentences: what the vote still needs, and whose position is missing."""
    said = [in_favour(preset, votes)]
    if not voting.has_quorum(preset, votes):
        said.append(
            Words(
                "Het quorum is niet bereikt: {present} van {electors} aanwezig, {quorum} nodig.",
                present=votes.present or 0, electors=votes.electors, quorum=voting.quorum(votes.electors),
            )
        )  # fmt: skip
    if missing:
        said.append(who_is_missing(missing))
    return said


def in_favour(preset: Preset, votes: voting.Tally) -> Words:
    if preset in (Preset.CONSENSUS, Preset.TACIT):
        if votes.against:
            return counted("{n} bezwaar: bespreek het, of stem.", "{n} bezwaren: bespreek ze, of stem.", votes.against)
        return Words("Geen bezwaar tot nu toe.")
    more = voting.needed(preset, votes)
    if not more:
        return Words("Er zijn genoeg stemmen voor.")
    return counted("Nog {n} stem voor nodig.", "Nog {n} stemmen voor nodig.", more)


def who_is_missing(missing: Iterable[Organisation]) -> Words:
    names = [one.name for one in missing]
    return counted(
        "{n} organisatie heeft nog niet geantwoord: {names}.",
        "{n} organisaties hebben nog niet geantwoord: {names}.",
        len(names), names=", ".join(names),
    )  # fmt: skip


def with_recusal(preset: Preset, votes: voting.Tally) -> Words:
    """What a recusal changes: the new denominator, shown before it is confirmed."""
    after = voting.Tally(
        votes.electors, votes.in_favour, votes.against, votes.abstain, votes.recuse + 1, votes.present, votes.announced
    )
    if preset in (Preset.QUALIFIED, Preset.WRITTEN):
        return Words(
            "Doen jullie niet mee, dan telt de stemming {after} in plaats van {before} leden, en zijn er {needed} in plaats van {was} stemmen voor nodig.",  # noqa: E501
            after=after.eligible, before=votes.eligible, needed=voting.threshold(preset, after),
            was=voting.threshold(preset, votes),
        )  # fmt: skip
    return Words(
        "Doen jullie niet mee, dan telt de stemming {after} in plaats van {before} leden.",
        after=after.eligible, before=votes.eligible,
    )  # fmt: skip


def standing(session: Session, the_round: Round, counts: Count) -> list[Words]:
    """The sentences under the table. A vote is provisional until it is certified."""
    if the_round.kind is not RoundKind.VOTE or the_round.preset is None:
        return progress(the_round, counts)
    if the_round.state is RoundState.CERTIFIED and the_round.verdict is not None:
        return [Words("Vastgesteld: {verdict}.", verdict=VERDICTS[the_round.verdict])]
    if the_round.state in (RoundState.DRAFT, RoundState.CANCELLED):
        return []
    votes = tally(session, the_round, counts)
    now_it_is = VERDICTS[voting.verdict(the_round.preset, votes)]
    first = Words("Tussenstand: {verdict} als er nu gesloten werd.", verdict=now_it_is)
    if the_round.state is RoundState.CLOSED:
        return [Words("Tussenstand: {verdict}, nog vast te stellen.", verdict=now_it_is)]
    return [first, *what_is_needed(the_round.preset, votes, counts.missing)]


def progress(the_round: Round, counts: Count) -> list[Words]:
    if the_round.state in (RoundState.DRAFT, RoundState.CANCELLED) or (the_round.recorded and not counts.answered):
        return []
    if not counts.missing:
        return [Words("Iedereen heeft geantwoord.")]
    return [who_is_missing(counts.missing)]


def in_figures(the_round: Round, counts: Count) -> str:
    """What stands in the middle of the table: 8 – 1 for a vote, 9/13 for the rest."""
    if the_round.kind is RoundKind.VOTE:
        return f"{counts.by_choice['for']} – {counts.by_choice['against']}"
    return f"{counts.settled}/{counts.asked}"
