"""A round: one question, every seat answers once, and what was frozen stays frozen."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from models import Answer, Capacity, Decision, Meeting, Message, Preset, RoundKind, RoundState, Verdict, now
from workflows import reminders
from workflows import round as rounds
from workflows.clock import today
from workflows.refusals import NotAllowed, NotNow, NotReady, Overtaken
from workflows.tally import count


def test_a_written_vote_is_adopted_and_becomes_a_numbered_decision(ask, say, do, cast, session):
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN, text="We publiceren **alles**.")
    assert [party.organisation.name for party in vote.parties] == ["Genk", "Gent"]
    say(vote, cast.jef, "for")
    say(vote, cast.karim, "for")
    do(rounds.procedure.step("close"), vote, by=cast.els)
    do(rounds.procedure.step("certify"), vote, by=cast.els, conclusion="Eensgezind")
    assert (vote.state, vote.verdict) == (RoundState.CERTIFIED, Verdict.ADOPTED)
    decision = session.scalars(select(Decision).where(Decision.round_id == vote.id)).one()
    assert decision.number == f"OBMI-{today().year}-01"
    assert (decision.meeting, decision.way, decision.text) == (None, "written", "Zijn we het eens?")
    assert vote.result["counts"] == {"for": 2}
    assert vote.result["trail"]["seq"] > 0


def test_the_second_vote_of_a_city_is_refused_until_it_says_what_it_replaces(ask, say, cast, session):
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    first = say(vote, cast.griet, "for")
    with pytest.raises(Overtaken, match="Gent antwoordde al «voor»"):
        say(vote, cast.jef, "abstain")
    second = say(vote, cast.jef, "against", text="Te duur", replaces=first.id)
    assert second.capacity is Capacity.DEPUTY
    kept = session.scalars(select(Answer).where(Answer.round_id == vote.id).order_by(Answer.id)).all()
    assert [one.superseded_at is None for one in kept] == [False, True]
    assert count(session, vote).by_choice == {"against": 1}
    kinds = [
        (one.kind, one.person_id) for one in session.scalars(select(Message)) if one.kind in ("receipt", "replaced")
    ]
    assert ("replaced", cast.griet.id) in kinds


def test_who_may_not_vote_hears_why(ask, say, cast):
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    with pytest.raises(NotAllowed, match="Kenniscentrum stemt niet mee"):
        say(vote, cast.els, "for")
    with pytest.raises(NotReady, match="vraagt een woord uitleg"):
        say(vote, cast.griet, "against")
    with pytest.raises(NotReady, match="Kies een van de antwoorden"):
        say(vote, cast.griet, "on_track")
    with pytest.raises(Overtaken, match="gewijzigd sinds je ze las"):
        say(vote, cast.griet, "for", seen="iets anders")


def test_a_round_closes_by_itself_after_its_day(ask, say, do, cast, monkeypatch):
    poll = ask(RoundKind.INTEREST, due_on=today())
    assert do(rounds.CLOSE_WHEN_DUE, poll) is None
    say(poll, cast.griet, "yes")
    monkeypatch.setattr("workflows.deadlines.today", lambda: today() + timedelta(days=1))
    with pytest.raises(NotNow, match="termijn is voorbij"):
        say(poll, cast.karim, "no")
    do(rounds.CLOSE_WHEN_DUE, poll)
    assert poll.state is RoundState.CLOSED


def test_a_reminder_goes_to_exactly_those_who_did_not_answer(ask, say, do, cast, session):
    poll = ask(RoundKind.INTEREST)
    say(poll, cast.griet, "yes")
    do(reminders.REMIND, poll, by=cast.els)
    reminded = [one.person.name for one in session.scalars(select(Message).where(Message.kind == "reminder"))]
    assert reminded == [cast.karim.name]
    with pytest.raises(NotNow, match="al een herinnering"):
        do(reminders.REMIND, poll, by=cast.els)


def test_what_is_certified_waits_for_no_meeting_and_stops_none(ask, say, do, cast, table):
    """The database refuses to change it, so a deadline that ran on would refuse the meeting."""
    day = today() + timedelta(days=30)
    certified = []
    for _time in ("before a meeting is planned", "for that meeting"):
        poll = ask(RoundKind.INTEREST, due_on=None, at_next=True, question=f"Wie doet mee {_time}?")
        waiting = ask(RoundKind.INTEREST, due_on=None, at_next=True)
        say(poll, cast.griet, "yes")
        do(rounds.procedure.step("close"), poll, by=cast.els)
        do(rounds.procedure.step("certify"), poll, by=cast.els)
        certified.append((poll, poll.due_meeting_id, poll.due_next_id))
        if not poll.due_meeting_id:
            meeting = table.plan(day)
            assert waiting.due_meeting_id == meeting.id
    table.step(meeting, "cancel")
    assert waiting.due_next_id == meeting.series_id
    assert [(poll, poll.due_meeting_id, poll.due_next_id) for poll, *_due in certified] == certified


def reminders_on(days, do, poll, session):
    """How many letters the clock sends when it looks on these days from now."""
    found = []
    for day in days:
        before = letters(session)
        with time_machine.travel(now() + timedelta(days=day), tick=True):
            do(reminders.REMIND_WHEN_DUE, poll)
        found.append(letters(session) - before)
    return found


def letters(session):
    return session.scalar(select(func.count()).where(Message.kind == "reminder"))


def test_nobody_is_reminded_on_the_day_she_was_asked(ask, do, session):
    for days, sent in ((1, [0, 2]), (2, [0, 2, 2])):
        poll = ask(RoundKind.INTEREST, due_on=today() + timedelta(days=days))
        assert reminders_on(range(days + 1), do, poll, session) == sent


def test_the_clock_does_not_remind_after_the_coordinator_did(ask, do, cast, session):
    poll = ask(RoundKind.INTEREST, due_on=today() + timedelta(days=10))
    with time_machine.travel(now() + timedelta(days=5), tick=True):
        do(reminders.REMIND, poll, by=cast.els)
    assert reminders_on([5, 7, 8, 8, 10], do, poll, session) == [0, 0, 2, 0, 2]


def test_a_meeting_that_moves_takes_its_reminders_along(ask, do, cast, table, session):
    held = table.plan(today() + timedelta(days=10))
    poll = ask(RoundKind.INTEREST, due_on=None, at_next=True)
    assert reminders_on([5, 8], do, poll, session) == [2, 2]
    session.get_one(Meeting, held.id).held_on = today() + timedelta(days=40)
    session.commit()
    assert reminders_on([9, 20, 21, 32, 40], do, poll, session) == [0, 2, 0, 2, 2]
