"""Answering from the mail: each button opens a page, and only the button on that page acts."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.mail import tokens
from models import (
    Answer,
    Attendance,
    Capacity,
    Delivery,
    Mailbox,
    Mute,
    PersonState,
    Preset,
    Reply,
    RoundKind,
    SeatRole,
    now,
)
from tests.conftest import key_of
from tests.postbag import html_of, link_to, links_of, text_of
from tests.whole import whole
from workflows import answer as answering
from workflows import seat
from workflows.clock import today


@pytest.fixture
def nobody(browser):
    """Somebody's browser, in which nobody is signed in."""
    return browser.as_(None)


@pytest.fixture
def vote(rounds):
    return rounds.ask(RoundKind.VOTE, preset=Preset.WRITTEN, text="We publiceren **alles**.")


@pytest.fixture
def link(vote, bag, cast):
    bag.send()
    return link_to(bag.last(cast.griet), "choice=for")


def given(session):
    session.rollback()
    return [(one.person.name, one.choice, one.capacity, one.by_mail) for one in session.scalars(select(Answer))]


def chosen(page):
    """What stands ready on a page."""
    return re.search(r'<input checked[^>]*value="(\w+)"', page)[1]


def press(nobody, link, status=302, **said):
    """The page of the link, and its button."""
    page = nobody.get(link)
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    path = link.partition("?")[0]
    return nobody.post(path, status=status, **({"choice": "for", "seen": seen, "key": key_of(page)} | said))


def test_a_vote_is_given_with_two_presses_without_signing_in(session, cast, nobody, link):
    page = nobody.get(link)
    assert chosen(page) == "for"
    assert "<strong>alles</strong>" in page
    assert "Je antwoordt als Griet." in page
    assert given(session) == [], "the page alone answers nothing"
    press(nobody, link)
    assert given(session) == [("Griet", "for", Capacity.REPRESENTATIVE, True)]
    assert "Gent antwoordde «voor»." in nobody.get(link)


def test_a_deputy_answers_as_one_and_the_round_says_that_it_came_by_mail(session, cast, browser, nobody, vote):
    path = f"/from-mail/answer/{token_for(browser, cast.jef, vote)}?choice=for"
    press(nobody, path)
    assert given(session) == [("Jef", "for", Capacity.DEPUTY, True)]
    assert "via de mail" in browser.as_(cast.els).get(f"/obmi/rounds/{vote.id}")


def token_for(browser, person, vote):
    with browser.app.app_context():
        return tokens.to_answer(person.id, vote.id)


def test_a_link_answers_once(session, cast, browser, nobody, link):
    press(nobody, link)
    again = nobody.get(link)
    assert "Een link uit een mail antwoordt één keer" in again
    assert 'name="choice"' not in again
    path = link.partition("?")[0]
    assert "Gent antwoordde" in nobody.post(path, status=409, choice="against", text="Toch niet", seen="x")
    assert [one[1] for one in given(session)] == ["for"]


def test_a_double_press_is_one_answer(session, cast, nobody, link):
    page = nobody.get(link)
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    form = {"choice": "for", "seen": seen, "key": key_of(page)}
    for _ in range(2):
        nobody.post(link.partition("?")[0], status=302, **form)
    assert len(given(session)) == 1


def test_a_link_does_not_replace_what_a_colleague_said(session, cast, browser, nobody, vote, link, rounds):
    page = nobody.get(link)
    rounds.say(vote, cast.jef, "abstain")
    path = link.partition("?")[0]
    page = nobody.post(path, status=409, choice="for", seen=vote.digest, key=key_of(page))
    assert "Gent antwoordde «onthouding»." in page
    assert "Jef" in page
    assert [one[1] for one in given(session)] == ["abstain"]


def test_against_asks_for_a_reason_and_keeps_what_was_chosen(session, cast, nobody, link):
    page = press(nobody, link, status=422, choice="against", text="")
    assert "vraagt een woord uitleg" in page
    assert chosen(page) == "against"
    press(nobody, link, choice="against", text="Te duur")
    assert [one[1] for one in given(session)] == ["against"]


def test_a_text_that_changed_since_it_was_read_is_read_again(session, cast, nobody, vote, link, rounds):
    page = nobody.get(link)
    seen = page.partition('name="seen"')[2].partition('value="')[2].partition('"')[0]
    rounds.edit(vote, text="We publiceren niets.")
    path = link.partition("?")[0]
    page = nobody.post(path, status=409, choice="for", seen=seen, key=key_of(page))
    assert "De vraag is gewijzigd sinds je ze las." in page
    assert "We publiceren niets." in page
    assert given(session) == []
    press(nobody, link)
    assert len(given(session)) == 1


