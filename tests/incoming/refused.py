"""Calendars that do not count: somebody has to look at them."""

from app.mail import entries, incoming, opening, replies
from app.mail.addresses import reply_address
from app.mail.verdicts import Unplaced
from tests.incoming import BASE, GRIET, MEETING, YES, Case, calendar, event, from_griet, multi, part, reply
from tests.incoming.microsoft import CLOSED, EXCHANGE_HEAD

LOCAL, _, HOST = MEETING.partition("@")
MARK = LOCAL.rpartition(".")[2]


def other(mark: str, ids: str = "45.12") -> bytes:
    """An answer to an address that was changed, wherever it stands."""
    address = f"rondetafel+c.{ids}.{mark}@{HOST}"
    return reply(event(f"ORGANIZER:mailto:{address}"), to=address)


def does(partstat: str) -> bytes:
    return reply(event(who=f"ATTENDEE;PARTSTAT={partstat}:mailto:{GRIET}"))


def not_said(what: str) -> Unplaced:
    return Unplaced(replies.not_said(what))


UNKNOWN = Unplaced(replies.UNKNOWN_MARK)
ELSEWHERE = reply_address(BASE, "another installation", 45, 12)
ONE = event().partition("METHOD:REPLY\r\n")[2].partition("END:VCALENDAR")[0].strip()

FORGED = [
    Case("an invented mark", other("a" * len(MARK)), UNKNOWN),
    Case("a mark that was cut", other(MARK[:-1]), UNKNOWN),
    Case("a mark with something behind it", other(MARK + "a"), UNKNOWN),
    Case("her mark, for another meeting", other(MARK, "45.13"), UNKNOWN),
    Case("her mark, for another person", other(MARK, "46.12"), UNKNOWN),
    Case("her mark, the numbers turned round", other(MARK, "12.45"), UNKNOWN),
    Case("a nought before the number", other(MARK, "045.12"), UNKNOWN),
    Case("a number that no database holds", other(MARK, "99999999999.12"), UNKNOWN),
    Case("the mark of another installation", reply(event(without="ORGANIZER"), to=ELSEWHERE), UNKNOWN),
    Case("no mark at all", reply(event(without="ORGANIZER"), to=BASE), UNKNOWN),
]

NOT_UNDERSTOOD = [
    Case("she sends somebody else", does("DELEGATED"), not_said("DELEGATED")),
    Case("she has not answered", does("NEEDS-ACTION"), not_said("NEEDS-ACTION")),
    Case("no answer in the answer", reply(event(who=f"ATTENDEE:mailto:{GRIET}")), not_said("NEEDS-ACTION")),
    Case("a word of its own", does("X-MISSCHIEN"), not_said("X-MISSCHIEN")),
    Case(
        "another moment",
        reply(event(method="COUNTER"), kind="text/calendar; method=COUNTER"),
        Unplaced(replies.OTHER_MOMENT),
    ),
    Case("two people", reply(event(who=f"{YES}\r\n{YES.replace('griet', 'karim')}")), Unplaced(replies.SEVERAL_PEOPLE)),
    Case(
        "yes and no",
        reply(event(who=f"{YES}\r\n{YES.replace('ACCEPTED', 'DECLINED')}")),
        Unplaced(replies.SEVERAL_PEOPLE),
    ),
    Case("nobody", reply(event(who="")), Unplaced(replies.NOBODY)),
    Case(
        "somebody without an address",
        reply(event(who="ATTENDEE;PARTSTAT=ACCEPTED:/O=STAD/CN=GRIET")),
        Unplaced(replies.NOBODY),
    ),
    Case("two meetings", reply(calendar(f"{ONE}\r\n{ONE}")), Unplaced(entries.SEVERAL_EVENTS)),
    Case("an invitation to us", reply(event(method="REQUEST"), kind="text/calendar"), Unplaced(replies.NO_ANSWER)),
    Case("a calendar without a method", reply(event(method=""), kind="text/calendar"), Unplaced(replies.NO_ANSWER)),
    Case(
        "a machine that answers something else",
        reply(event(who=""), more="Auto-Submitted: auto-generated"),
        Unplaced(replies.NOBODY),
    ),
    Case(
        "Outlook keeps the answer to itself",
        multi(from_griet("Geaccepteerd: OBMi 2026-4", more=EXCHANGE_HEAD), part("text/plain", ""), CLOSED),
        Unplaced(incoming.FOR_OUTLOOK),
    ),
    Case(
        "an invitation first, then an answer, from a machine",
        multi(
            from_griet("ja", more="Auto-Submitted: auto-replied"),
            part("text/calendar", event(method="REQUEST")),
            part("text/calendar", event(who="")),
        ),
        Unplaced(replies.NOBODY),
    ),
    Case(
        "an answer within a mail that was passed on",
        multi(
            from_griet("FW: Geaccepteerd"),
            part("text/plain", "Zie onder."),
            b"Content-Type: message/rfc822\r\n\r\n" + reply(event()),
        ),
        Unplaced(incoming.SOMEBODY),
    ),
]

BROKEN = Unplaced(entries.BROKEN)
WRITTEN_WRONG = [
    Case("cut off in the middle", reply(event()[:200]), BROKEN),
    Case("no meeting in it", reply(calendar(f"BEGIN:VTODO\r\n{YES}\r\nEND:VTODO")), BROKEN),
    Case("no number of the meeting", reply(event(without="UID")), BROKEN),
    Case("ends before it begins", reply(event().replace("END:VEVENT", "END:VTODO")), BROKEN),
    Case("quotes that do not close", reply(event(who=f'ATTENDEE;CN="Griet;PARTSTAT=ACCEPTED:mailto:{GRIET}')), BROKEN),
    Case("no calendar at all", reply("Ja, ik kom!"), BROKEN),
    Case("nothing", reply(""), BROKEN),
    Case(
        "a zip that is called a calendar",
        reply(b"PK\x03\x04" + bytes(range(256)), kind="application/zip; name=x.ics"),
        BROKEN,
    ),
    Case(
        "a coding that breaks off",
        multi(from_griet("ja"), part("text/calendar; method=REPLY", "QkVHSU4", "7bit").replace(b"7bit", b"base64")),
        BROKEN,
    ),
    Case("more than a calendar holds", reply(event("DESCRIPTION:" + "x" * 300_000)), Unplaced(opening.TOO_BIG)),
]
