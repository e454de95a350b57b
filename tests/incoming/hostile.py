"""Mail made to break a reader or to keep it busy. Each has a verdict like any other."""

import random

from app.mail import entries, incoming, machines, opening, replies
from app.mail.verdicts import Automatic, Unplaced
from tests.incoming import (
    BOUNCE,
    MEETING,
    YES,
    Case,
    calendar,
    event,
    from_griet,
    lines,
    mail,
    multi,
    part,
    reply,
    says,
)
from tests.incoming.reports import later, report, status

PERSON = Unplaced(incoming.SOMEBODY)
TOO_BIG = Unplaced(opening.TOO_BIG)
TOO_MANY = Unplaced(opening.TOO_MANY_PARTS)
EMPTY = Unplaced(opening.EMPTY)
BROKEN = Unplaced(entries.BROKEN)
REPORT = Automatic(machines.REPORT)
NOBODY = Unplaced(replies.NOBODY)
MINUTELY = """BEGIN:VTIMEZONE
TZID:Europe/Brussels
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=SECONDLY
END:STANDARD
END:VTIMEZONE
"""


def nested(depth: int) -> bytes:
    """Parts in parts."""
    return b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(depth))


def header(name: str, value: str) -> bytes:
    return mail(from_griet("Vraag", more=f"{name}: {value}"), "ja")


def typed(value: str, body: str | bytes = "ja") -> bytes:
    return (lines(from_griet("Vraag")) + f"\r\nContent-Type: {value}\r\n\r\n").encode() + (
        body if isinstance(body, bytes) else body.encode()
    )