def test_after_closing_the_link_says_so(session, cast, nobody, vote, link, rounds):
    rounds.say(vote, cast.karim, "for")
    page = nobody.get(link)
    with time_machine.travel(now() + timedelta(days=15), tick=True):
        assert "De termijn is voorbij" in nobody.get(link, status=409)
        assert "De termijn is voorbij" in nobody.post(
            link.partition("?")[0], status=409, choice="for", seen=vote.digest, key=key_of(page)
        )
    assert len(given(session)) == 1


@pytest.mark.parametrize("cut", [slice(0, -1), slice(0, 20), slice(1, None), slice(0, 0)])
def test_a_link_cut_in_half_is_explained(session, cast, nobody, vote, link, cut):
    token = link.partition("?")[0].rpartition("/")[2]
    for purpose in ("answer", "come", "stop"):
        page = nobody.open(f"/from-mail/{purpose}/{token[cut]}")
        assert page.status_code == (409 if token[cut] else 404)
        assert not token[cut] or "Deze link is niet volledig" in page.text
        post = nobody.open(f"/from-mail/{purpose}/{token[cut]}", "POST", data={"choice": "for", "seen": vote.digest})
        assert post.status_code == (409 if token[cut] else 404)
    assert given(session) == []


def test_a_link_for_one_thing_opens_no_other(session, cast, browser, nobody, vote):
    token = token_for(browser, cast.griet, vote)
    for purpose in ("come", "stop"):
        assert "Deze link is niet volledig" in nobody.get(f"/from-mail/{purpose}/{token}", status=409)


def test_a_link_whose_keys_are_none_is_explained(app, session, cast, nobody, vote):
    with app.app_context():
        strange = [
            ("stop", tokens.signed("stop", cast.griet.id, 0, 0, "whim")), ("stop", tokens.signed("stop", 1)),
            ("answer", tokens.signed("answer", 2**70, vote.id)), ("come", tokens.signed("come", cast.griet.id, 10**9)),
        ]  # fmt: skip
    for purpose, token in strange:
        nobody.get(f"/from-mail/{purpose}/{token}", status=409)
        nobody.post(f"/from-mail/{purpose}/{token}", status=409, choice="for", seen=vote.digest)


def test_a_link_of_another_installation_is_nobodys(app, session, cast, nobody, vote):
    with app.app_context():
        own, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "another installation"
        token = tokens.to_answer(cast.griet.id, vote.id)
        app.config["SECRET_KEY"] = own
    nobody.get(f"/from-mail/answer/{token}", status=409)


def test_a_link_that_was_passed_on_does_not_answer_for_who_is_signed_in_as_another(session, cast, browser, link, vote):
    karim = browser.as_(cast.karim)
    page = karim.get(link, status=409)
    assert "Deze link is voor Griet, en jij bent aangemeld als Karim" in page
    karim.post(link.partition("?")[0], status=409, choice="for", seen=vote.digest)
    assert given(session) == []
    browser.as_(cast.griet).get(link)


@pytest.mark.parametrize("change", ["is disabled", "left", "is asked no more"])
def test_who_may_not_answer_any_more_does_not_by_mail(session, cast, do, nobody, vote, link, rounds, change):
    if change == "is disabled":
        cast.griet.state = PersonState.DISABLED
        session.commit()
    elif change == "left":
        do(seat.LEAVE, cast.griet.seats[0], by=cast.els)
    else:
        do(seat.GIVE_ROLE, cast.griet.seats[0], by=cast.els, role=SeatRole.READER)
    page = nobody.open(link)
    assert page.status_code in (403, 409), page.text
    answer = nobody.open(link.partition("?")[0], "POST", data={"choice": "for", "seen": vote.digest})
    assert answer.status_code in (403, 409)
    assert given(session) == []


def test_a_form_of_another_site_answers_nothing(app, session, cast, nobody, vote, link):
    app.config["WTF_CSRF_ENABLED"] = True
    path = link.partition("?")[0]
    nobody.post(path, status=400, choice="for", seen=vote.digest)
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert nobody.open(path, "POST", data={"choice": "for", "seen": vote.digest}, headers=headers).status_code == 403
    assert given(session) == []


