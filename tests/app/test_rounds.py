"""Rounds on the screen: asked, answered where they stand, refused in a sentence, kept as Excel."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import (
    Action,
    Addressees,
    AgendaItem,
    Answer,
    Audience,
    Message,
    Preset,
    Round,
    RoundKind,
    RoundLink,
    RoundState,
)
from tests.asked import ask, in_days, say
from tests.reading import of_excel as cells
from tests.reading import of_word
from workflows import answer, closing, links
from workflows import round as rounds
from workflows.clock import today


@pytest.fixture
def vote(do, cast) -> Round:
    return ask(do, cast.obmi, cast.els, RoundKind.VOTE)


def test_the_coordinator_asks_and_everybody_asked_gets_one_letter(browser, cast, session):
    els = browser.as_(cast.els)
    assert "Stemming" in els.get("/obmi/rounds/new")
    els.post(
        "/obmi/rounds/new?kind=vote", question="Keuren we het goed?", text="De **tekst**", preset="written",
        addressees="voting", audience="partners", due_on=in_days(9).isoformat(), open_now="y",
    )  # fmt: skip
    asked = session.scalars(select(Round)).one()
    assert asked.state is RoundState.OPEN
    letters = session.scalars(select(Message).where(Message.kind == "asked")).all()
    assert sorted(one.person.name for one in letters) == sorted([cast.griet.name, cast.karim.name])


def test_a_city_answers_with_one_click_from_home_and_sees_it_there(browser, cast, vote, session):
    griet = browser.as_(cast.griet)
    home = griet.get("/")
    assert "1 zaak wacht op jullie." in home
    assert "Zelfde als vorige keer" not in home
    griet.post(f"/obmi/rounds/{vote.id}/answer", choice="for", seen=vote.digest, back="home", status=302)
    home = griet.get("/")
    assert "Er wacht niets op jou." in home
    assert "Jullie antwoord: voor" in home


def test_a_second_vote_shows_the_first_and_is_replaced_only_when_that_is_said(browser, cast, vote, session, do):
    first = say(do, vote, cast.griet, "for")
    jef = browser.as_(cast.jef)
    page = jef.post(
        f"/obmi/rounds/{vote.id}/answer",
        choice="against", text="Te duur", seen=vote.digest, replaces="", status=409,
    )  # fmt: skip
    assert "Gent antwoordde al «voor»" in page
    assert "Te duur" in page
    assert f'value="{first.id}"' in page
    jef.post(
        f"/obmi/rounds/{vote.id}/answer",
        choice="against", text="Te duur", seen=vote.digest, replaces=first.id, status=302,
    )  # fmt: skip
    session.rollback()
    kept = session.scalars(select(Answer).order_by(Answer.id)).all()
    assert [(one.choice, one.superseded_at is None) for one in kept] == [("for", False), ("against", True)]
    page = browser.as_(cast.els).get(f"/obmi/rounds/{vote.id}")
    assert "1 eerder antwoord" in page
    assert "plaatsvervanger" in page


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"choice": "perhaps"}, 422, "Kies een van de antwoorden."),
        ({"choice": ""}, 422, "Kies een van de antwoorden."),
        ({"choice": "against", "text": "  "}, 422, "vraagt een woord uitleg"),
        ({"choice": "for", "seen": "0" * 64}, 409, "De vraag is gewijzigd sinds je ze las."),
        ({"choice": "for", "replaces": "987654"}, 409, "Het antwoord dat je wil vervangen, bestaat niet."),
        ({"choice": "for", "link": "javascript:alert(1)"}, 422, "Een adres begint met https://"),
        ({"choice": "for", "text": "x" * 10_001}, 422, "Dit is te lang"),
    ],
)
def test_a_bad_answer_is_refused_beside_its_field_and_nothing_is_lost(
    browser, cast, vote, session, given, status, sentence
):
    said = {"seen": vote.digest, "text": "mijn reden"} | given
    page = browser.as_(cast.griet).post(f"/obmi/rounds/{vote.id}/answer", status=status, **said)
    assert sentence in page
    if "text" not in given:
        assert "mijn reden" in page
    session.rollback()
    assert session.scalars(select(Answer)).all() == []


def test_who_is_not_asked_hears_why(browser, cast, vote):
    post = {"choice": "for", "seen": vote.digest}
    path = f"/obmi/rounds/{vote.id}/answer"
    assert "stemt niet mee" in browser.as_(cast.els).post(path, status=403, **post)
    assert "voor een organisatie spreekt" in browser.as_(cast.dora).post(path, status=403, **post)
    browser.as_(cast.tom).post(path, status=404, **post)
    browser.as_(cast.otto).post(path, status=403, **post)


def test_after_the_end_of_its_day_a_vote_takes_nothing_more(browser, cast, vote, session, monkeypatch):
    monkeypatch.setattr("workflows.deadlines.today", lambda: today() + timedelta(days=30))
    page = browser.as_(cast.griet).post(f"/obmi/rounds/{vote.id}/answer", choice="for", seen=vote.digest, status=409)
    assert "De termijn is voorbij" in page


def test_a_status_round_stands_beside_the_one_before(browser, cast, do):
    before = ask(do, cast.obmi, cast.els, RoundKind.STATUS)
    say(do, before, cast.griet, "on_track", text="dashboards wonen klaar")
    do(rounds.procedure["close"], before, by=cast.els)
    new = ask(do, cast.obmi, cast.els, RoundKind.STATUS)
    assert "dashboards wonen klaar" in browser.as_(cast.griet).get("/")
    same = {"choice": "on_track", "text": "dashboards wonen klaar", "seen": new.digest}
    browser.as_(cast.griet).post(f"/obmi/rounds/{new.id}/answer", status=302, **same)
    say(do, new, cast.karim, "not_applicable", text="geen eigen site")
    page = browser.as_(cast.els).get(f"/obmi/rounds/{new.id}")
    assert ">1/1<" in page
    assert ">gewijzigd<" not in page
    sheet = cells(browser.as_(cast.els).open(f"/obmi/rounds/{new.id}/sheet.xlsx").data)
    assert sheet[0][:2] == ["Organisatie", "Antwoord"]
    assert [row[0] for row in sheet[1:]] == ["Genk", "Gent"]
    assert "dashboards wonen klaar" in sheet[2]


def test_a_guest_answers_once_through_a_link(app, browser, cast, do, session):
    asked = ask(do, cast.obmi, cast.els, RoundKind.QUESTIONNAIRE)
    els = browser.as_(cast.els)
    party = asked.parties[0]
    page = els.post(f"/obmi/rounds/{asked.id}/parties/{party.id}/link", status=200)
    secret = page.split("/guest/")[1].split('"')[0]
    assert secret not in [one.digest for one in session.scalars(select(RoundLink))]
    path, said = f"/guest/{secret}", {"choice": "answered", "line_0": "De derde.", "line_1": "", "seen": asked.digest}
    for _ in range(3):
        assert "Welke bron is de beste?" in browser.get(path)
    session.rollback()
    assert session.scalars(select(Answer)).all() == []
    browser.post(path, status=200, **said)
    assert "Deze link werkt niet meer" in browser.post(path, status=409, **said)
    assert "Deze link werkt niet meer" in browser.get(path, status=409)
    assert "Deze link werkt niet meer" in browser.get("/guest/rt_guest_nothing", status=409)
    session.rollback()
    [given] = session.scalars(select(Answer)).all()
    assert (given.capacity.value, given.person_id, given.extra["Welke bron is de beste?"]) == (
        "guest", None, "De derde.",
    )  # fmt: skip
    assert "gast, via een link" in els.get(f"/obmi/rounds/{asked.id}")


def test_a_newer_link_kills_the_older_and_time_kills_both(browser, cast, do, session):
    asked = ask(do, cast.obmi, cast.els, RoundKind.QUESTIONNAIRE)
    old, new = (links.Secret(links.new_secret("guest")) for _ in range(2))
    for secret in (old, new):
        do(answer.MAKE_LINK, asked.parties[0], by=cast.els, secret=secret)
    browser.get(f"/guest/{old.value}", status=409)
    browser.get(f"/guest/{new.value}")
    link = session.scalars(select(RoundLink).where(RoundLink.digest == links.digest(new.value))).one()
    link.made_at, link.expires_at = link.made_at - timedelta(days=20), link.made_at - timedelta(days=6)
    session.commit()
    browser.get(f"/guest/{new.value}", status=409)


def test_the_secretary_writes_down_what_is_said_and_the_city_is_told(browser, cast, vote, session):
    genk = cast.karim.organisation_id
    els = browser.as_(cast.els)
    assert "Namens" in els.get(f"/obmi/rounds/{vote.id}/record?organisation={genk}")
    els.post(f"/obmi/rounds/{vote.id}/record", organisation=genk, choice="for", seen=vote.digest, status=302)
    told = session.scalars(select(Message).where(Message.kind == "recorded")).all()
    assert [one.person.name for one in told] == [cast.karim.name]
    assert not session.scalars(select(Message).where(Message.kind == "receipt")).all(), "Els did not vote"
    karim = browser.as_(cast.karim)
    given = session.scalars(select(Answer)).one()
    karim.post(
        f"/obmi/rounds/{vote.id}/answer",
        choice="abstain", seen=vote.digest, replaces=given.id, status=302,
    )  # fmt: skip


def test_the_recusal_shows_the_new_denominator_before_it_is_given(browser, cast, vote):
    page = browser.as_(cast.griet).get(f"/obmi/rounds/{vote.id}/answer?choice=recuse")
    assert "dan telt de stemming 1 in plaats van 2 leden" in page


def test_the_matrix_has_a_column_for_everyone_and_opens_in_excel(browser, cast, vote, do):
    say(do, vote, cast.griet, "for")
    page = browser.as_(cast.karim).get(f"/obmi/rounds/matrix?year={today().year}")
    assert "Rapport mobiliteit" in page
    head, line = cells(browser.as_(cast.karim).open("/obmi/rounds/matrix.xlsx").data)
    assert head[-2:] == ["Genk", "Gent"]
    assert line[-2:] == ["nog aan de beurt", "voor"]
    for year in ("1999", "0", "123456789"):
        assert "Geen rondes gevonden" in browser.as_(cast.karim).get(f"/obmi/rounds/matrix?year={year}")


def test_a_certified_vote_is_a_decision_and_changes_no_more(browser, cast, vote, do, session):
    for person in (cast.griet, cast.karim):
        say(do, vote, person, "for")
    els = browser.as_(cast.els)
    for name, form in (("close", {"note": ""}), ("certify", {"conclusion": "Aangenomen door allen."})):
        session.rollback()
        version = session.get_one(Round, vote.id).version
        els.post(f"/obmi/steps/round/{vote.id}/{name}", version=version, status=302, **form)
    page = els.get(f"/obmi/rounds/{vote.id}")
    assert "Vastgesteld: aangenomen." in page
    assert "Spoor tot schakel" in page
    assert "Rapport mobiliteit" in els.get(f"/obmi/decisions/OBMI-{today().year}-01")
    browser.as_(cast.karim).post(
        f"/obmi/rounds/{vote.id}/answer", choice="against", text="x", seen=vote.digest, status=409
    )


def test_the_vendor_sees_no_vote_anywhere(browser, cast, vote):
    tom = browser.as_(cast.tom)
    for path in ("/", "/obmi/rounds?state=everything", "/obmi/rounds/matrix"):
        assert "Rapport mobiliteit" not in tom.get(path)
    tom.get(f"/obmi/rounds/{vote.id}", status=404)
    tom.get(f"/obmi/rounds/{vote.id}/sheet.xlsx", status=404)


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("vote", {"question": " "}, "Vul dit in."),
        ("vote", {"due_on": ""}, "precies een van de twee"),
        ("vote", {"due_on": "2001-01-01"}, "Die dag is al voorbij."),
        ("vote", {"preset": "simple"}, "start de stemming vanuit een agendapunt"),
        ("vote", {"preset": "tacit"}, "minstens 7 dagen"),
        ("vote", {"preset": "unanimous"}, ""),
        ("vote", {"addressees": "selection"}, "Kies minstens één organisatie."),
        ("date", {"options": ""}, "Vul minstens één regel in."),
        ("date", {"options": "morgen"}, "is geen dag"),
        ("questionnaire", {"options": "x" * 301}, "Hoogstens 20 regels van 300 tekens."),
    ],
)
def test_a_bad_question_is_refused_and_kept(browser, cast, session, kind, given, sentence):
    asked = {
        "question": "Mijn vraag", "text": "", "preset": "written", "addressees": "voting", "audience": "partners",
        "due_on": in_days(3).isoformat(), "open_now": "y", "options": in_days(5).isoformat(),
    } | given  # fmt: skip
    page = browser.as_(cast.els).post(f"/obmi/rounds/new?kind={kind}", status=422, **asked)
    assert sentence in page
    assert session.scalars(select(Round)).all() == []


def test_a_round_begins_from_an_item_an_agreement_or_the_vote_before(browser, cast, table, vote, session):
    """The page stands filled in with what it is about, and for the same people."""
    meeting = table.open_with(in_days(0), "Het mobiliteitsrapport")
    item = next(one for one in table.items(meeting) if one.title == "Het mobiliteitsrapport")
    table.write(item, "! GNT: lijst bezorgen")
    action = table.one(Action)
    els = browser.as_(cast.els)
    for about, words in (
        (f"item={item.id}&kind=status", "Het mobiliteitsrapport"), (f"action={action.id}&kind=task", "lijst bezorgen"),
        (f"previous={vote.id}&kind=vote", "Rapport mobiliteit"),
    ):  # fmt: skip
        page = els.get(f"/obmi/rounds/new?{about}")
        assert words in page
        assert re.search(r'<option selected[^>]*value="partners"', page)


def test_a_round_is_prepared_with_the_words_of_what_it_is_about(browser, cast, table, do):
    """The button on an item, on an action and on a vote that was taken: each opens a form that is filled in."""
    item = table.add(table.plan(in_days(9)), "Indeling in zes")
    els = browser.as_(cast.els)
    assert 'value="Indeling in zes"' in els.get(f"/obmi/rounds/new?kind=vote&item={item.id}")
    before = ask(do, cast.obmi, cast.els, RoundKind.VOTE, preset=Preset.QUALIFIED, text="De zes.", item=item)
    page = els.get(f"/obmi/rounds/new?kind=vote&previous={before.id}&item={item.id}")
    assert f'value="{before.question}"' in page
    assert "De zes." in page
    assert re.search(r'<input checked[^>]*value="qualified"', page)


def test_a_vote_that_is_taken_again_is_a_vote(browser, cast, vote, session):
    """A status round that remembers a vote would stand on the screen with words that its kind does not have."""
    said = {
        "question": "Stand?", "addressees": "voting", "audience": "partners", "due_on": in_days(9).isoformat(),
        "open_now": "y",
    }  # fmt: skip
    page = browser.as_(cast.els).post(f"/obmi/rounds/new?kind=status&previous={vote.id}", status=422, **said)
    assert "hetzelfde soort" in page
    session.rollback()
    assert session.scalars(select(Round.id)).all() == [vote.id]


def test_what_was_said_last_time_stays_with_who_saw_it(browser, cast, do, session):
    """The same question, asked first in a small circle and then of everyone."""
    small = {"addressees": Addressees.SELECTION, "chosen": [cast.griet.organisation], "audience": Audience.SECRETARIAT}
    before = ask(do, cast.obmi, cast.els, RoundKind.STATUS, **small)
    say(do, before, cast.griet, "attention", text="onder ons gezegd")
    new = ask(do, cast.obmi, cast.els, RoundKind.STATUS)
    assert new.previous_id is None
    again = do(
        rounds.START, cast.obmi, by=cast.els, kind=RoundKind.STATUS, question="?", due_on=in_days(9), previous=before
    )
    do(rounds.procedure["open"], again, by=cast.els)
    page = f"/obmi/rounds/{again.id}"
    assert "onder ons gezegd" not in browser.as_(cast.karim).get(page)
    assert "onder ons gezegd" in browser.as_(cast.griet).get(page)
    assert "onder ons gezegd" in browser.as_(cast.els).get(page)


def test_who_is_asked_about_an_item_that_is_not_hers_reads_the_question_alone(browser, cast, table, do):
    item = table.add(table.plan(in_days(9)), "Het geheime punt", audience="secretariat")
    small = {"addressees": Addressees.SELECTION, "chosen": [cast.griet.organisation], "audience": Audience.SECRETARIAT}
    asked = ask(do, cast.obmi, cast.els, RoundKind.INTEREST, item=item, **small)
    page = browser.as_(cast.griet).get(f"/obmi/rounds/{asked.id}")
    assert asked.question in page
    assert "Het geheime punt" not in page
    assert "Het geheime punt" in browser.as_(cast.els).get(f"/obmi/rounds/{asked.id}")


def test_a_proposal_that_was_voted_down_is_never_told_as_decided(browser, cast, table, do, session):
    """In the minutes, on paper and in the edition that is approved: its number alone says nothing of the result."""
    meeting = table.open_with(today(), "Indeling in zes")
    item = table.items(meeting)[-1]
    vote = ask(do, cast.obmi, cast.els, RoundKind.VOTE, item=item, preset=Preset.QUALIFIED)
    say(do, vote, cast.griet, "against", text="Te ruim")
    for name, given in (("close", {}), ("certify", {"conclusion": ""})):
        do(rounds.procedure[name], vote, by=cast.els, **given)
    table.close(meeting)
    els = browser.as_(cast.els)
    told = f"{vote.question} (verworpen)"
    assert told in of_word(els.open(f"/obmi/meetings/{meeting.number}/papers/minutes.docx").data)
    later = table.open_with(in_days(1), "Verslag")
    table.step(table.minutes(meeting), "circulate")
    table.step(table.minutes(meeting), "approve", meeting=later)
    assert told in els.get(f"/obmi/meetings/{meeting.number}/minutes/editions/1")


def test_a_draft_has_no_score_and_stands_on_no_paper(browser, cast, table, do):
    item = table.add(table.plan(in_days(9)), "Indeling in zes")
    asked = {"kind": RoundKind.VOTE, "question": "Zes?", "preset": Preset.CONSENSUS, "due_on": in_days(9), "item": item}
    draft = do(rounds.START, cast.obmi, by=cast.els, **asked)
    els = browser.as_(cast.els)
    assert "Tussenstand" not in els.get(f"/obmi/rounds/{draft.id}")
    assert "Zes?" not in of_word(els.open(f"/obmi/meetings/{item.meeting.number}/papers/minutes.docx").data)


def test_a_questionnaire_without_a_word_is_not_filled_in(browser, cast, do, session):
    asked = ask(do, cast.obmi, cast.els, RoundKind.QUESTIONNAIRE)
    said = {"choice": "answered", "seen": asked.digest, "line_1": " "}
    page = browser.as_(cast.griet).post(f"/obmi/rounds/{asked.id}/answer", status=422, line_0=" ", **said)
    assert "Vul minstens één antwoord in." in page
    browser.as_(cast.griet).post(f"/obmi/rounds/{asked.id}/answer", status=302, line_0="De derde.", **said)


def test_a_form_that_comes_back_replaces_nothing_that_was_not_read(browser, cast, do, vote, session):
    """Griet forgets the reason, and meanwhile Jef has voted."""
    griet, path = browser.as_(cast.griet), f"/obmi/rounds/{vote.id}/answer"
    jef = say(do, vote, cast.jef, "for")
    page = griet.post(path, choice="against", text="", seen=vote.digest, status=409)
    page = griet.post(path, choice="against", text="", seen=vote.digest, link="nergens", status=422)
    assert f'value="{jef.id}"' not in page
    page = griet.post(path, choice="against", text="Te duur", seen=vote.digest, status=409)
    assert "Gent antwoordde al «voor»" in page
    assert f'value="{jef.id}"' in page


def test_who_fills_in_the_lines_need_not_say_that_she_filled_them_in(browser, cast, do):
    for kind in (RoundKind.QUESTIONNAIRE, RoundKind.DATE):
        asked = ask(do, cast.obmi, cast.els, kind)
        page = browser.as_(cast.griet).get(f"/obmi/rounds/{asked.id}/answer")
        assert re.search(r'<input checked[^>]*value="answered"', page)
        page = browser.as_(cast.els).post(f"/obmi/rounds/{asked.id}/parties/{asked.parties[0].id}/link", status=200)
        secret = page.split("/guest/")[1].split('"')[0]
        assert re.search(r'<input checked[^>]*value="answered"', browser.get(f"/guest/{secret}"))


def test_at_the_table_a_round_is_for_today_and_before_it_for_that_meeting(browser, cast, table):
    els, meeting = browser.as_(cast.els), table.plan(in_days(9))
    item = table.add(meeting, "Indeling in zes")
    path = f"/obmi/rounds/new?kind=vote&item={item.id}"
    assert re.search(r'<input checked[^>]*name="at_next"', els.get(path))
    table.open(meeting)
    page = els.get(path)
    assert re.search(rf'name="due_on"[^>]*value="{today().isoformat()}"', page)
    assert not re.search(r'<input checked[^>]*name="at_next"', page)


def test_a_round_is_hidden_with_the_agreement_that_it_is_about(browser, cast, do, table, session):
    """The item is narrowed after the round was opened; who is asked still sees what she is asked."""
    meeting = table.open_with(today(), "Opleiding")
    item = table.items(meeting)[-1]
    table.write(item, "! allen: cijfers nakijken")
    agreed = table.one(Action)
    small = {"addressees": Addressees.SELECTION, "chosen": [cast.griet.organisation]}
    asked = ask(do, cast.obmi, cast.els, RoundKind.TASK, action=agreed, **small)
    path = f"/obmi/rounds/{asked.id}"
    browser.as_(cast.karim).get(path)
    session.get_one(AgendaItem, item.id).audience = Audience.SECRETARIAT
    session.commit()
    browser.as_(cast.karim).get(f"/obmi/actions/{agreed.id}", status=404)
    browser.as_(cast.karim).get(path, status=404)
    assert "cijfers nakijken" not in browser.as_(cast.griet).get(path)
    assert "cijfers nakijken" in browser.as_(cast.els).get(path)


def test_who_is_no_longer_asked_follows_the_link_in_her_mail_and_reads_why_not(browser, cast, do):
    asked = ask(do, cast.obmi, cast.els, RoundKind.TASK)
    [gent] = [one for one in asked.parties if one.organisation.name == "Gent"]
    do(rounds.EXCUSE, gent, by=cast.els, reason="geen eigen site")
    page = browser.as_(cast.griet).get(f"/obmi/rounds/{asked.id}/answer", status=409)
    assert "Dit is niet van toepassing op Gent." in page


def test_who_is_asked_outside_the_audience_reads_her_own_answer_alone(browser, cast, do):
    """A round for members shows the data protection officer of Genk what Genk said and no more."""
    asked = ask(do, cast.obmi, cast.els, RoundKind.CALL, audience=Audience.MEMBERS)
    say(do, asked, cast.griet, "answered", text="Gent houdt dit binnenskamers")
    say(do, asked, cast.karim, "answered", text="Genk zegt ja")
    page = browser.as_(cast.dora).get(f"/obmi/rounds/{asked.id}")
    assert "Genk zegt ja" in page
    assert "binnenskamers" not in page
    for path in ("sheet.xlsx", "answers.md"):
        assert b"binnenskamers" not in browser.as_(cast.dora).open(f"/obmi/rounds/{asked.id}/{path}").data
    assert "binnenskamers" in browser.as_(cast.karim).get(f"/obmi/rounds/{asked.id}")


def test_who_was_asked_hears_that_a_round_is_cancelled_or_its_text_changed(do, cast, session, vote):
    def letters(kind):
        return sorted(one.person.name for one in session.scalars(select(Message).where(Message.kind == kind)))

    asked = {
        "question": "Anders gezegd", "text": "De andere tekst", "options": (), "preset": vote.preset,
        "addressees": vote.addressees, "chosen": (), "audience": vote.audience, "due_on": vote.due_on, "at_next": False,
    }  # fmt: skip
    do(rounds.EDIT, vote, by=cast.els, **asked)
    assert letters("asked") == sorted([cast.griet.name, cast.karim.name] * 2)
    say(do, vote, cast.griet, "for")
    do(rounds.procedure["cancel"], vote, by=cast.els, reason="Niet meer nodig")
    assert letters("cancelled") == sorted([cast.griet.name, cast.karim.name])


def test_a_meeting_waits_for_the_votes_that_end_in_it(cast, do, table, session):
    meeting = table.open_with(today(), "Het rapport")
    item = table.items(meeting)[-1]
    vote = ask(do, cast.obmi, cast.els, RoundKind.VOTE, item=item, due_on=today(), preset=Preset.CONSENSUS)
    waits = [str(one.words) for one in closing.missing(session, meeting)]
    assert any("nog niet vastgesteld" in one for one in waits)
    say(do, vote, cast.griet, "for")
    do(rounds.procedure["close"], vote, by=cast.els)
    do(rounds.procedure["certify"], vote, by=cast.els)
    ask(do, cast.obmi, cast.els, RoundKind.VOTE, item=item, due_on=in_days(9), preset=Preset.WRITTEN)
    assert not any("nog niet vastgesteld" in str(one.words) for one in closing.missing(session, meeting))
