"""A page that follows a meeting or a round: news comes as the parts that changed, no news as 304 and nothing else.

What she may not see changes neither what she gets nor the mark by which she asks.
"""

from html.parser import HTMLParser

import pytest

from models import Action, Addressees, AgendaItem, Audience, Handling, Language, Meeting, MeetingState, RoundKind
from tests.table import Table
from workflows import agenda, answer, attendance, treatment
from workflows import round as procedure
from workflows.clock import today

QUESTION = "Nemen we de zes categorieën over?"


class Ids(HTMLParser):
    """The parts that a page puts in by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.live: set[str] = set()
        self.every: list[str] = []
        self.feed(text)

    def handle_starttag(self, _tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.every.append(given["id"])
            if "data-live" in given:
                self.live.add(given["id"])


class Follower:
    """A screen that asks with the mark of what it has."""

    def __init__(self, browser, who, path: str) -> None:
        self.browser, self.path, self.mark, self.text = browser.as_(who), path, "", ""

    def asks(self) -> int:
        """Ask as live.js does; keep what came."""
        headers = {"If-None-Match": self.mark} if self.mark else {}
        response = self.browser.open(self.path, headers=headers)
        if response.status_code == 200:
            self.mark, self.text = response.headers["ETag"], response.text
        else:
            assert (response.status_code, response.data) == (304, b"")
            assert response.headers["ETag"] == self.mark
        return response.status_code


@pytest.fixture
def running(table: Table):
    """A meeting with three items for members and partners, of which the first is at the table."""
    meeting = table.plan(today())
    for title in ("Rapport mobiliteit", "Werkplan"):
        table.add(meeting, title, proposal="We nemen ze **alle zes** over.")
    table.open(meeting)
    take_up(table, meeting, "Rapport mobiliteit")
    return meeting


def take_up(table: Table, meeting: Meeting, title: str):
    table.do(agenda.TAKE_UP, item_of(table, meeting, title), by=table.by)


def item_of(table: Table, meeting: Meeting, title: str):
    return next(item for item in table.items(meeting) if item.title == title)


@pytest.fixture
def vote(ask, table, running):
    """Put to the members about what is at the table."""
    return ask(RoundKind.INTEREST, question=QUESTION, item=item_of(table, running, "Rapport mobiliteit"))


@pytest.fixture
def follow(browser, cast, running):
    def make(name: str, what: str = "now") -> Follower:
        return Follower(browser, getattr(cast, name), f"/obmi/meetings/{running.number}/{what}")

    return make


def test_an_answer_is_news_once(follow, vote, say, cast):
    karim = follow("karim")
    assert [karim.asks(), karim.asks(), karim.asks()] == [200, 304, 304]
    assert "0/2" in karim.text
    say(vote, cast.griet, "yes")
    assert [karim.asks(), karim.asks()] == [200, 304]
    assert "1/2" in karim.text
    assert "Gent: ja" in karim.text
    assert "nog aan de beurt" in karim.text
    assert "Jullie antwoord" not in karim.text
    assert "<html" not in karim.text


def test_an_answer_that_is_replaced_is_news_too(follow, vote, say, cast):
    first = say(vote, cast.griet, "yes")
    karim = follow("karim")
    assert karim.asks() == 200
    say(vote, cast.griet, "no", replaces=first.id)
    assert karim.asks() == 200
    assert "Gent: nee" in karim.text


@pytest.mark.parametrize("who", ["els", "griet", "tom"])
def test_every_part_has_its_place_on_the_page(follow, vote, browser, cast, running, who):
    """Whatever comes has an element with the same id to take the place of, also the round that opened later."""
    page = Ids(browser.as_(getattr(cast, who)).get(f"/obmi/meetings/{running.number}"))
    follower = follow(who)
    follower.asks()
    fragment = Ids(follower.text)
    of_a_round = {f"round-{vote.id}"}
    assert fragment.live
    assert fragment.live - of_a_round <= page.live
    assert len(page.every) == len(set(page.every))


def test_a_round_that_opens_takes_its_place(follow, table, running, ask, browser, cast):
    page = Ids(browser.as_(cast.karim).get(f"/obmi/meetings/{running.number}"))
    assert {"at-table-sheet", f"rounds-{item_of(table, running, 'Rapport mobiliteit').id}"} <= page.live
    karim = follow("karim")
    karim.asks()
    assert QUESTION not in karim.text
    ask(RoundKind.INTEREST, question=QUESTION, item=item_of(table, running, "Rapport mobiliteit"))
    assert karim.asks() == 200
    assert QUESTION in karim.text


def test_the_next_item_and_who_came_are_news(follow, table, running, cast):
    griet = follow("griet")
    griet.asks()
    total = len(table.items(running))
    nth = [item.title for item in table.items(running)].index("Werkplan") + 1
    take_up(table, running, "Werkplan")
    assert griet.asks() == 200
    assert f"bezig, punt {nth} van {total}" in griet.text
    table.do(attendance.INVITE, running, by=table.by, organisation=cast.tom.organisation)
    assert griet.asks() == 200
    assert "ABF" in griet.text
    before = Ids(griet.text), agenda_mark(griet.text)
    table.add(running, "Varia", audience="members")
    assert griet.asks() == 200
    assert agenda_mark(griet.text) != before[1], "then the page asks for its agenda anew"
    assert f"van {total + 1}" in griet.text


def agenda_mark(text: str) -> str:
    return text.partition('data-agenda="')[2].partition('"')[0]


def test_what_is_for_the_secretariat_is_no_news_for_others(follow, table, running, ask, say, cast):
    """A hidden round about an item they see, a hidden item, and everything that happens to both."""
    others = [follow(name, what) for name in ("griet", "dora", "tom") for what in ("now", "screen")]
    els = follow("els")
    for one in (*others, els):
        assert one.asks() == 200
    item = item_of(table, running, "Rapport mobiliteit")
    given = {"addressees": Addressees.SELECTION, "chosen": [cast.els.organisation]}
    hidden = ask(RoundKind.INTEREST, question="Stil overleg", item=item, audience=Audience.SECRETARIAT, **given)
    assert els.asks() == 200
    assert "Stil overleg" in els.text
    say(hidden, cast.els, "yes")
    assert els.asks() == 200
    table.add(running, "Personeel", audience="secretariat")
    assert els.asks() == 200
    assert [one.asks() for one in others] == [304] * 6
    table.do(procedure.procedure["close"], hidden, by=cast.els)
    assert els.asks() == 200
    assert [one.asks() for one in others] == [304] * 6


def test_what_is_for_members_is_no_news_for_the_vendor(follow, table, running, vote, say, cast):
    """He sees neither the round nor who is in the room."""
    tom = follow("tom")
    assert tom.asks() == 200
    assert QUESTION not in tom.text
    say(vote, cast.griet, "yes")
    table.everybody_there(running)
    assert tom.asks() == 304


def test_of_a_round_for_others_she_sees_her_own_place_alone(browser, cast, ask, say):
    """Asked outside the audience: the answers of the others are not hers to see, nor that they came."""
    cities = [cast.griet.organisation, cast.karim.organisation]
    given = {"audience": Audience.SECRETARIAT, "addressees": Addressees.SELECTION, "chosen": cities}
    asked = ask(RoundKind.INTEREST, question=QUESTION, **given)
    karim, griet = (Follower(browser, who, f"/obmi/rounds/{asked.id}/now") for who in (cast.karim, cast.griet))
    assert [karim.asks(), griet.asks()] == [200, 200]
    say(asked, cast.griet, "yes")
    assert [karim.asks(), griet.asks()] == [304, 200]
    assert "Gent" not in karim.text
    say(asked, cast.karim, "no")
    assert [karim.asks(), griet.asks()] == [200, 304]


def test_the_page_of_a_round_follows_it(browser, cast, vote, say, do):
    path = f"/obmi/rounds/{vote.id}"
    page = Ids(browser.as_(cast.els).get(path))
    els = Follower(browser, cast.els, f"{path}/now")
    assert [els.asks(), els.asks()] == [200, 304]
    fragment = Ids(els.text)
    assert {"the-table", "all-answers", "next-round", "live"} <= fragment.live <= page.live
    answered = say(vote, cast.griet, "yes", text="Graag snel.")
    assert [els.asks(), els.asks()] == [200, 304]
    assert "Graag snel." in els.text
    place = next(party for party in vote.parties if party.organisation.name == "Genk")
    do(procedure.EXCUSE, place, by=cast.els, reason="Geen belang")
    assert [els.asks(), els.asks()] == [200, 304]
    assert "Geen belang" in els.text
    do(treatment.TREAT, answered, by=cast.els, handling=Handling.PROCESSED, note="Staat in het verslag.")
    assert [els.asks(), els.asks()] == [200, 304]
    assert "Staat in het verslag." in els.text


def test_a_closed_round_and_a_closed_meeting_say_so(follow, table, running, browser, cast, vote, say):
    karim = Follower(browser, cast.karim, f"/obmi/rounds/{vote.id}/now")
    at_the_meeting, screen = follow("karim"), follow("karim", "screen")
    assert [karim.asks(), at_the_meeting.asks(), screen.asks()] == [200] * 3
    say(vote, cast.griet, "yes")
    assert 'data-state="running"' in at_the_meeting.text
    table.do(procedure.procedure["close"], vote, by=cast.els)
    assert karim.asks() == 200
    assert 'data-state="closed"' in karim.text
    table.close(running)
    assert [at_the_meeting.asks(), at_the_meeting.asks()] == [200, 304]
    assert 'data-state="held"' in at_the_meeting.text
    assert screen.asks() == 200
    assert "niet bezig" in screen.text
    assert running.state is not MeetingState.RUNNING


def test_another_reader_or_another_language_is_another_mark(follow, vote, session, cast):
    griet, jef, karim = follow("griet"), follow("jef"), follow("karim")
    marks = set()
    for one in (griet, jef, karim):
        one.asks()
        marks.add(one.mark)
    assert len(marks) == 3
    cast.griet.language = Language.FR
    session.commit()
    assert griet.asks() == 200
    assert griet.mark not in marks
    assert "nog aan de beurt" not in griet.text


@pytest.mark.parametrize("what", ["now", "screen"])
def test_who_is_not_at_this_table_gets_no_mark(browser, cast, running, what):
    path = f"/obmi/meetings/{running.number}/{what}"
    assert browser.open(path).status_code == 302
    for who, status in ((cast.otto, 403), (cast.rita, 403)):
        response = browser.as_(who).open(path)
        assert (response.status_code, response.headers.get("ETag")) == (status, None)
    assert browser.as_(cast.els).open(f"/obmi/meetings/nergens/{what}").status_code == 404
    assert browser.as_(cast.otto).open(f"/orba/meetings/{running.number}/{what}").status_code == 404


def test_a_round_of_others_is_not_there(browser, cast, vote):
    path = f"/obmi/rounds/{vote.id}/now"
    browser.as_(cast.karim).get(path)
    for who, status in ((cast.tom, 404), (cast.otto, 403), (None, 302)):
        assert browser.as_(who).open(path).status_code == status
    assert browser.as_(cast.otto).open(f"/orba/rounds/{vote.id}/now").status_code == 404


def test_no_news_costs_three_questions(follow, vote, statements, browser, cast):
    """Who is here, which workgroup, and whether there is news: however many items, rounds and answers there are."""
    karim = follow("karim")
    of_the_round = Follower(browser, cast.karim, f"/obmi/rounds/{vote.id}/now")
    for one in (karim, of_the_round):
        one.asks()
        statements.clear()
        assert one.asks() == 304
        assert len([sql for sql in statements if sql.lstrip().upper().startswith(("SELECT", "WITH"))]) <= 3


def test_the_screen_shows_the_table_to_the_room(follow, table, running, vote, say, cast):
    screen = follow("els", "screen")
    say(vote, cast.griet, "yes")
    screen.asks()
    for words in ("Rapport mobiliteit", QUESTION, "1/2", "Gent: ja", "Hierna: Werkplan", "van 10 min"):
        assert words in screen.text
    assert "<nav" not in screen.text
    take_up(table, running, "Werkplan")
    screen.asks()
    assert "Ter bespreking" in screen.text
    assert "<strong>alle zes</strong>" in screen.text
    assert QUESTION not in screen.text


def test_the_screen_keeps_the_result_in_sight(follow, table, vote, say, cast):
    say(vote, cast.griet, "yes")
    table.do(procedure.procedure["close"], vote, by=cast.els)
    screen = follow("karim", "screen")
    screen.asks()
    assert QUESTION in screen.text
    assert "gesloten" in screen.text


def test_the_screen_never_shows_what_is_for_the_secretariat(follow, table, running, ask, cast):
    """Also when the coordinator projects it, who sees everything on her own page."""
    own, screen = follow("els"), follow("els", "screen")
    item = item_of(table, running, "Rapport mobiliteit")
    given = {"addressees": Addressees.SELECTION, "chosen": [cast.els.organisation]}
    ask(RoundKind.INTEREST, question="Stil overleg", item=item, audience=Audience.SECRETARIAT, **given)
    table.add(running, "Personeel", audience="secretariat", proposal="Een ontslag")
    secret = item_of(table, running, "Personeel")
    screen.asks(), own.asks()
    assert "Stil overleg" in own.text
    assert "Stil overleg" not in screen.text
    take_up(table, running, "Werkplan")
    screen.asks()
    assert "Personeel" not in screen.text, "nor as what comes next"
    ask(RoundKind.INTEREST, question="Over het personeel", item=secret, audience=Audience.SECRETARIAT, **given)
    take_up(table, running, "Personeel")
    screen.asks(), own.asks()
    assert "Over het personeel" in own.text
    assert "Besloten punt" in screen.text
    for words in ("Personeel", "ontslag", "Over het personeel"):
        assert words not in screen.text


@pytest.mark.parametrize("about", [Action, AgendaItem])
def test_what_is_about_something_closed_stays_off_the_screen(follow, table, running, ask, cast, about):
    """A round that is for the members, about an agreement or an item that was closed to them afterwards."""
    table.add(running, "Personeel")
    table.write(item_of(table, running, "Personeel"), "! Gent: vervanging zoeken")
    agreed, closed = table.one(Action), item_of(table, running, "Personeel")
    subject = {"action": agreed} if about is Action else {"item": closed}
    asked = ask(RoundKind.INTEREST, question="Wie vervangt er?", **subject)
    own, screen = follow("els"), follow("els", "screen")
    item = item_of(table, running, "Rapport mobiliteit")
    item.asks_id = asked.id
    table.session.commit()
    own.asks(), screen.asks()
    assert "Wie vervangt er?" in own.text
    assert "Wie vervangt er?" in screen.text
    closed.audience = Audience.SECRETARIAT
    table.session.commit()
    own.asks(), screen.asks()
    assert "Wie vervangt er?" in own.text
    assert "Wie vervangt er?" not in screen.text


def test_a_remark_of_the_secretary_gives_no_news_about_answers(follow, vote, table, running):
    """What is written in the minutes is not at the table: the page of the secretary asks for that itself."""
    karim = follow("karim")
    karim.asks()
    table.write(item_of(table, running, "Rapport mobiliteit"), "Er wordt lang gepraat.")
    assert karim.asks() == 304


def test_who_may_answer_finds_her_buttons(follow, vote, do, cast):
    griet = follow("griet")
    griet.asks()
    assert f'action="/obmi/rounds/{vote.id}/answer"' in griet.text
    do(answer.GIVE, vote, by=cast.griet, choice="yes", seen=vote.digest)
    griet.asks()
    assert "Jullie antwoord: ja" in griet.text


def test_a_script_that_another_one_imports_is_asked_anew(browser, cast, running):
    """It has no version in its address: kept for a year, it would not know what a newer script asks of it."""
    page = browser.as_(cast.griet)
    with page.open("/static/js/live.js?v=x") as first, page.open("/static/js/quiet.js") as imported:
        assert "immutable" in first.headers["Cache-Control"]
        assert (imported.headers["Cache-Control"], bool(imported.headers["ETag"])) == ("no-cache", True)