def test_the_address_is_kept_nowhere(nobody, link):
    answer = nobody.open(link)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_she_reads_it_in_her_own_language(session, cast, nobody, vote, link):
    from models import Language

    cast.griet.language = Language.EN
    session.commit()
    assert "You answer as Griet." in nobody.get(link)


def test_a_state_of_affairs_is_like_last_time_with_two_presses(session, cast, rounds, nobody, bag):
    before = rounds.ask(RoundKind.STATUS)
    rounds.say(before, cast.griet, "attention", text="De adreszoeker is traag.")
    rounds.step(before, "close")
    rounds.ask(RoundKind.STATUS)
    bag.send()
    mail = bag.last(cast.griet)
    assert "Zelfde als vorige keer: vraagt aandacht" in text_of(mail)
    page = nobody.get(again := link_to(mail, "again=1"))
    assert "De adreszoeker is traag." in page
    press(nobody, again, choice="attention", text="De adreszoeker is traag.")
    assert [one[1] for one in given(session)] == ["attention", "attention"]


def test_a_questionnaire_has_one_button_and_a_field_for_each_question(session, cast, rounds, nobody, bag):
    rounds.ask(RoundKind.QUESTIONNAIRE, options=["Welke bron?", "Sinds wanneer?"])
    bag.send()
    [link] = [path for path in links_of(bag.last(cast.griet)) if "/from-mail/answer/" in path]
    page = nobody.get(link)
    assert "Welke bron?" in page
    assert "Sinds wanneer?" in page
    press(nobody, link, choice="answered", line_0="Kruispuntbank", line_1="")
    assert session.scalars(select(Answer)).one().extra == {"Welke bron?": "Kruispuntbank", "Sinds wanneer?": ""}


def test_whether_she_comes_is_said_from_the_invitation_and_can_change(session, cast, table, nobody, bag):
    meeting = table.plan(today() + timedelta(days=20))
    table.add(meeting, "Werkplan")
    table.step(meeting, "convene")
    bag.send()
    link = link_to(bag.last(cast.griet), "answer=yes")
    assert chosen(nobody.get(link)) == "yes"
    assert session.scalars(select(Attendance.reply)).all() == []
    path = link.partition("?")[0]
    for reply in ("yes", "no"):
        assert "Genoteerd voor Gent" in nobody.post(path, status=200, answer=reply)
    session.rollback()
    assert session.scalars(select(Attendance.reply)).all() == [Reply.NO]
    assert "Kies een van de antwoorden" in nobody.post(path, status=422, answer="misschien")
    table.step(meeting, "start")
    assert "tussen de uitnodiging en het begin" in nobody.get(link, status=409)
    nobody.post(path, status=409, answer="yes")


def test_the_vendor_is_not_asked_whether_it_comes(cast, table, bag):
    meeting = table.plan(today() + timedelta(days=20))
    table.add(meeting, "Werkplan", audience="vendor")
    table.step(meeting, "convene")
    bag.send()
    assert "/from-mail/come/" not in html_of(bag.last(cast.tom))


