"""How a round stands: every figure and every sentence under the table, in every state that a round can be in."""

import pytest

from models import Presence, Preset, RoundKind, RoundState, Verdict
from workflows import attendance, tally
from workflows import round as procedure
from workflows.clock import today
from workflows.tally import count, in_figures, present, standing

pytestmark = pytest.mark.both


def sentences(session, the_round):
    session.rollback()
    return [str(one) for one in standing(session, the_round, count(session, the_round))]


def test_what_does_not_concern_a_city_is_in_none_of_the_figures(session, ask, say, cast):
    """Two cities and the secretariat's vote are asked; one says it is not for them, one did it, one is silent."""
    task = ask(RoundKind.TASK)
    say(task, cast.karim, "not_applicable", text="geen wijken")
    say(task, cast.griet, next(one.code for one in procedure.KINDS[RoundKind.TASK].choices if one.counts))
    counts = count(session, task)
    assert counts.electors == len(task.parties)
    assert [one.name for one in counts.excused] == ["Genk"]
    assert counts.asked == counts.electors - 1
    assert counts.answered == 2
    assert "Genk" not in [one.name for one in counts.missing]
    assert "Gent" not in [one.name for one in counts.missing]


def test_of_a_vote_who_recuses_stays_an_elector(session, ask, say, cast):
    vote = ask(RoundKind.VOTE, preset=Preset.QUALIFIED)
    say(vote, cast.karim, "recuse", text="betrokken")
    counts = count(session, vote)
    votes = tally.tally(session, vote, counts)
    assert (counts.asked, votes.electors, votes.recuse, votes.eligible) == (2, 2, 1, 1)


def test_nobody_asked_is_no_percentage():
    assert tally.Count(0).percentage is None
    assert tally.Count(3, settled=2).percentage == 67


def test_the_sentences_of_a_round_that_is_no_vote(session, ask, say, do, cast, rounds):
    draft = ask(RoundKind.INTEREST, opened=False)
    assert sentences(session, draft) == []
    rounds.step(draft, "open")
    assert sentences(session, draft) == ["2 organisaties hebben nog niet geantwoord: Genk, Gent."]
    say(draft, cast.griet, "yes")
    assert sentences(session, draft) == ["1 organisatie heeft nog niet geantwoord: Genk."]
    say(draft, cast.karim, "no")
    assert sentences(session, draft) == ["Iedereen heeft geantwoord."]
    other = ask(RoundKind.INTEREST)
    do(procedure.procedure["cancel"], other, by=cast.els, reason="dubbel")
    assert sentences(session, other) == []


def test_a_recorded_round_without_an_answer_says_nothing_of_who_is_missing(session, ask, say, cast):
    asked = ask(RoundKind.INTEREST)
    asked.recorded = True
    counts = count(session, asked)
    assert tally.progress(asked, counts) == []
    say(asked, cast.griet, "yes")
    assert [str(one) for one in tally.progress(asked, count(session, asked))] != []


def test_the_sentences_of_a_vote_from_its_draft_to_its_result(session, ask, say, cast, rounds):
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN, opened=False)
    assert sentences(session, vote) == []
    rounds.step(vote, "open")
    first, *rest = sentences(session, vote)
    assert first == "Tussenstand: verworpen als er nu gesloten werd."
    assert rest == ["Nog 2 stemmen voor nodig.", "2 organisaties hebben nog niet geantwoord: Genk, Gent."]
    say(vote, cast.griet, "for")
    assert "Nog 1 stem voor nodig." in sentences(session, vote)
    say(vote, cast.karim, "for")
    assert sentences(session, vote) == [
        "Tussenstand: aangenomen als er nu gesloten werd.", "Er zijn genoeg stemmen voor.",
    ]  # fmt: skip
    rounds.step(vote, "close")
    assert sentences(session, vote) == ["Tussenstand: aangenomen, nog vast te stellen."]
    rounds.step(vote, "certify")
    assert (vote.state, vote.verdict) == (RoundState.CERTIFIED, Verdict.ADOPTED)
    assert sentences(session, vote) == ["Vastgesteld: aangenomen."]
    assert in_figures(vote, count(session, vote)) == "2 – 0"


@pytest.mark.parametrize("preset", [Preset.CONSENSUS, Preset.TACIT])
def test_objections_are_counted_in_words(session, ask, say, cast, preset):
    vote = ask(RoundKind.VOTE, preset=preset)
    assert "Geen bezwaar tot nu toe." in sentences(session, vote)
    say(vote, cast.griet, "against", text="te vroeg")
    assert "1 bezwaar: bespreek het, of stem." in sentences(session, vote)
    say(vote, cast.karim, "against", text="te vroeg")
    assert "2 bezwaren: bespreek ze, of stem." in sentences(session, vote)


def test_who_is_there_is_counted_at_the_meeting_of_its_item_among_who_may_vote(session, ask, table, do, cast, rounds):
    """The secretariat is there too and is no elector; a vote about no item has nobody present."""
    apart = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    meeting = table.open_with(today(), "Werkplan")
    vote = ask(RoundKind.VOTE, preset=Preset.SIMPLE, item=table.items(meeting)[0])
    other = ask(RoundKind.VOTE, preset=Preset.SIMPLE, item=table.items(meeting)[0], opened=False)
    session.rollback()
    assert (present(session, apart), present(session, vote)) == (None, 0)
    there = {"Gent": Presence.PRESENT, "Genk": Presence.EXCUSED, "Kenniscentrum": Presence.PRESENT}
    members = {one.organisation.name: one.organisation_id for one in cast.obmi.memberships}
    lines = [attendance.Line(members[name], presence) for name, presence in there.items()]
    do(attendance.RECORD, meeting, by=cast.els, lines=lines)
    session.rollback()
    assert (present(session, apart), present(session, vote)) == (None, 1)
    gent = next(party for party in other.parties if party.organisation.name == "Gent")
    do(procedure.EXCUSE, gent, by=cast.els, reason="betrokken")
    rounds.step(other, "open")
    session.rollback()
    assert (present(session, other), present(session, vote)) == (0, 1), (
        "who was taken off this list counts on the other"
    )
    assert any("Het quorum is niet bereikt: 0 van 1" in one for one in sentences(session, other))


@pytest.mark.parametrize(
    ("preset", "says"),
    [
        (Preset.QUALIFIED, "telt de stemming 1 in plaats van 2 leden, en zijn er 1 in plaats van 2 stemmen voor nodig"),
        (Preset.WRITTEN, "telt de stemming 1 in plaats van 2 leden, en zijn er 1 in plaats van 2 stemmen voor nodig"),
        (Preset.SIMPLE, "telt de stemming 1 in plaats van 2 leden."),
    ],
)
def test_what_a_recusal_changes_is_said_before(preset, says):
    assert says in str(tally.with_recusal(preset, tally.voting.Tally(2)))
