"""The outbox, against a real mail server that is there, down, slow, unwilling, or gone after it took the mail."""

import smtplib
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import select

from app.extensions import db
from app.mail import sender
from app.mail.envelope import one_line
from app.mail.handing_over import by_smtp, to_folder
from app.mail.sender import claim, send_waiting
from models import (
    Language,
    Mailbox,
    Message,
    MessageState,
    PersonState,
    Reason,
    RoundKind,
    SeatRole,
    Withheld,
    now,
)
from tests.conftest import person
from tests.ports import free_port
from tests.postbag import text_of
from workflows import round as rounds_
from workflows import seat
from workflows.about import round_letter
from workflows.letters import Letter, post
from workflows.refusals import Refused
from workflows.words import Words

pytestmark = pytest.mark.both


class Postman:
    """A mail server that can be told how to behave; it keeps what it took."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.envelopes: list[str] = []
        self.refuses: dict[str, str] = {}
        self.drops_after_data = 0
        self.slow = 0.0

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        import asyncio

        await asyncio.sleep(self.slow)
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append(envelope.mail_from)
        if self.drops_after_data:
            self.drops_after_data -= 1
            server.transport.close()
        return "250 OK"


@pytest.fixture
def postman():
    man = Postman()
    port = free_port()
    controller = Controller(man, hostname="127.0.0.1", port=port)
    controller.start()
    man.url = f"smtp://127.0.0.1:{port}"
    yield man
    controller.stop()


@pytest.fixture
def send(app, session):
    def run(url: str, timeout: float = 5) -> int:
        with app.app_context():
            return send_waiting(session, by_smtp(url, timeout))

    return run


def write(session, person, text="Hallo"):
    letter = Letter("test", Words(text), (Words("Een alinea."),), Words("Daarom."), Words("Open"), "/geheim")
    message = post(session, letter, person)
    session.commit()
    return message


def later(minutes=3):
    return time_machine.travel(now().timestamp() + minutes * 60, tick=True)


def test_an_invitation_leaves_in_the_language_of_its_reader(session, cast, do, postman, send):
    place = cast.griet.organisation
    mia = {"name": "Mia", "email": "mia@stad.example", "function": "", "organisation": place, "role": SeatRole.DEPUTY}
    person = do(seat.INVITE, cast.obmi, by=cast.els, **mia).person
    person.language = Language.EN
    session.commit()

    assert send(postman.url) == 1
    [mail] = postman.taken
    assert mail["Subject"] == "Invitation to OBMi"
    assert mail["To"] == "mia@stad.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "http://localhost/invitation/rt_invitation_" in text
    assert "Accept the invitation" in html
    message = session.scalars(select(Message)).one()
    assert (message.state, message.letter["path"]) == (MessageState.SENT, None), "the secret is gone once it left"


def test_what_was_refused_sends_nothing(session, cast, do):
    with pytest.raises(Refused):
        do(
            seat.INVITE, cast.obmi, by=cast.griet,
            name="Mia", email="mia@stad.example", function="", organisation=cast.griet.organisation,
            role=SeatRole.DEPUTY,
        )  # fmt: skip
    assert session.scalars(select(Message)).all() == []


def test_a_server_that_is_down_loses_nothing(session, cast, postman, send):
    message = write(session, cast.griet)
    assert send("smtp://127.0.0.1:9") == 0
    session.refresh(message)
    assert (message.state, message.tries) == (MessageState.WAITING, 1)
    assert 50 < (message.next_try_at - now()).total_seconds() <= 60, "the first wait is a minute"
    assert "Connection" in message.last_error
    assert message.letter["path"] == "/geheim", "the link is kept for the next try"
    assert send(postman.url) == 0, "not yet: it waits a while"
    with later():
        assert send(postman.url) == 1
    session.refresh(message)
    assert (message.state, message.tries, message.last_error) == (MessageState.SENT, 2, None)


def test_a_slow_server_is_waited_for_but_not_for_ever(session, cast, postman, send):
    postman.slow = 0.4
    write(session, cast.griet)
    assert send(postman.url, timeout=5) == 1
    write(session, cast.griet)
    postman.slow = 2
    assert send(postman.url, timeout=0.5) == 0
    assert session.scalars(select(Message.state).order_by(Message.id)).all() == ["sent", "waiting"]


def test_one_who_is_refused_for_good_does_not_hold_up_the_others(session, cast, postman, send):
    postman.refuses = {cast.griet.email: "550 no such user"}
    for one in (cast.griet, cast.karim):
        write(session, one)
    assert send(postman.url) == 1
    states = session.scalars(select(Message.state).order_by(Message.id)).all()
    assert states == ["failed", "sent"]


def test_one_who_is_refused_for_now_is_tried_again(session, cast, postman, send):
    postman.refuses = {cast.griet.email: "451 try later"}
    write(session, cast.griet)
    assert send(postman.url) == 0
    message = session.scalars(select(Message)).one()
    assert (message.state, message.tries) == (MessageState.WAITING, 1)
    assert "451" in message.last_error
    postman.refuses = {}
    with later():
        assert send(postman.url) == 1


def test_after_the_last_try_it_has_failed_and_says_why(session, cast, send):
    message = write(session, cast.griet)
    for nth in range(len(sender.WAITS) + 1):
        with later(nth * 2000):
            send("smtp://127.0.0.1:9")
    session.refresh(message)
    assert message.state is MessageState.FAILED
    assert message.last_error


def test_it_waits_longer_each_time(session, cast, send):
    """A server that is down is not asked every minute: a minute, five, a quarter of an hour, and so on to a day."""
    message, waited = write(session, cast.griet), []
    at = now()
    for _ in sender.WAITS:
        with time_machine.travel(at, tick=False):
            assert send("smtp://127.0.0.1:9") == 0
        session.refresh(message)
        waited.append((message.next_try_at - at).total_seconds() / 60)
        at = message.next_try_at
    assert waited == [1, 5, 15, 60, 4 * 60, 12 * 60, 24 * 60]


def test_a_server_that_goes_after_it_took_the_mail_gets_it_again_under_the_same_number(session, cast, postman, send):
    postman.drops_after_data = 1
    write(session, cast.griet)
    assert send(postman.url) == 0
    with later():
        assert send(postman.url) == 1
    assert len(postman.taken) == 2
    assert len({mail["Message-ID"] for mail in postman.taken}) == 1


def test_who_lost_access_gets_nothing_and_that_is_written_down(session, cast, postman, send):
    message = write(session, cast.griet)
    cast.griet.state = PersonState.DISABLED
    session.commit()
    assert send(postman.url) == 0
    session.refresh(message)
    assert (message.state, postman.taken) == (MessageState.WITHHELD, [])
    assert message.withheld_because is Withheld.NO_ACCESS


HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "mime-version", "content-type",
    "x-auto-response-suppress", "x-rondetafel-loop", "x-rondetafel-reason", "x-rondetafel-kind",
    "x-peer", "x-mailfrom", "x-rcptto",
}  # fmt: skip
ENDS_OF_LINES = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS_OF_LINES, ids=ascii)
def test_no_subject_adds_a_header(session, cast, postman, send, end):
    write(session, cast.griet, f"Hallo 🌍 \u202eé{end}Bcc: evil@example.invalid{end}{end}X")
    assert send(postman.url) == 1
    [mail] = postman.taken
    assert {name.lower() for name in mail} <= HEADERS
    assert "evil" in mail["Subject"]
    assert "Een alinea." in mail.get_body(("plain",)).get_content()


@pytest.mark.parametrize("address", ["griet@stad.example\r\nbcc: evil@example.invalid", "griet@\u2028stad.example"])
def test_a_mail_that_cannot_be_made_does_not_hold_up_the_others(session, cast, postman, send, address):
    cast.griet.email = address
    session.commit()
    bad, good = write(session, cast.griet), write(session, cast.karim)
    assert send(postman.url) == 1
    for message in (bad, good):
        session.refresh(message)
    assert (bad.state, good.state) == (MessageState.WAITING, MessageState.SENT)
    assert bad.last_error
    assert [mail["To"] for mail in postman.taken] == [cast.karim.email]


def test_a_server_whose_name_cannot_be_written_stops_no_sender(session, cast, send):
    messages = [write(session, one) for one in (cast.griet, cast.karim)]
    assert send("smtp://" + "a" * 70 + ".example:25") == 0
    for message in messages:
        session.refresh(message)
        assert (message.state, message.tries) == (MessageState.WAITING, 1)
        assert "UnicodeError" in message.last_error


def test_a_sender_that_died_gives_its_message_back(app, session, cast, postman, send):
    write(session, cast.griet)
    with app.app_context():
        assert claim(session)
    assert send(postman.url) == 0
    with later(6):
        assert send(postman.url) == 1


def test_two_senders_send_each_message_once(app, session, cast, postman):
    for nth in range(200):
        write(session, cast.griet, f"Bericht {nth}")
    counts, errors = [], []

    def work():
        try:
            with app.app_context(), db.sessionmaker() as own:
                counts.append(send_waiting(own, by_smtp(postman.url), most=200))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sum(counts) == 200
    assert len({mail["Message-ID"] for mail in postman.taken}) == len(postman.taken) == 200


NAMES = [
    "Ann Peeters, Agentschap Binnenlands Bestuur, en Vlaamse overheid", "a Bcc: evil@x.invalid", '",<evil@x.invalid>',
    "é🌍\u202e" * 30, "x" * 110, ",;:()[]\\@<>", "=?utf-8?b?QmNjOiB4?=",
    "\x1b[31m\x07\u2028\r\nBcc: evil@x.invalid\r\n\r\nX",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_no_name_is_read_as_another_sender_and_no_address_is_encoded(app, session, cast, rounds, name):
    """As programs read it that know nothing of our library: raw, and with the older one."""
    cast.els.name, cast.els.organisation.name, cast.obmi.name = name[:120], name[:100], name[:100]
    session.commit()
    rounds.ask(RoundKind.INTEREST, question=name)
    raw = []
    with app.app_context():
        assert send_waiting(session, lambda mail: raw.append(mail.as_bytes())) == 2
    for one in raw:
        mail = message_from_bytes(one)
        [(shown, sender)] = getaddresses([mail["From"]])
        assert sender == app.config["MAIL_FROM"]
        whole = one_line(f"{name[:120]} ({name[:100]}) via {name[:100]}")
        assert str(make_header(decode_header(shown))) == whole
        assert mail["List-Unsubscribe"].startswith("<http://localhost/from-mail/stop/")
        assert mail["List-Unsubscribe"].endswith(">")
        assert mail["Bcc"] is None
        assert mail.is_multipart()


def test_who_left_answers_no_questions_about_it(app, session, cast, rounds, bag):
    gone = person(session, "gone", "Kenniscentrum", cast.obmi, SeatRole.COORDINATOR)
    gone.state = PersonState.DISABLED
    session.commit()
    rounds.ask(RoundKind.INTEREST)
    bag.send()
    assert bag.last(cast.griet)["Reply-To"] == cast.els.email


def together(app, handover, senders=4):
    """So many senders at once; what any of them tripped over."""
    errors, start = [], threading.Barrier(senders)

    def work():
        try:
            start.wait(60)
            with app.app_context(), db.sessionmaker() as own:
                send_waiting(own, handover, most=200)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(senders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


def test_the_overview_of_one_person_is_one_mail_however_many_senders_there_are(app, session, cast, rounds, bag):
    polls = [rounds.ask(RoundKind.INTEREST, question=f"Vraag {n}") for n in range(5)]
    bag.send()
    people = [cast.griet, cast.karim, cast.jef, cast.els, cast.tom]
    for day in range(8):
        taken = []
        with later(day * 24 * 60):
            for one in people:
                for poll in polls:
                    letter = round_letter(poll, "result", Reason.NEWS, Words("Het resultaat is er."))
                    post(session, letter, one, poll.workgroup_id)
            session.commit()
        with later((day + 1) * 24 * 60):
            assert together(app, lambda mail, taken=taken: taken.append(mail["To"])) == []
        assert sorted(taken) == sorted(one.email for one in people if one is not cast.tom)


def test_refusals_to_one_person_at_the_same_time_are_one_bad_day(app, session, cast):
    for nth in range(8):
        write(session, cast.griet, f"Bericht {nth}")

    def refuse(mail):
        raise smtplib.SMTPRecipientsRefused({mail["To"]: (550, b"no such user")})

    assert together(app, refuse) == []
    assert session.scalars(select(Message.state)).all() == [MessageState.FAILED] * 8
    assert session.scalars(select(Mailbox.refusals)).one() == 1


def test_a_mail_keeps_its_number_when_what_goes_along_is_withheld(app, session, cast, do, rounds, postman, send):
    """The older letter waits its ten minutes and goes along with a newer one; then it is about an answer given."""
    poll = rounds.ask(RoundKind.INTEREST)
    rounds.do(
        rounds_.EXCUSE, next(one for one in poll.parties if one.organisation.name == "Genk"), by=cast.els, reason="n"
    )
    older = session.scalars(select(Message).where(Message.person_id == cast.griet.id)).one()
    older.next_try_at = now() + timedelta(minutes=8)
    letter = round_letter(poll, "result", Reason.ASKED, Words("Het resultaat is er."))
    newer = post(session, letter, cast.griet, poll.workgroup_id)
    newer.next_try_at = now()
    session.commit()
    postman.drops_after_data = 1
    assert send(postman.url) == 0, "taken, and not acknowledged"
    rounds.say(poll, cast.jef, "yes")
    with later():
        assert send(postman.url) == 1
    to_griet = [mail for mail in postman.taken if mail["To"] == cast.griet.email]
    assert [mail["Message-ID"] for mail in to_griet] == [f"<{newer.key}@example.invalid>"] * 2
    assert len({text.count("Er staat een vraag klaar") for text in map(text_of, to_griet)}) == 2


def test_the_demonstration_puts_mail_in_a_folder(app, session, cast, tmp_path):
    write(session, cast.griet, "Dag Griet")
    with app.app_context():
        assert send_waiting(session, to_folder(tmp_path / "mail")) == 1
    from app.demonstration.views import read_folder

    [mail] = read_folder(tmp_path / "mail")
    assert mail["Subject"] == "Dag Griet"
    assert "http://localhost/geheim" in mail["text"]
