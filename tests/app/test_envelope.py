"""How a mail leaves: what mail programs thread, file and unsubscribe by."""

from base64 import b64decode
from datetime import timedelta

import pytest
import time_machine

from app.mail.handing_over import by_smtp
from app.mail.sender import send_waiting
from models import Language, Preset, RoundKind, now
from tests.app.test_outbox import Postman, postman  # noqa: F401  (a real mail server)
from tests.postbag import html_of, link_to, text_of
from workflows import meeting as verbs
from workflows.clock import today


@pytest.fixture
def mails(session, cast, rounds, bag):
    """What Griet got about one round: she was asked, reminded, and told that it is cancelled."""
    vote = rounds.ask(RoundKind.VOTE, preset=Preset.WRITTEN, question="Nemen we zes categorieën?")
    bag.send()
    with time_machine.travel(now() + timedelta(days=1), tick=True):
        from workflows import reminders

        rounds.do(reminders.REMIND, vote, by=cast.els)
        bag.send()
    with time_machine.travel(now() + timedelta(days=2), tick=True):
        rounds.step(vote, "cancel", reason="Verkeerde vraag")
        bag.send()
    return bag.of(cast.griet)


def test_everything_about_one_round_is_one_conversation(mails):
    assert len(mails) == 3
    subject = f"[OBMI ronde {mails[0]['Subject'].split()[2].rstrip(']')}] Nemen we zes categorieën?"
    assert {mail["Subject"] for mail in mails} == {subject}, "what is new is not in the subject"
    assert len({mail["Message-ID"] for mail in mails}) == 3
    for header in ("References", "In-Reply-To", "Thread-Topic", "Thread-Index", "List-Id"):
        assert len({mail[header] for mail in mails}) == 1, header
    assert len(b64decode(mails[0]["Thread-Index"])) == 22
    assert mails[0]["References"].startswith("<rt.round")


def test_the_subject_stays_when_the_question_is_edited(session, cast, rounds, bag):
    vote = rounds.ask(RoundKind.INTEREST, question="Wie doet mee?")
    bag.send()
    with time_machine.travel(now() + timedelta(hours=1), tick=True):
        rounds.edit(vote, question="Wie doet mee aan de proef?")
        bag.send()
    first, second = bag.of(cast.griet)
    assert first["Subject"] == second["Subject"]
    assert "Wie doet mee aan de proef?" in text_of(second)


def test_a_meeting_is_a_conversation_of_its_own(session, cast, do, table, bag):
    meeting = table.plan(today() + timedelta(days=30))
    table.add(meeting, "Werkplan")
    table.step(meeting, "convene")
    bag.send()
    with time_machine.travel(now() + timedelta(hours=1), tick=True):
        from datetime import time

        do(
            verbs.MOVE,
            meeting,
            by=cast.els,
            held_on=today() + timedelta(days=37),
            starts=time(10),
            ends=time(12),
            note="",
        )
        bag.send()
    first, second = bag.of(cast.griet)
    assert first["Subject"] == second["Subject"]
    assert first["References"] == second["References"]
    assert "De vergadering is verplaatst." in text_of(second)


def test_it_says_who_wrote_why_and_how_to_stop(cast, mails):
    mail = mails[0]
    assert mail["From"] == '"Els (Kenniscentrum) via OBMi" <rondetafel@example.invalid>'
    assert mail["Reply-To"] == cast.els.email, "a person who answers this mail reaches the coordinator"
    assert (mail["X-Rondetafel-Reason"], mail["X-Rondetafel-Kind"]) == ("asked", "asked")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail["X-Rondetafel-Loop"]
    assert mail["Precedence"] == "list"
    assert mail["List-Id"] == "<asked.obmi.example.invalid>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    footer = "Je krijgt deze mail omdat je antwoordt voor een organisatie in de werkgroep OBMi."
    for text in (text_of(mail), html_of(mail)):
        assert footer in text
        assert mail["List-Unsubscribe"].strip("<>") in text
        assert "/account/mail/choices" in text


def test_text_and_html_say_the_same(mails):
    for mail in mails:
        text, html = text_of(mail), html_of(mail)
        for line in text.splitlines():
            words = line.partition(": http")[0].strip("- *=").strip()
            assert not words or words in html, line


def test_account_mail_has_nothing_to_unsubscribe_from(app, session, cast, browser, bag):
    browser.post("/sign-in/link", email=cast.griet.email)
    bag.send()
    mail = bag.last(cast.griet)
    assert mail["List-Unsubscribe"] is None
    assert mail["References"] is None
    assert "Hierover geen mail meer" not in text_of(mail)


def test_names_and_questions_cannot_make_headers_or_html(session, cast, rounds, bag):
    cast.els.name = 'Els"\r\nBcc: evil@example.invalid'
    cast.obmi.name = "OBMi\u2028X-Evil: ja"
    session.commit()
    rounds.ask(RoundKind.INTEREST, question="<script>alert(1)</script> Bcc: evil@example.invalid")
    bag.send()
    mail = bag.last(cast.griet)
    assert "evil" not in " ".join(name.lower() for name in mail)
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert "<script>" not in html_of(mail)
    assert "\n" not in mail["From"]


def test_each_reader_gets_her_own_language(session, cast, rounds, bag):
    cast.griet.language, cast.karim.language = Language.FR, Language.EN
    session.commit()
    rounds.ask(RoundKind.INTEREST)
    bag.send()
    assert "Pour" in text_of(bag.last(cast.griet)) or "Vous recevez" in text_of(bag.last(cast.griet))
    assert "You get this mail because" in text_of(bag.last(cast.karim))
    assert link_to(bag.last(cast.karim), "choice=yes")


def test_what_comes_back_has_an_address_of_its_own(app, session, cast, rounds, postman, tmp_path):  # noqa: F811
    """Only where incoming mail is read; it stands on the envelope, and in no header."""
    assert isinstance(postman, Postman)
    app.config["MAILDIR"] = str(tmp_path)
    rounds.ask(RoundKind.INTEREST)
    with app.app_context():
        assert send_waiting(session, by_smtp(postman.url)) == 2
    assert len(set(postman.envelopes)) == 2
    assert all(sender.startswith("rondetafel+b.") for sender in postman.envelopes)
    assert all(mail["Return-Path"] is None for mail in postman.taken)
    assert all("rondetafel@example.invalid" in mail["From"] for mail in postman.taken)
