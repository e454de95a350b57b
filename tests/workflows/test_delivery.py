"""How a letter reaches somebody: at once what is asked of her, the rest once a day, and never without saying why."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from sqlalchemy import select

from models import (
    Delivery,
    Mailbox,
    Message,
    MessageState,
    PersonState,
    Preset,
    Reason,
    RoundKind,
    SeatRole,
    Visit,
    Withheld,
    now,
)
from tests.conftest import person
from tests.postbag import html_of, text_of
from tests.rounds import Rounds
from workflows import mailbox, reminders, seat, sign_in
from workflows import meeting as meetings
from workflows.about import round_letter
from workflows.clock import HERE, today
from workflows.delivery import MOST_A_DAY, next_morning
from workflows.letters import post
from workflows.refusals import NotReady
from workflows.words import Words

USUAL = {
    Reason.ASKED: Delivery.AT_ONCE, Reason.MEETING: Delivery.AT_ONCE, Reason.YOURS: Delivery.DIGEST,
    Reason.NEWS: Delivery.DIGEST,
}  # fmt: skip


@pytest.fixture
def visit(session):
    def of(person) -> Visit:
        opened = sign_in.open_visit(session, person, f"secret {person.id} {now()}", "password", "test")
        session.commit()
        return opened

    return of


@pytest.fixture
def choose(do, visit):
    """`choose(griet, news=Delivery.NEVER)`: the rest as it is for everyone."""

    def as_she_likes(person, away=None, deputy=None, **ways):
        wanted = USUAL | {Reason(name): way for name, way in ways.items()}
        begins, ends = away or (None, None)
        return do(
            mailbox.CHOOSE, visit(person), by=person, ways=wanted, away_from=begins, away_until=ends, deputy=deputy
        )

    return as_she_likes


def to(session, person, **of):
    session.rollback()
    query = select(Message).where(Message.person_id == person.id).filter_by(**of).order_by(Message.id)
    return session.scalars(query).all()


def tomorrow_at_seven(minutes=1):
    return time_machine.travel(next_morning() + timedelta(minutes=minutes), tick=True)


def test_what_is_asked_leaves_at_once_and_the_receipt_in_the_morning(session, cast, ask, say, bag):
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    assert bag.send() == 2, "one to Griet, one to Karim"
    say(vote, cast.griet, "for")
    assert bag.send() == 0, "a receipt is not urgent"
    [receipt] = to(session, cast.griet, kind="receipt")
    assert (receipt.delivery, receipt.state) == (Delivery.DIGEST, MessageState.WAITING)
    assert receipt.next_try_at.astimezone(HERE).time() == time(7)
    with tomorrow_at_seven():
        assert bag.send() == 1
    overview = bag.last(cast.griet)
    assert overview["Subject"] == "Rondetafel: je overzicht"
    assert "Je stemde namens Gent: «voor»." in text_of(overview)
    assert "Bewijs: schakel" in html_of(overview)


def test_the_overview_is_one_mail_however_much_there_is_and_none_when_there_is_nothing(session, cast, ask, say, bag):
    with tomorrow_at_seven():
        assert bag.send() == 0
    votes = [ask(RoundKind.VOTE, preset=Preset.WRITTEN, question=f"Vraag {n}") for n in range(30)]
    bag.send()
    for vote in votes:
        say(vote, cast.griet, "for")
    with tomorrow_at_seven():
        assert bag.send() == 1
    text = text_of(bag.last(cast.griet))
    assert text.count("Je stemde namens Gent") == 25
    assert "en nog 5 berichten: http://localhost/" in text
    states = {one.state for one in to(session, cast.griet, kind="receipt")}
    assert states == {MessageState.SENT}, "all of them are told, the last five as a number"


def test_seven_in_the_morning_is_seven_here_in_summer_and_in_winter():
    for day, hour in ((date(2026, 7, 1), 5), (date(2026, 12, 1), 6), (date(2026, 10, 25), 6), (date(2026, 3, 29), 5)):
        with time_machine.travel(datetime.combine(day, time(0, 30), HERE), tick=False):
            assert (next_morning().astimezone(HERE).date(), next_morning().utctimetuple().tm_hour) == (day, hour)
        with time_machine.travel(datetime.combine(day, time(7, 0), HERE), tick=False):
            assert next_morning().astimezone(HERE) == datetime.combine(day + timedelta(days=1), time(7), HERE)


def test_she_chooses_how_each_reason_reaches_her(session, cast, ask, say, choose, bag):
    choose(cast.griet, asked=Delivery.DIGEST, yours=Delivery.NEVER)
    choose(cast.karim, yours=Delivery.AT_ONCE)
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    assert bag.send() == 1
    say(vote, cast.griet, "for")
    say(vote, cast.karim, "for")
    [never] = to(session, cast.griet, kind="receipt")
    assert (never.state, never.withheld_because) == (MessageState.WITHHELD, Withheld.NEVER)
    assert never.letter["paragraphs"], "what was not sent is kept, so that she can see what"
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        assert bag.send() == 1
    assert "Je stemde namens Genk" in text_of(bag.last(cast.karim))


def test_a_question_in_the_overview_is_not_asked_of_who_answered_meanwhile(session, cast, ask, say, choose, bag):
    choose(cast.griet, asked=Delivery.DIGEST, yours=Delivery.NEVER)
    say(ask(RoundKind.INTEREST, question="Eerste?"), cast.griet, "yes")
    ask(RoundKind.INTEREST, question="Tweede?")
    with tomorrow_at_seven():
        bag.send()
    [first, second] = to(session, cast.griet, kind="asked")
    assert (first.withheld_because, second.state) == (Withheld.ANSWERED, MessageState.SENT)
    assert "Eerste?" not in text_of(bag.last(cast.griet))
    assert "Tweede?" in text_of(bag.last(cast.griet))


@pytest.mark.parametrize(
    ("change", "why"),
    [("answers", Withheld.ANSWERED), ("leaves", Withheld.NO_SEAT), ("is disabled", Withheld.NO_ACCESS),
     ("round closes", Withheld.OVER), ("mutes", Withheld.MUTED)],
)  # fmt: skip
def test_what_no_longer_stands_when_it_leaves_is_not_sent(session, cast, do, rounds, bag, change, why):
    vote = rounds.ask(RoundKind.INTEREST)
    if change == "answers":
        rounds.say(vote, cast.jef, "yes")
    elif change == "leaves":
        do(seat.LEAVE, cast.griet.seats[0], by=cast.els)
    elif change == "is disabled":
        cast.griet.state = PersonState.DISABLED
        session.commit()
    elif change == "round closes":
        rounds.say(vote, cast.karim, "yes")
        rounds.step(vote, "close")
    else:
        do(mailbox.STOP, by=cast.griet, reason=Reason.ASKED, round_id=vote.id)
    bag.send()
    [asked] = to(session, cast.griet, kind="asked")
    assert (asked.state, asked.withheld_because) == (MessageState.WITHHELD, why)
    assert bag.of(cast.griet) == []


def test_what_she_may_not_see_is_not_sent_whoever_wrote_it(session, cast, do, bag):
    elsewhere = Rounds(session, do, cast.orba, cast.otto).ask(RoundKind.INTEREST, question="Geheim van ORBA?")
    letter = round_letter(elsewhere, "result", Reason.MEETING, Words("Het resultaat is er: {result}.", result="ja"))
    message = post(session, letter, cast.griet)
    session.commit()
    bag.send()
    session.refresh(message)
    assert message.withheld_because is Withheld.UNSEEN
    assert bag.of(cast.griet) == []


def test_two_letters_about_one_round_within_ten_minutes_are_one_mail(session, cast, do, rounds, bag):
    vote = rounds.ask(RoundKind.INTEREST)
    assert bag.send() == 2
    rounds.step(vote, "cancel", reason="Verkeerde vraag")
    assert bag.send() == 0, "she was just written to about this"
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        assert bag.send() == 2
    assert "De ronde is geannuleerd: Verkeerde vraag" in text_of(bag.last(cast.griet))


def test_what_waits_goes_along_in_the_same_mail(session, cast, do, rounds, bag):
    vote = rounds.ask(RoundKind.INTEREST)
    rounds.edit(vote, question="Wie doet mee aan de test?")
    rounds.edit(vote, question="Wie doet mee aan de proef?")
    assert bag.send() == 2, "three letters each, one mail each"
    text = text_of(bag.last(cast.griet))
    assert text.count("Er staat een vraag klaar voor Gent.") == 1
    assert "Wie doet mee aan de proef?" in text
    states = [(one.state, one.with_id is None) for one in to(session, cast.griet)]
    assert states == [(MessageState.SENT, True), (MessageState.SENT, False), (MessageState.SENT, False)]


def test_what_is_new_never_comes_from_herself(session, cast, do, rounds, cities, choose):
    choose(cast.els, news=Delivery.AT_ONCE)
    do(seat.GIVE_ROLE, cast.griet.seats[0], by=cast.els, role=SeatRole.COORDINATOR)
    rounds.by = cast.griet
    poll = rounds.ask(RoundKind.INTEREST)
    rounds.say(poll, cast.karim, "yes")
    rounds.step(rounds.step(poll, "close"), "certify")
    [own] = to(session, cast.griet, kind="result")
    assert own.withheld_because is Withheld.OWN_DOING
    [told] = to(session, cast.karim, kind="result")
    assert told.delivery is Delivery.DIGEST


def test_while_she_is_away_her_deputy_is_asked_and_told_why(session, cast, ask, choose, bag):
    choose(cast.griet, away=(today(), today() + timedelta(days=14)), deputy=cast.jef)
    ask(RoundKind.INTEREST)
    bag.send()
    [hers] = to(session, cast.griet, kind="asked")
    assert (hers.state, hers.withheld_because) == (MessageState.WITHHELD, Withheld.AWAY)
    text = text_of(bag.last(cast.jef))
    assert "Je krijgt dit in de plaats van Griet, die afwezig is." in text
    assert "Er staat een vraag klaar voor Gent." in text
    with time_machine.travel(now() + timedelta(days=15), tick=True):
        ask(RoundKind.INTEREST, question="Later?")
        bag.send()
    assert "Later?" in text_of(bag.last(cast.griet))


def test_a_deputy_who_may_not_answer_there_gets_nothing_and_she_keeps_hers(session, cast, do, ask, choose, bag):
    choose(cast.griet, away=(today(), today()), deputy=cast.jef)
    do(seat.LEAVE, cast.jef.seats[0], by=cast.els)
    ask(RoundKind.INTEREST)
    bag.send()
    assert len(bag.of(cast.griet)) == 1
    assert bag.of(cast.jef) == []


@pytest.mark.parametrize(
    ("away", "who", "field"),
    [((1, 0), "jef", "away_until"), ((0, 1), None, "deputy"), ((0, 1), "karim", "deputy"), ((0, 1), "griet", "deputy"),
     ((0, None), "jef", "away_until"), ((None, 0), "jef", "away_from")],
)  # fmt: skip
def test_an_absence_that_makes_no_sense_is_refused_beside_the_field(session, cast, choose, away, who, field):
    days = tuple(None if n is None else today() + timedelta(days=n) for n in away)
    with pytest.raises(NotReady) as refused:
        choose(cast.griet, away=days, deputy=getattr(cast, who) if who else None)
    assert refused.value.field == field
    session.rollback()
    assert session.scalars(select(Mailbox)).all() == []


def test_after_many_letters_in_a_day_the_rest_waits_for_the_overview(session, cast, ask):
    for n in range(MOST_A_DAY + 2):
        ask(RoundKind.INTEREST, question=f"Vraag {n}")
    ways = [one.delivery for one in to(session, cast.griet)]
    assert ways == [Delivery.AT_ONCE] * MOST_A_DAY + [Delivery.DIGEST] * 2


def test_a_mailbox_that_refuses_three_times_is_left_alone_until_she_says_so(session, cast, do, ask, visit, bag):
    for n in range(3):
        assert session.scalars(select(Mailbox.paused_at)).first() is None, n
        with time_machine.travel(now() - timedelta(days=3 - n), tick=True):
            for _ in range(5):
                mailbox.count_refusal(session, cast.griet.id)
                session.commit()
    ask(RoundKind.INTEREST)
    [asked] = to(session, cast.griet, kind="asked")
    assert asked.withheld_because is Withheld.PAUSED
    do(mailbox.TRY_AGAIN, visit(cast.griet), by=cast.griet)
    ask(RoundKind.INTEREST, question="En nu?")
    bag.send()
    assert "En nu?" in text_of(bag.last(cast.griet))


def test_refusals_of_long_ago_are_forgotten(session, cast):
    for days in (70, 35, 0):
        with time_machine.travel(now() - timedelta(days=days), tick=True):
            mailbox.count_refusal(session, cast.griet.id)
            session.commit()
    box = session.scalars(select(Mailbox)).one()
    assert (box.refusals, box.paused_at) == (1, None)


def test_who_stopped_the_overview_gets_no_more_of_it_the_next_morning(session, cast, do, ask, say, bag):
    vote = ask(RoundKind.VOTE, preset=Preset.WRITTEN)
    bag.send()
    say(vote, cast.griet, "for")
    do(mailbox.STOP, by=cast.griet, reason=Reason.ACCOUNT)
    with tomorrow_at_seven():
        assert bag.send() == 0
    [receipt] = to(session, cast.griet, kind="receipt")
    assert receipt.withheld_because is Withheld.NEVER


def refuse_three_times(session, reader):
    for day in (3, 2, 1):
        with time_machine.travel(now() - timedelta(days=day), tick=True):
            mailbox.count_refusal(session, reader.id)
    session.commit()


def test_what_waited_when_her_mailbox_began_to_refuse_stays_here(session, cast, ask, bag):
    ask(RoundKind.INTEREST)
    refuse_three_times(session, cast.griet)
    bag.send()
    [asked] = to(session, cast.griet, kind="asked")
    assert asked.withheld_because is Withheld.PAUSED


@pytest.mark.parametrize("how", ["refuses", "wants no more of this"])
def test_when_no_mail_reaches_her_deputy_she_keeps_hers(session, cast, do, ask, choose, bag, how):
    choose(cast.griet, away=(today(), today()), deputy=cast.jef)
    vote = ask(RoundKind.INTEREST)
    bag.send()
    if how == "refuses":
        refuse_three_times(session, cast.jef)
    else:
        do(mailbox.STOP, by=cast.jef, reason=Reason.ASKED, round_id=vote.id)
    do(reminders.REMIND, vote, by=cast.els)
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        bag.send()
    assert [bag.of(cast.griet)[0]["Subject"], len(bag.of(cast.jef))] == [bag.of(cast.jef)[0]["Subject"], 1]


def test_a_deputy_reads_no_item_that_is_not_for_her(session, cast, table, choose, bag):
    ben = person(session, "ben", "Kenniscentrum", cast.obmi, SeatRole.REPRESENTATIVE)
    choose(cast.els, away=(today(), today()), deputy=ben)
    convene(table, "Personeelszaak", audience="secretariat")
    bag.send()
    [to_ben] = bag.of(ben)
    assert "Personeelszaak" not in text_of(to_ben)
    assert "Personeelszaak" in text_of(bag.last(cast.els)), "what he may not read in her place, she gets herself"


def convene(table, *titles, **more):
    meeting = table.plan(today() + timedelta(days=20))
    for title in titles:
        table.add(meeting, title, **more)
    return table.step(meeting, "convene")


def test_who_got_another_role_gets_no_lines_of_the_one_before(session, cast, do, table, choose, bag):
    choose(cast.els, meeting=Delivery.DIGEST)
    do(seat.GIVE_ROLE, cast.griet.seats[0], by=cast.els, role=SeatRole.COORDINATOR)
    convene(table, "Personeelszaak", audience="secretariat")
    do(seat.GIVE_ROLE, cast.els.seats[0], by=cast.griet, role=SeatRole.READER)
    with tomorrow_at_seven():
        bag.send()
    assert bag.of(cast.els) == []
    [invitation] = to(session, cast.els, kind="meeting")
    assert invitation.withheld_because is Withheld.UNSEEN


def test_what_a_meeting_agreed_is_not_told_in_the_morning_to_who_may_not_read_it_any_more(
    session, cast, do, table, bag
):
    do(seat.GIVE_ROLE, cast.karim.seats[0], by=cast.els, role=SeatRole.COORDINATOR)
    meeting = table.open_with(today(), "Begroting")
    [item] = [one for one in table.items(meeting) if one.title == "Begroting"]
    table.write(item, "Besproken.\n= Geheim besluit")
    table.session.rollback()
    item = table.add(meeting, "Personeel", audience="secretariat")
    table.write(item, "Besproken.\n= Ontslag van iemand")
    table.close(meeting)
    agreed = {who: to(session, who, kind="agreed") for who in (cast.karim, cast.griet)}
    assert "Ontslag" in str(agreed[cast.karim][0].letter)
    assert "Ontslag" not in str([one.letter for one in agreed[cast.griet]])
    do(seat.GIVE_ROLE, cast.karim.seats[0], by=cast.els, role=SeatRole.REPRESENTATIVE)
    with tomorrow_at_seven():
        bag.send()
    assert all("Ontslag" not in text_of(mail) for mail in bag.of(cast.karim))


def test_a_meeting_that_moved_there_and_back_is_held_where_it_was(session, cast, do, table, bag):
    meeting = convene(table, "Werkplan")
    for days in (30, 20):
        day = today() + timedelta(days=days)
        do(meetings.MOVE, meeting, by=cast.els, held_on=day, starts=time(9, 30), ends=time(12))
    bag.send()
    text = text_of(bag.last(cast.griet))
    assert f"{today() + timedelta(days=20):%d/%m/%Y} 09:30" in text
    assert f"{today() + timedelta(days=30):%d/%m/%Y}" not in text
    assert "De vergadering is verplaatst." in text


def test_of_answers_that_replaced_each_other_the_last_stands_last(session, cast, rounds, bag):
    poll = rounds.ask(RoundKind.INTEREST)
    bag.send()
    for who, choice in ((cast.griet, "yes"), (cast.jef, "no"), (cast.griet, "yes"), (cast.jef, "no")):
        before = [one.id for one in rounds.kept(poll)]
        rounds.say(poll, who, choice, replaces=before[-1] if before else None)
    with time_machine.travel(now() + timedelta(minutes=11), tick=True):
        bag.send()
    for mail, words in ((bag.last(cast.griet), "nee"), (bag.last(cast.jef), "ja")):
        assert text_of(mail).count("is vervangen door") == 1
        assert f"«{words}" in text_of(mail)
