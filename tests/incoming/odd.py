"""Answers that count although they are written in a way of their own."""

from tests.incoming import BASE, GRIET, MEETING, UID, Case, event, from_griet, multi, part, reply, says
from tests.incoming.calendars import attached

UTC = event("DTSTART:20261203T090000Z")
SHOUTED = UTC.upper().replace(UID.upper(), UID)

ODD = [
    Case("everything in capitals", reply(SHOUTED, to=MEETING.upper()), says()),
    Case("everything in small letters", reply(UTC.lower()), says()),
    Case("a byte order mark", reply("\ufeff" + event()), says()),
    Case("a byte order mark before the whole mail", b"\xef\xbb\xbf" + reply(event()), says()),
    Case("the line of a mailbox file above it", b"From griet Sat Nov 21 09:30:00 2026\r\n" + reply(event()), says()),
    Case(
        "UTF-16",
        multi(
            from_griet("ja"), part("text/calendar; charset=utf-16; method=REPLY", event().encode("utf-16"), "base64")
        ),
        says(),
    ),
    Case(
        "a charset that is not what it says",
        reply(event("COMMENT:Tot straks, één ding"), kind="text/calendar; charset=us-ascii; method=REPLY"),
        says(comment="Tot straks, één ding"),
    ),
    Case(
        "a charset that does not exist",
        reply(event("COMMENT:één".encode().decode()), kind="text/calendar; charset=x-mac-dutch; method=REPLY"),
        says(comment="één"),
    ),
    Case(
        "a file without a type",
        multi(from_griet("ja"), part("application/octet-stream", event(), "base64", attached("ANTWOORD.ICS"))),
        says(),
    ),
    Case(
        "percent signs in the organiser",
        reply(event(f"ORGANIZER:mailto:{MEETING.replace('+', '%2B')}"), to=BASE),
        says(),
    ),
    Case("our address under Cc, with a name", reply(event(), to=BASE, more=f'Cc: "Ronde, tafel" <{MEETING}>'), says()),
    Case(
        "the invitation was passed on, and somebody else accepts",
        reply(event(who="ATTENDEE;PARTSTAT=ACCEPTED;CN=Mia:mailto:mia@elders.example")),
        says(attendee="mia@elders.example"),
    ),
    Case("an hour without a zone is ours", reply(event("DTSTART:20261203T100000")), says()),
    Case(
        "a zone with its maker before it",
        reply(event("DTSTART;TZID=/mozilla.org/20050126_1/Europe/Brussels:20261203T100000")),
        says(),
    ),
    Case("no day and no stamp", reply(event(without="DTSTART DTSTAMP")), says(start=None, stamp=None)),
    Case(
        "a day that does not exist",
        reply(event("DTSTART:20261332T100000Z", "DTSTAMP:gisteren")),
        says(start=None, stamp=None),
    ),
    Case("the end of time", reply(event("DTSTART;TZID=America/New_York:99991231T235959")), says(start=None)),
    Case(
        "a long story", reply(event("COMMENT:" + "Ik kom later. " * 100)), says(comment=("Ik kom later. " * 100)[:300])
    ),
    Case("a comment with what cannot be shown", reply(event("COMMENT:a\x07b\u202ec\\n{d}")), says(comment="ab c {d}")),
    Case("a colon in her name", reply(event(who=f"ATTENDEE;PARTSTAT=ACCEPTED;CN=Stad: Griet:mailto:{GRIET}")), says()),
    Case("a list passed the answer on", reply(event(), more="List-Id: <team.stad.example>\nPrecedence: list"), says()),
    Case("it repeats for ever", reply(event("RRULE:FREQ=SECONDLY;INTERVAL=1;COUNT=2000000000")), says()),
]
