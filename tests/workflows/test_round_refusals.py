"""What a round refuses, and what it does not let be undone: each time with the reason, and with nothing changed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from models import (
    Addressees,
    Answer,
    Attendance,
    Audience,
    Decision,
    Membership,
    MembershipRole,
    Message,
    Organisation,
    OrganisationKind,
    Preset,
    RoundKind,
    RoundState,
    Seat,
    Verdict,
    now,
)
from workflows import answer, meeting, membership, reminders, seat
from workflows import round as procedure
from workflows.clock import today
from workflows.links import Secret
from workflows.refusals import NotAllowed, NotNow, NotReady, Overtaken, Unseen
from workflows.round_kinds import KINDS

LATER = timedelta(days=14)
ALL_CHOICES = {choice.code for kind in KINDS.values() for choice in kind.choices}


@pytest.fixture
def vote(ask):
    return ask(RoundKind.VOTE, preset=Preset.WRITTEN, text="We publiceren alles.")


@pytest.fixture
def refused(rounds):
    """Within it something is refused, and no answer is added or gone."""

    def refused_(the_round, kind, match):
        class Refusal:
            def __enter__(self):
                self.before = [one.id for one in rounds.kept(the_round)]
                self.raises = pytest.raises(kind, match=match)
                return self.raises.__enter__()

            def __exit__(self, *error):
                seen = self.raises.__exit__(*error)
                assert [one.id for one in rounds.kept(the_round)] == self.before
                return seen

        return Refusal()

    return refused_


def travel(days):
    return time_machine.travel(now() + timedelta(days=days), tick=True)


def leaves(do, cast, session, name):
    """An organisation gives up its seats and leaves OBMi."""
    query = select(Seat).where(Seat.until.is_(None), Seat.workgroup_id == cast.obmi.id)
    for one in session.scalars(query).all():
        if one.person.organisation.name == name:
            do(seat.LEAVE, one, by=cast.els)
    query = select(Membership).join(Membership.organisation)
    member = session.scalars(query.where(Membership.workgroup_id == cast.obmi.id, Organisation.name == name)).one()
    do(membership.LEAVE, member, by=cast.els)


def joins(do, cast, name):
    do(
        membership.JOIN, cast.obmi, by=cast.els, name=name, code=None, kind=OrganisationKind.CITY,
        role=MembershipRole.VOTING, since=today() - timedelta(days=1),
    )  # fmt: skip


# Who


def test_who_does_not_speak_for_a_voting_member_does_not_vote(vote, say, cast, refused):
    with refused(vote, NotAllowed, "Kenniscentrum stemt niet mee"):
        say(vote, cast.els, "for")
    with refused(vote, NotAllowed, "wie in deze werkgroep voor een organisatie spreekt"):
        say(vote, cast.dora, "for")
    for stranger in (cast.otto, cast.rita, cast.tom, cast.nele):
        with refused(vote, (Unseen, NotAllowed), None):
            say(vote, stranger, "for")


def test_nobody_votes_for_another_city(vote, do, cast, refused):
    """Griet says only what Gent says; writing down what Genk said is for the secretary."""
    given = {"organisation": cast.karim.organisation, "choice": "for", "seen": vote.digest}
    with refused(vote, NotAllowed, "coördinator"):
        do(answer.RECORD, vote, by=cast.griet, **given)
    recorded = do(answer.RECORD, vote, by=cast.els, **given)
    assert recorded.party.organisation == cast.karim.organisation


def test_the_secretary_writes_down_nothing_for_who_is_not_on_the_list(vote, do, cast, refused):
    with refused(vote, NotAllowed, "ABF stemt niet mee"):
        do(answer.RECORD, vote, by=cast.els, organisation=cast.tom.organisation, choice="for", seen=vote.digest)


def test_an_answer_is_replaced_by_its_own_city_only(vote, say, cast, refused):
    of_genk = say(vote, cast.karim, "for")
    with refused(vote, Overtaken, "bestaat niet"):
        say(vote, cast.griet, "against", text="Te duur", replaces=of_genk.id)
    of_gent = say(vote, cast.griet, "for")
    with refused(vote, Overtaken, "Gent antwoordde al «voor»"):
        say(vote, cast.jef, "against", text="Te duur", replaces=of_genk.id)
    again = say(vote, cast.jef, "against", text="Te duur", replaces=of_gent.id)
    with refused(vote, Overtaken, "Gent antwoordde al «tegen»"):
        say(vote, cast.griet, "for", replaces=of_gent.id)
    assert again.replaces_id == of_gent.id


def test_the_same_form_twice_is_one_answer(vote, do, cast, rounds):
    given = {"choice": "for", "seen": vote.digest}
    first = do(answer.GIVE, vote, by=cast.griet, key="k", **given)
    assert do(answer.GIVE, vote, by=cast.griet, key="k", **given).id == first.id
    with pytest.raises(NotNow, match="al verstuurd"):
        do(answer.GIVE, vote, by=cast.griet, key="k", choice="abstain", seen=vote.digest)
    assert len(rounds.kept(vote)) == 1


# What


def a_round_of(ask, kind):
    options = {RoundKind.QUESTIONNAIRE: ["Waarom?"], RoundKind.DATE: [today().isoformat()]}.get(kind, [])
    return ask(kind, options=options, preset=Preset.WRITTEN if kind is RoundKind.VOTE else None)


def test_a_kind_takes_its_own_choices_and_asks_for_its_reasons(ask, say, cast, refused):
    for kind in KINDS.values():
        the_round = a_round_of(ask, kind.code)
        for code in sorted((ALL_CHOICES | {"", "'; --"}) - {choice.code for choice in kind.choices}):
            with refused(the_round, NotReady, "Kies een van de antwoorden"):
                say(the_round, cast.griet, code)
        for choice in kind.choices:
            if choice.reason:
                with refused(the_round, NotReady, "vraagt een woord uitleg"):
                    say(the_round, cast.griet, choice.code, text=" \n ")
        with refused(the_round, NotReady, "te lang"):
            say(the_round, cast.griet, kind.choices[0].code, text="x" * 10_001)


def test_an_answer_is_to_the_text_that_was_read(vote, say, cast, rounds, refused):
    read = vote.digest
    changed = rounds.edit(vote, text="We publiceren niets.")
    assert changed.digest != read
    with refused(vote, Overtaken, "gewijzigd sinds je ze las"):
        say(vote, cast.griet, "for", seen=read)
    say(vote, cast.griet, "for", seen=changed.digest)
    with refused(vote, NotNow, "Er is al geantwoord op deze tekst"):
        rounds.edit(vote, text="Toch alles.")


def test_another_rule_is_another_question(vote, rounds):
    written = vote.digest
    assert rounds.edit(vote, preset=Preset.QUALIFIED).digest != written


# When


def test_nothing_is_answered_before_it_opens_or_after_it_is_over(ask, say, cast, rounds, refused):
    draft = ask(RoundKind.VOTE, opened=False, preset=Preset.WRITTEN)
    with refused(draft, Unseen, None):
        say(draft, cast.griet, "for")
    vote = rounds.step(draft, "open")
    for voter in (cast.griet, cast.karim):
        say(vote, voter, "for")
    first = rounds.kept(vote)[0]
    rounds.step(vote, "close")
    with refused(vote, NotNow, "er kan niet meer geantwoord worden"):
        say(vote, cast.griet, "abstain", replaces=first.id)
    rounds.step(vote, "certify")
    with refused(vote, NotNow, "er kan niet meer geantwoord worden"):
        say(vote, cast.griet, "abstain", replaces=first.id)
    cancelled = rounds.step(ask(RoundKind.INTEREST), "cancel", reason="Niet meer nodig")
    with refused(cancelled, NotNow, "Niet meer nodig"):
        say(cancelled, cast.griet, "yes")


def test_it_is_not_closed_while_nobody_answered(ask, say, cast, rounds):
    poll = ask(RoundKind.INTEREST)
    with pytest.raises(NotReady, match="Nog niemand antwoordde"):
        rounds.step(poll, "close")
    say(poll, cast.griet, "yes")
    rounds.step(poll, "close")


def test_where_silence_counts_it_is_not_closed_before_its_time(vote, say, cast, rounds):
    say(vote, cast.griet, "for")
    with pytest.raises(NotReady, match="Wie zwijgt telt mee"):
        rounds.step(vote, "close")
    with travel(15):
        rounds.step(vote, "close")
        rounds.step(vote, "certify")
    assert vote.verdict is Verdict.REJECTED, "one of two is not more than half"


def test_a_majority_of_who_is_there_waits_for_who_is_there_at_that_meeting(ask, say, cast, table, do, rounds, session):
    """What another meeting noted, and who said that she would come, is no quorum."""
    before = table.open_with(today() - timedelta(days=1), "Vorig punt")
    table.everybody_there(before)
    meeting = table.open_with(today(), "Stemmen we?")
    vote = ask(RoundKind.VOTE, preset=Preset.SIMPLE, item=table.items(meeting)[0])
    say(vote, cast.griet, "for")
    rounds.step(vote, "close")
    session.add(Attendance(workgroup_id=cast.obmi.id, meeting_id=meeting.id, organisation=cast.karim.organisation))
    session.commit()
    with pytest.raises(NotReady, match="wie op de vergadering aanwezig is"):
        rounds.step(vote, "certify")
    table.everybody_there(meeting)
    assert rounds.step(vote, "certify").verdict is not None


def test_a_late_answer_comes_in_where_the_kind_takes_it_and_until_it_is_certified(ask, say, do, cast, rounds, refused):
    task = ask(RoundKind.TASK)
    say(task, cast.griet, "done")
    with travel(20):
        do(procedure.CLOSE_WHEN_DUE, task)
        say(task, cast.karim, "done")
        rounds.step(task, "certify")
        with refused(task, NotNow, "er kan niet meer geantwoord worden"):
            say(task, cast.karim, "not_done", replaces=rounds.kept(task)[-1].id)


# The list


def test_who_leaves_or_joins_while_it_is_open_changes_nothing(vote, say, do, cast, session, rounds, refused):
    leaves(do, cast, session, "Genk")
    joins(do, cast, "Brugge")
    assert [one.organisation.name for one in vote.parties] == ["Genk", "Gent"]
    with refused(vote, (NotAllowed, Unseen), None):
        say(vote, cast.karim, "for")
    say(vote, cast.griet, "for")
    with travel(15):
        rounds.step(vote, "close")
        rounds.step(vote, "certify")
    assert (vote.result["eligible"], vote.result["needed"]) == (2, 2)
    assert vote.verdict is Verdict.REJECTED, "Genk was asked, and is silent"


def test_who_left_before_it_opened_does_not_vote(ask, do, cast, session, rounds):
    everybody = ask(RoundKind.VOTE, opened=False, preset=Preset.WRITTEN)
    chosen = [cast.griet.organisation, cast.karim.organisation]
    selected = ask(RoundKind.VOTE, opened=False, preset=Preset.WRITTEN, addressees=Addressees.SELECTION, chosen=chosen)
    leaves(do, cast, session, "Genk")
    assert [one.organisation.name for one in rounds.step(everybody, "open").parties] == ["Gent"]
    with pytest.raises(NotReady, match="Alleen stemgerechtigde leden"):
        rounds.step(selected, "open")


def test_a_vote_takes_nobody_off_its_list_once_it_is_open(vote, do, cast, rounds):
    place = rounds.place(vote, "Genk")
    with pytest.raises(NotNow, match="ligt vast"):
        do(procedure.EXCUSE, place, by=cast.els, reason="Geen belang")


def test_nobody_is_taken_off_the_list_without_a_reason_or_after_answering(ask, say, do, cast, rounds):
    poll = ask(RoundKind.INTEREST)
    place = rounds.place(poll, "Genk")
    with pytest.raises(NotReady, match="waarom"):
        do(procedure.EXCUSE, place, by=cast.els, reason="  ")
    do(procedure.EXCUSE, place, by=cast.els, reason="Geen databank")
    with pytest.raises(NotNow, match="niet van toepassing op Genk: Geen databank"):
        say(poll, cast.karim, "yes")
    say(poll, cast.griet, "yes")
    with pytest.raises(NotNow, match="Gent heeft al geantwoord"):
        do(procedure.EXCUSE, rounds.place(poll, "Gent"), by=cast.els, reason="Toch niet")


def test_it_is_not_cancelled_without_a_reason(vote, rounds):
    with pytest.raises(NotReady, match="waarom"):
        rounds.step(vote, "cancel", reason=" ")
    assert vote.state is RoundState.OPEN


# What an open round can become


def test_an_open_round_does_not_change_into_one_that_cannot_open(vote, rounds):
    with pytest.raises(NotReady, match="telt wie aanwezig is"):
        rounds.edit(vote, preset=Preset.SIMPLE)
    with pytest.raises(NotReady, match="voorbij"):
        rounds.edit(vote, due_on=today() - timedelta(days=1))
    with pytest.raises(NotReady, match="minstens 7 dagen"):
        rounds.edit(vote, preset=Preset.TACIT, due_on=today() + timedelta(days=6))


def test_silence_consents_to_the_text_that_was_announced(ask, do, cast, rounds):
    """Changed on the eve of its deadline, it waits a week again, and its reminders begin anew."""
    tacit = ask(RoundKind.VOTE, preset=Preset.TACIT, text="We publiceren alles.")
    with travel(13):
        assert do(reminders.REMIND_WHEN_DUE, tacit)
        with pytest.raises(NotReady, match="minstens 7 dagen"):
            rounds.edit(tacit, text="We publiceren niets.")
        changed = rounds.edit(tacit, text="We publiceren niets.", due_on=today() + LATER)
        assert changed.reminded_at is None
    with travel(28):
        do(procedure.CLOSE_WHEN_DUE, tacit)
        rounds.step(tacit, "certify")
    assert tacit.verdict is Verdict.INVALID, "nobody was reminded of this text"


def test_a_tacit_vote_keeps_its_week_and_its_date_when_it_gets_more_time(ask, do, cast):
    tacit = ask(RoundKind.VOTE, preset=Preset.TACIT)
    with pytest.raises(NotReady, match="minstens 7 dagen"):
        do(procedure.EXTEND, tacit, by=cast.els, due_on=today() + timedelta(days=3), at_next=False)
    with pytest.raises(NotReady, match="minstens 7 dagen"):
        do(procedure.EXTEND, tacit, by=cast.els, due_on=None, at_next=True)
    do(procedure.EXTEND, tacit, by=cast.els, due_on=today() + timedelta(days=21), at_next=False)


def test_an_open_round_can_wait_for_the_next_meeting_instead_of_a_day(ask, do, cast, rounds):
    poll = ask(RoundKind.INTEREST)
    do(procedure.EXTEND, poll, by=cast.els, due_on=None, at_next=True)
    assert (poll.due_on, poll.due_meeting_id) == (None, None)
    assert poll.due_next_id is not None
    rounds.edit(poll, due_on=today(), at_next=False)
    assert (poll.due_on, poll.due_next_id) == (today(), None)
    rounds.edit(poll, due_on=None, at_next=True)


def test_a_deadline_is_not_put_in_the_past(ask, do, cast, session):
    poll = ask(RoundKind.INTEREST)
    was = poll.due_on
    with pytest.raises(NotReady, match="al voorbij") as refused:
        do(procedure.EXTEND, poll, by=cast.els, due_on=today() - timedelta(days=1), at_next=False)
    assert refused.value.field == "due_on"
    session.refresh(poll)
    assert poll.due_on == was
    do(procedure.EXTEND, poll, by=cast.els, due_on=today(), at_next=False)


def test_a_tacit_vote_in_which_everybody_spoke_needs_no_reminder(ask, say, cast, rounds):
    tacit = ask(RoundKind.VOTE, preset=Preset.TACIT)
    say(tacit, cast.griet, "for")
    say(tacit, cast.karim, "for")
    rounds.step(tacit, "close")
    assert rounds.step(tacit, "certify").verdict is Verdict.ADOPTED


def test_what_is_certified_does_not_move_with_the_meeting_it_was_due_at(ask, say, do, cast, rounds, table, session):
    """The next meeting is planned and cancelled again: the round keeps the deadline it had, and both go well."""
    poll = ask(RoundKind.INTEREST, due_on=None, at_next=True)
    open_one = ask(RoundKind.INTEREST, due_on=None, at_next=True)
    for one in (cast.griet, cast.karim):
        say(poll, one, "yes")
    rounds.step(poll, "close")
    rounds.step(poll, "certify")
    first = table.plan(today() + timedelta(days=30))
    session.refresh(open_one)
    assert (poll.due_meeting_id, open_one.due_meeting_id) == (None, first.id)
    do(meeting.procedure.step("cancel"), first, by=cast.els)
    session.refresh(open_one)
    assert open_one.due_meeting_id is None


# By link


@pytest.fixture
def questions(ask):
    return ask(RoundKind.QUESTIONNAIRE, options=["Waarom?"])


@pytest.fixture
def link_for(do, cast, rounds):
    def made(the_round, name="Genk"):
        return do(answer.MAKE_LINK, rounds.place(the_round, name), by=cast.els, secret=Secret("geheim" + str(now())))

    return made


@pytest.fixture
def as_guest(do):
    def said(link, seen, choice="answered", **given):
        return do(answer.GIVE_BY_LINK, link, choice=choice, seen=seen, extra={"Waarom?": "Daarom"}, **given)

    return said


DEAD = "link"


def test_a_guest_answers_once(questions, link_for, as_guest, refused):
    link = link_for(questions)
    given = as_guest(link, questions.digest)
    assert (given.person_id, given.extra) == (None, {"Waarom?": "Daarom"})
    with refused(questions, NotNow, DEAD):
        as_guest(link, questions.digest, replaces=given.id)


def test_a_newer_link_revokes_the_older(questions, link_for, as_guest, refused):
    older, newer = link_for(questions), link_for(questions)
    with refused(questions, NotNow, DEAD):
        as_guest(older, questions.digest)
    as_guest(newer, questions.digest)


def test_a_link_dies_after_a_fortnight_however_long_the_round_is_open(ask, link_for, as_guest, refused):
    long = ask(RoundKind.QUESTIONNAIRE, options=["Waarom?"], due_on=today() + timedelta(days=60))
    link = link_for(long)
    with travel(15), refused(long, NotNow, DEAD):
        as_guest(link, long.digest)


def test_a_link_answers_nothing_once_the_round_is_closed(questions, link_for, as_guest, say, cast, rounds, refused):
    link = link_for(questions)
    say(questions, cast.griet, "answered", extra={"Waarom?": "Zomaar"})
    rounds.step(questions, "close")
    with refused(questions, NotNow, "gesloten"):
        as_guest(link, questions.digest)


def test_a_guest_does_not_undo_what_her_city_said_meanwhile(questions, link_for, as_guest, say, cast, refused):
    link = link_for(questions)
    say(questions, cast.karim, "answered", extra={"Waarom?": "Zomaar"})
    with refused(questions, Overtaken, "Genk antwoordde al"):
        as_guest(link, questions.digest)


def test_no_vote_is_given_by_a_link(vote, link_for):
    with pytest.raises(NotNow, match="wie aangemeld is"):
        link_for(vote)


# Certifying


def test_a_vote_that_decides_nothing_gets_no_number(ask, say, cast, rounds, session):
    consensus = ask(RoundKind.VOTE, preset=Preset.CONSENSUS)
    say(consensus, cast.griet, "against", text="Te duur")
    nobody = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    for voter in (cast.griet, cast.karim):
        say(nobody, voter, "recuse", text="Belang")
    for vote, verdict in ((consensus, Verdict.OBJECTED), (nobody, Verdict.INVALID)):
        rounds.step(vote, "close")
        assert rounds.step(vote, "certify").verdict is verdict
    assert session.scalar(select(func.count(Decision.id))) == 0


def test_what_is_certified_keeps_its_counts_when_the_members_change(vote, say, do, cast, session, rounds):
    say(vote, cast.griet, "for")
    say(vote, cast.karim, "recuse", text="Belang")
    rounds.step(vote, "close")
    frozen = dict(rounds.step(vote, "certify").result)
    leaves(do, cast, session, "Genk")
    joins(do, cast, "Brugge")
    session.refresh(vote)
    assert vote.result == frozen
    assert (frozen["counts"], frozen["eligible"], frozen["verdict"]) == ({"for": 1, "recuse": 1}, 1, "adopted")
    assert session.scalar(select(func.count(Answer.id))) == 2


def test_the_vendor_is_only_asked_what_was_opened_to_it(ask, cast, rounds):
    """Who is asked sees every answer, so a list with the vendor on it opens the round to the vendor."""
    theirs = {"addressees": Addressees.SELECTION, "chosen": [cast.griet.organisation, cast.tom.organisation]}
    for kind in (RoundKind.STATUS, RoundKind.CALL):
        with pytest.raises(NotReady, match="ABF ziet dan alle antwoorden"):
            ask(kind, **theirs)
    opened = ask(RoundKind.CALL, audience=Audience.VENDOR, **theirs)
    with pytest.raises(NotReady, match="ABF ziet dan alle antwoorden"):
        rounds.edit(opened, audience=Audience.PARTNERS)
    assert {one.organisation.name for one in opened.parties} == {"ABF", "Gent"}
    ask(RoundKind.CALL, audience=Audience.MEMBERS)


def test_a_day_is_proposed_once_however_it_is_written(ask):
    day = today() + LATER
    asked = ask(RoundKind.DATE, options=[day.isoformat(), f"{day:%Y%m%d}"])
    assert asked.options == [day.isoformat()]


def test_a_vote_is_not_put_to_all_members(ask, cast):
    """Not to a selection under that name either: the advisory members do not vote."""
    for chosen in ([], [cast.griet.organisation]):
        with pytest.raises(NotReady, match="Alleen stemgerechtigde leden stemmen"):
            ask(RoundKind.VOTE, preset=Preset.WRITTEN, addressees=Addressees.MEMBERS, chosen=chosen)


def test_a_vote_that_is_past_its_day_gets_no_more_time(vote, say, do, cast):
    """How it stands is known by then, and the timer closes it."""
    say(vote, cast.griet, "for")
    with travel(15), pytest.raises(NotNow, match="De termijn is voorbij"):
        do(procedure.EXTEND, vote, by=cast.els, due_on=today() + LATER, at_next=False)


def test_who_left_is_not_told_what_is_said_in_her_place(vote, say, do, cast, session):
    first = say(vote, cast.griet, "for")
    hers = select(Seat).where(Seat.person_id == cast.griet.id, Seat.workgroup_id == cast.obmi.id)
    do(seat.LEAVE, session.scalars(hers).one(), by=cast.els)
    say(vote, cast.jef, "against", text="Te duur", replaces=first.id)
    assert session.scalars(select(Message).where(Message.kind == "replaced")).all() == []