def test_a_scanner_that_opens_every_link_changes_nothing(app, session, cast, do, rounds, table, nobody, bag):
    for kind in (RoundKind.VOTE, RoundKind.STATUS, RoundKind.INTEREST, RoundKind.TASK):
        rounds.ask(kind, **({"preset": Preset.WRITTEN} if kind is RoundKind.VOTE else {}))
    meeting = table.plan(today() + timedelta(days=20))
    table.add(meeting, "Werkplan")
    table.step(meeting, "convene")
    bag.send()
    before = whole(app)
    opened = 0
    for mail in bag.mails:
        for path in {*links_of(mail), mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")}:
            for method in ("HEAD", "GET", "GET", "OPTIONS"):
                assert nobody.open(path, method).status_code < 500
                opened += 1
    assert opened > 200
    assert whole(app) == before


def test_a_mail_program_unsubscribes_by_itself_without_a_page(app, session, cast, nobody, bag, vote, link):
    app.config["WTF_CSRF_ENABLED"] = True
    mail = bag.last(cast.griet)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert "Voortaan geen mail" in nobody.get(path)
    assert session.scalars(select(Mute)).all() == []
    for _ in range(2):
        nobody.post(path, status=200, **{"List-Unsubscribe": "One-Click"})
    session.rollback()
    [mute] = session.scalars(select(Mute))
    assert (mute.person_id, mute.round_id, mute.meeting_id) == (cast.griet.id, vote.id, None)


def test_who_did_not_come_in_yet_can_stop_mail_and_nothing_else(session, cast, do, table, nobody, bag):
    mia = {"name": "Mia", "email": "mia@stad.example", "function": "", "organisation": cast.griet.organisation}
    mia = do(seat.INVITE, cast.obmi, by=cast.els, role=SeatRole.REPRESENTATIVE, **mia).person
    meeting = table.plan(today() + timedelta(days=20))
    table.add(meeting, "Werkplan")
    table.step(meeting, "convene")
    bag.send()
    mail = bag.last(mia)
    assert "/from-mail/come/" not in text_of(mail)
    path = mail["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert "Voor Mia." in nobody.get(path)
    nobody.post(path, status=200, **{"List-Unsubscribe": "One-Click"})
    assert session.scalars(select(Mute)).one().person_id == mia.id
    mia.state = PersonState.DISABLED
    session.commit()
    nobody.get(path, status=409)


@pytest.mark.parametrize(("scope", "way"), [("later", Delivery.DIGEST), ("never", Delivery.NEVER)])
def test_on_the_page_she_can_choose_wider(session, cast, nobody, bag, link, scope, way):
    path = bag.last(cast.griet)["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    nobody.post(path, status=200, scope=scope)
    box = session.scalars(select(Mailbox)).one()
    assert (box.person_id, box.asked, box.meeting) == (cast.griet.id, way, Delivery.AT_ONCE)
    assert session.scalars(select(Mute)).all() == []


def test_from_the_overview_she_stops_the_overview(session, cast, rounds, nobody, bag, vote):
    rounds.say(vote, cast.griet, "for")
    with time_machine.travel(now() + timedelta(days=1), tick=True):
        bag.send()
    path = bag.last(cast.griet)["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    nobody.post(path, status=200)
    box = session.scalars(select(Mailbox)).one()
    ways = (box.asked, box.meeting, box.yours, box.news)
    assert ways == (Delivery.AT_ONCE, Delivery.AT_ONCE, Delivery.NEVER, Delivery.NEVER)


def test_what_she_chose_and_stopped_she_sees_and_takes_back(session, cast, browser, bag, vote, link):
    griet = browser.as_(cast.griet)
    path = bag.last(cast.griet)["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    griet.post(path, status=200, scope="this")
    page = griet.get("/account/mail/choices")
    assert "Toch weer mail" in page
    mute = session.scalars(select(Mute)).one()
    path = f"/account/mail/mutes/{mute.id}/end"
    browser.as_(cast.karim).post(path, status=404)
    griet.post(path)
    assert "Toch weer mail" not in griet.get("/account/mail/choices")
    form = {"asked": "at_once", "meeting": "digest", "yours": "never", "news": "never", "deputy": ""}
    griet.post("/account/mail/choices", **form)
    box = session.scalars(select(Mailbox).where(Mailbox.person_id == cast.griet.id)).one()
    assert (box.asked, box.meeting, box.news) == (Delivery.AT_ONCE, Delivery.DIGEST, Delivery.NEVER)
    page = griet.post("/account/mail/choices", status=422, **(form | {"away_from": today().isoformat()}))
    assert "Vul beide dagen in" in page
    griet.post("/account/mail/choices", status=422, **(form | {"news": "sometimes"}))


def test_why_a_mail_was_not_sent_is_told_to_its_reader_alone(session, cast, browser, rounds, bag, vote):
    rounds.say(vote, cast.jef, "for")
    bag.send()
    page = browser.as_(cast.griet).get("/account/mail")
    assert "niet verstuurd: jullie hadden intussen geantwoord" in page
    assert "niet verstuurd" not in browser.as_(cast.karim).get("/account/mail")


def test_the_rule_and_the_door_are_the_same_as_on_the_page(session, cast, do, vote):
    """A mailed answer is the same command: nothing of its checks is passed by."""
    from workflows.refusals import NotAllowed, Overtaken

    with pytest.raises(Overtaken):
        do(answering.GIVE, vote, by=cast.griet, choice="for", seen="another text", by_mail=True)
    with pytest.raises(NotAllowed):
        do(answering.GIVE, vote, by=cast.dora, choice="for", seen=vote.digest, by_mail=True)
