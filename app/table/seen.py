"""Rounds read for a page: every seat with its answer, the one before, and what this visitor may do. Few questions."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from app.extensions import session
from app.table.picture import Chair, picture_of
from models import Answer, Dossier, Organisation, Person, Round, RoundKind, RoundParty, RoundState
from workflows import answer as answering
from workflows import tally
from workflows.refusals import NotNow, Refused
from workflows.round_kinds import KINDS, Choice, Kind
from workflows.visibility import seen_by
from workflows.words import Words

TURN, SILENT = "turn", "none"


@dataclass(frozen=True)
class Seat:
    """One organisation in one round. `before`: what it answered the last time the same was asked."""

    party: RoundParty
    kind: Kind
    answer: Answer | None
    older: list[Answer]
    before: Answer | None
    waited_for: bool
    recorded: bool
    """Of a round out of the recorded history: what was said, no document tells."""

    @property
    def organisation(self) -> Organisation:
        return self.party.organisation

    @property
    def choice(self) -> Choice | None:
        return self.kind.choice(self.answer.choice) if self.answer else None

    @property
    def last_time(self) -> Choice | None:
        return self.kind.choice(self.before.choice) if self.before else None

    @property
    def shape(self) -> str:
        """How it is drawn."""
        if self.choice:
            return str(self.choice.shape)
        return TURN if self.waited_for and not self.party.excused else SILENT

    @property
    def says(self) -> Words:
        """What it said, in a word."""
        if self.choice:
            return self.choice.says
        if self.party.excused:
            return Words("niet gevraagd")
        if self.recorded:
            return Words("niet vastgelegd")
        return Words("nog aan de beurt") if self.waited_for else Words("geen antwoord")

    @property
    def sign(self) -> str:
        return self.choice.sign if self.choice else ("…" if self.shape == TURN else "–")

    @property
    def given_sign(self) -> str:
        """Of an answer only: who is still to answer has a broken line around the seat."""
        return self.choice.sign if self.choice else ""

    @property
    def changed(self) -> bool:
        """Whether it says something else than last time."""
        if self.answer is None or self.before is None:
            return False
        return (self.answer.choice, self.answer.text) != (self.before.choice, self.before.text)


@dataclass(frozen=True)
class Shown:
    """A round with everything a page needs of it."""

    round: Round
    kind: Kind
    seats: list[Seat]
    counts: tally.Count
    sentences: list[Words]
    mine: Seat | None
    refusal: Refused | None
    """Why this visitor cannot answer now; None when she can."""

    def of(self, organisation_id: int) -> Seat | None:
        """The seat of this organisation, if it is on the list."""
        return next((seat for seat in self.seats if seat.party.organisation_id == organisation_id), None)

    @property
    def figures(self) -> str:
        """Of a recorded round nobody counted the answers: nought of fourteen would be an answer too."""
        return str(Words("niet vastgelegd")) if self.round.recorded else tally.in_figures(self.round, self.counts)

    @property
    def picture(self) -> str:
        """The round table, as SVG."""
        chairs = [
            Chair(one.organisation.letters, one.organisation.name, str(one.says), one.given_sign, one.shape)
            for one in self.seats
        ]
        return picture_of(chairs, self.figures, str(self.small))

    @property
    def small(self) -> Words:
        """Under the figure in the middle."""
        if self.round.recorded:
            return Words("antwoorden niet vastgelegd")
        if self.round.state is RoundState.CERTIFIED and self.round.verdict:
            return tally.VERDICTS[self.round.verdict]
        if self.round.kind is RoundKind.VOTE:
            return Words("voor – tegen")
        return Words("{percentage} %", percentage=self.counts.percentage or 0)

    @property
    def by_choice(self) -> list[tuple[Choice, int]]:
        """How often each thing was said, in the order of the kind."""
        return [(one, self.counts.by_choice[one.code]) for one in self.kind.choices if self.counts.by_choice[one.code]]

    @property
    def in_words(self) -> str:
        """Who said what, by name, in the order of the kind; then who said nothing."""
        said = [
            f"{choice.says}: {', '.join(one.organisation.name for one in self.seats if one.choice is choice)}"
            for choice, _n in self.by_choice
        ]
        if self.counts.missing:
            names = ", ".join(one.name for one in self.counts.missing)
            said.append(str(Words("geen antwoord: {names}", names=names)))
        return "; ".join(said)

    @property
    def days(self) -> list[tuple[str, Counter[str]]]:
        """Of a date round: how often each proposed day suits."""
        given = [seat.answer.extra for seat in self.seats if seat.answer and seat.answer.extra]
        return [(day, Counter(one.get(day, "") for one in given)) for day in self.round.options]


def shown(rounds: Sequence[Round], person: Person) -> list[Shown]:
    """These rounds, which she sees, opened: four questions however many there are."""
    by_round: dict[int, list[RoundParty]] = {one.id: [] for one in rounds}
    for party in parties(by_round, person):
        by_round[party.round_id].append(party)
    remembered = [one.previous_id for one in rounds if one.previous_id and KINDS[one.kind].remembers]
    earlier, _held = before(remembered, person), dossiers_of(rounds)
    return [opened(one, by_round[one.id], earlier, person) for one in rounds]


def dossiers_of(rounds: Sequence[Round]) -> Sequence[Dossier]:
    """Asked at once and held, for the rule that asks each round whether its dossier goes on."""
    keys = {one.dossier_id for one in rounds if one.dossier_id}
    return session().scalars(select(Dossier).where(Dossier.id.in_(keys))).all() if keys else ()


def parties(ids: Iterable[int], person: Person) -> Iterable[RoundParty]:
    return session().scalars(
        select(RoundParty)
        .join(RoundParty.organisation)
        .where(RoundParty.round_id.in_(list(ids)), seen_by(person, RoundParty))
        .options(
            joinedload(RoundParty.organisation),
            selectinload(RoundParty.answers).options(
                joinedload(Answer.person).joinedload(Person.organisation),
                joinedload(Answer.treatment),
                raiseload(Answer.party),
            ),
        )
        .order_by(Organisation.name)
    )


def before(previous: list[int], person: Person) -> dict[tuple[int, int], Answer]:
    """What was answered in those rounds, by round and organisation, as far as she sees them."""
    if not previous:
        return {}
    rows = session().execute(
        select(RoundParty.round_id, RoundParty.organisation_id, Answer)
        .join(Answer, Answer.party_id == RoundParty.id)
        .where(RoundParty.round_id.in_(previous), Answer.superseded_at.is_(None), seen_by(person, Answer))
    )
    return {(round_id, organisation_id): answer for round_id, organisation_id, answer in rows}


def opened(one: Round, rows: list[RoundParty], earlier: dict[tuple[int, int], Answer], person: Person) -> Shown:
    kind = KINDS[one.kind]
    seats = [seat_of(one, kind, party, earlier) for party in rows]
    mine = next((seat for seat in seats if seat.party.organisation_id == person.organisation_id), None)
    counts = tally.of_parties(one.kind, rows)
    alone = mine is not None and len(seats) == 1  # of whom she sees nothing else, she is told nothing either
    sentences = [] if alone else tally.standing(session(), one, counts)
    return Shown(one, kind, seats, counts, sentences, mine, why_not(one, mine, person))


def seat_of(one: Round, kind: Kind, party: RoundParty, earlier: dict[tuple[int, int], Answer]) -> Seat:
    last = earlier.get((one.previous_id, party.organisation_id)) if one.previous_id else None
    older = [answer for answer in party.answers if answer.superseded_at is not None]
    waited_for = one.state in (RoundState.DRAFT, RoundState.OPEN) and not one.recorded
    return Seat(party, kind, party.current, older, last, waited_for, one.recorded)


def why_not(one: Round, mine: Seat | None, person: Person) -> Refused | None:
    """What keeps her from answering for her organisation."""
    try:
        answering.GIVE.check(one, person)
        answering.takes_answers(one)
        if mine is None:
            return answering.not_asked(one, person.organisation)
        if mine.party.excused:
            called = person.organisation.name
            return NotNow(Words("Dit is niet van toepassing op {organisation}.", organisation=called))
    except Refused as refused:
        return refused
    return None