QUOTES = part('text/plain; a="' + '";' * 4_900, "x")
EVENT = "BEGIN:VEVENT\r\nEND:VEVENT"
PEOPLE = "\r\n".join(f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a{n}@b.c" for n in range(3_000))

NOTHING = [
    Case("nothing", b"", EMPTY),
    Case("empty lines", b"\r\n" * 1000, EMPTY),
    Case("one NUL", b"\x00", PERSON),
    Case("NULs", b"\x00" * 100_000, PERSON),
    Case("NULs in every header", lines(from_griet("ja")).replace("a", "a\x00").encode() + b"\r\n\r\n\x00", PERSON),
    Case("every byte there is", bytes(range(256)) * 100, PERSON),
    Case("random bytes", random.Random(6).randbytes(150_000), PERSON),
    Case("a colon on every line", b":\n" * 90_000, PERSON),
    Case("line ends of long ago", reply(event()).replace(b"\r\n", b"\r"), BROKEN),
]

BIG = [
    Case("more than two megabytes", mail(from_griet("Vraag"), "x" * opening.MAIL_LIMIT), TOO_BIG),
    Case("two million empty lines below it", mail(from_griet("Vraag"), b"\n" * 1_900_000), PERSON),
    Case("a header of a megabyte", header("X-Spam", "x" * 1_000_000), TOO_BIG),
    Case("a header folded a hundred thousand times", header("X-Spam", "x\n|" * 100_000), TOO_BIG),
    Case("forty thousand headers", b"a:\n" * 40_000 + reply(event()), says()),
    Case("a header of spaces", header("Subject", "x" + " " * 150_000 + "x"), PERSON),
    Case("a mail that claims a hundred megabytes", header("Content-Length", "100000000"), PERSON),
    Case("a hundred thousand parts in parts", nested(100_000), TOO_BIG),
    Case("thirty thousand parts in parts", nested(30_000), TOO_MANY),
    Case("twelve parts in parts", nested(12), TOO_MANY),
    Case("a mail in a mail in a mail, sixty thousand times", b"Content-Type: message/rfc822\n\n" * 60_000, PERSON),
    Case(
        "a hundred thousand parts beside each other",
        typed("multipart/mixed; boundary=b", b"\n--b\n\nx" * 100_000),
        TOO_MANY,
    ),
    Case(
        "parts that begin over and over",
        typed("multipart/mixed; boundary=b", b"\n--b" + b" " * 1_000_000 + b"x"),
        PERSON,
    ),
    Case("thousands of addresses", header("Cc", f"{MEETING}, " * 2_000), PERSON),
]

CALENDARS = [
    Case("a hundred thousand meetings", reply(calendar(f"{EVENT}\r\n" * 100_000)), TOO_BIG),
    Case("five thousand meetings", reply(calendar("\r\n".join([EVENT] * 5_000))), Unplaced(entries.SEVERAL_EVENTS)),
    Case("ten thousand who come", reply(event(who="\r\n".join([PEOPLE] * 4))), TOO_BIG),
    Case("three thousand who come", reply(event(who=PEOPLE)), Unplaced(replies.SEVERAL_PEOPLE)),
    Case(
        "a name of a hundred thousand letters", reply(event(who=YES.replace(";", ";CN=" + "x" * 100_000 + ";"))), NOBODY
    ),
    Case("a zone that changes every second", reply(event().replace("BEGIN:VEVENT", MINUTELY + "BEGIN:VEVENT")), says()),
    Case("a calendar in a calendar", reply("BEGIN:VCALENDAR\r\n" * 10_000), BROKEN),
    Case("lines that are folded and folded", reply(event("COMMENT:a" + "\r\n " * 40_000)), says(comment="a")),
    Case("empty lines in between", reply(event().replace("\r\n", "\r\n" * 8_000)), says()),
    Case("a calendar of NULs", reply(b"\x00" * 100_000), BROKEN),
    Case("a calendar of quotes", reply(event(who="ATTENDEE;CN=" + '"' * 9_000)), NOBODY),
    Case("fifty calendars", multi(from_griet("x"), *[part("text/calendar", "x")] * 49), BROKEN),
]

CODED = [
    Case("a charset with a NUL in its name", typed("text/calendar; charset*=u\x00tf'x'y", event()), says()),
    Case("a charset that is a program", typed("text/calendar; charset=zlib_codec", event()), says()),
    Case(
        "a boundary in pieces",
        typed("multipart/mixed; " + "; ".join(f"boundary*{n}=b" for n in range(500)), "--b"),
        PERSON,
    ),
    Case("a type of quotes", typed('text/plain; a="' + '";' * 90_000), PERSON),
    Case("fifty types of quotes", multi(from_griet("Vraag"), *[QUOTES] * 49), PERSON),
    Case("a type that ends in a star", typed("text/plain; name*"), PERSON),
    Case("a subject that decodes without end", header("Subject", "=?utf-8?q?a?= " * 14_000), PERSON),
    Case("a subject in a charset that does not exist", header("Subject", "=?klingon?b?AAAA?="), PERSON),
    Case("a subject in half a coding", header("Subject", "=?utf-8?b?A?="), PERSON),
    Case("bytes that are no letters, everywhere", mail(from_griet("x")).replace(b"Griet", b"\xff\xed\xa0\x80"), PERSON),
    Case("a sender in the grammar of nobody", header("Sender", "(((((((((("), PERSON),
]


REPORTS = [
    Case(
        "a report of dashes",
        mail(f"From: MAILER-DAEMON@a.b\nTo: {BOUNCE}\nSubject: failure notice", "-" * 90_000),
        later("failure notice"),
    ),
    Case("a report of five thousand blocks", report(f"To: {BOUNCE}", "", "Action: failed\n\n" * 5_000), later("?")),
    Case("a report of spaces", report(f"To: {BOUNCE}", "", status("4.0.0", said=" " * 40_000 + "x")), later("x")),
    Case(
        "a report that says too much", report(f"To: {BOUNCE}", "", status("4.0.0", said="x" * 40_000)), later("x" * 200)
    ),
    Case(
        "a report without an end",
        report(f"To: {BOUNCE}", "", "Action: failed\n" + "|x\n" * 200_000),
        Automatic(machines.REPORT),
    ),
]
