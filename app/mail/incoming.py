"""One mail that came in, and what it is: the answer of a calendar, a bounce, machine mail, or mail for a person.

Anybody can send us anything: the work has an end, and nothing is believed that was not signed here.
"""

import hashlib

from app.mail.addresses import ToBounce, Token, ToMeeting, read_addresses
from app.mail.bounces import read_bounce
from app.mail.machines import OWN, is_ours, written_by_a_machine
from app.mail.opening import HEAD_LIMIT, Mail, headers_of, one_line, open_mail, split
from app.mail.replies import read_reply
from app.mail.verdicts import Automatic, Bounced, CalendarReply, Unplaced, Unusable, Verdict
from workflows.words import Words

__all__ = ["Automatic", "Bounced", "CalendarReply", "Unplaced", "Verdict", "message_id_of", "read"]

SOMEBODY = Words("Iemand schreef zelf een mail.")
FOR_OUTLOOK = Words("Het antwoord zit in een bijlage die alleen Outlook leest (winmail.dat).")

SENT_TO = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
"""Where our address stands, the surest first."""
TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
ID_LIMIT = 250


def read(raw: bytes, secret: str) -> Verdict:
    """What this mail is. Whatever the bytes are, there is a verdict."""
    try:
        return judged(open_mail(raw), secret)
    except Unusable as no:
        return Unplaced(no.why)


def judged(mail: Mail, secret: str) -> Verdict:
    """First what is ours, then what is signed, then what no person wrote."""
    if is_ours(mail):
        return Automatic(OWN)
    tokens = tokens_of(mail, secret)
    bounce = next((token for token in tokens if isinstance(token, ToBounce)), None)
    if bounce and (returned := read_bounce(mail, bounce)):
        return returned
    meeting = next((token for token in tokens if isinstance(token, ToMeeting)), None)
    try:
        if answer := read_reply(mail, meeting, secret):
            return answer
        why = for_a_person(mail)
    except Unusable as no:
        if no.answers:
            raise
        why = no.why
    machine = written_by_a_machine(mail)
    return Automatic(machine) if machine else Unplaced(why)


def tokens_of(mail: Mail, secret: str) -> list[Token]:
    values = [value for name in SENT_TO for value in mail.whole.headers.get(name, [])]
    return [token for value in values for token in read_addresses(value, secret)]


def for_a_person(mail: Mail) -> Words:
    closed = any(part.kind in TNEF or part.file_name == "winmail.dat" for part in mail.leaves)
    return FOR_OUTLOOK if closed else SOMEBODY


def message_id_of(raw: bytes) -> str:
    """By what a mail is known when it comes twice: its Message-ID, or a digest where it has none that can be kept."""
    head, _ = split(raw[: HEAD_LIMIT + 4])
    given = headers_of(head).get("message-id", [""])[0]
    known = one_line(given, ID_LIMIT + 1).replace(" ", "")
    return known if 0 < len(known) <= ID_LIMIT else f"sha256:{hashlib.sha256(raw).hexdigest()}"
