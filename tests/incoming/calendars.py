"""Answers that calendar programs send, and that count."""

from datetime import date

from models import Reply
from tests.incoming import (
    BASE,
    GRIET,
    MEETING,
    YES,
    Case,
    event,
    from_griet,
    mail,
    multi,
    part,
    reply,
    says,
)

GOOGLE_ENTRY = event(
    "DTSTART:20261203T090000Z",
    "DTEND:20261203T110000Z",
    "CREATED:20261120T100000Z",
    "DESCRIPTION:",
    "SEQUENCE:0",
    "X-NUM-GUESTS:1",
    who=f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=DECLINED;CN=Griet \r\n Peeters"
    f';X-NUM-GUESTS=0;X-RESPONSE-COMMENT="Ziek":mailto:{GRIET}',
)


def google(more: str) -> bytes:
    """Google sends the calendar twice: to read and to open."""
    both = multi(
        "",
        part('text/plain; charset="UTF-8"; format=flowed; delsp=yes', "Griet heeft geweigerd.\r\n", "base64"),
        part('text/html; charset="UTF-8"', "<p>Griet heeft geweigerd.</p>", "quoted-printable"),
        part('text/calendar; charset="UTF-8"; method=REPLY', GOOGLE_ENTRY),
        kind="alternative",
        boundary="000000000000b5a7",
    )
    opened = part('application/ics; name="invite.ics"', GOOGLE_ENTRY, "base64", attached("invite.ics"))
    head = from_griet(
        "Declined: OBMi 2026-4 @ Thu Dec 3, 2026", more=f"Sender: calendar-notification@google.com\n{more}"
    )
    return multi(head, both, opened, boundary="000000000000b5a9")


def attached(name: str) -> str:
    return f'Content-Disposition: attachment; filename="{name}"'


APPLE_ENTRY = event(
    f'ORGANIZER;CN="Rondetafel";EMAIL="{MEETING}":mailto:{MEETING}',
    "CALSCALE:GREGORIAN",
    "REQUEST-STATUS:2.0;Success",
    "X-APPLE-TRAVEL-ADVISORY-BEHAVIOR:AUTOMATIC",
    who=f'ATTENDEE;CN="Griet Peeters";CUTYPE=INDIVIDUAL;EMAIL="{GRIET}";PARTSTAT=TENT\r\n ATIVE:/aMTc2/principal/',
)

THUNDERBIRD = multi(
    from_griet("Geaccepteerd: OBMi 2026-4", more="User-Agent: Mozilla Thunderbird"),
    multi(
        "",
        part("text/plain; charset=UTF-8; format=flowed", "Griet heeft uw uitnodiging geaccepteerd."),
        part("text/calendar; charset=UTF-8; method=REPLY", event("X-MOZ-RECEIVED-SEQUENCE:0"), "quoted-printable"),
        kind="alternative",
        boundary="------------alt",
    ),
    part('application/ics; name="invite.ics"', event(), "base64", attached("invite.ics")),
    boundary="------------mix",
)
ZIMBRA = multi(
    from_griet("Accept: OBMi 2026-4", more="X-Mailer: Zimbra 8.8.15"),
    part("text/plain; charset=utf-8", "Yes, I will attend."),
    part(
        "text/calendar; charset=utf-8; method=REPLY; name=meeting.ics",
        event(
            'DTSTART;TZID="Europe/Brussels":20261203T100000',
            "SEQUENCE:0",
            who=f"ATTENDEE;CN=Griet Peeters;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:{GRIET}",
        ),
    ),
    kind="alternative",
)
NEXTCLOUD = multi(
    from_griet("Griet Peeters has accepted", more=f"Reply-To: {GRIET}"),
    part("text/plain; charset=utf-8", "Griet Peeters has accepted your invitation"),
    part("text/calendar; charset=UTF-8; method=REPLY; name=event.ics", event("REQUEST-STATUS:2.0;Success")),
)
SECRETARY = f'ATTENDEE;CN="Griet";SENT-BY="mailto:secretariaat@stad.example";PARTSTAT=ACCEPTED:mailto:{GRIET}'

PROGRAMS = [
    Case("Google Calendar declines", google(f"Reply-To: {GRIET}"), says(Reply.NO)),
    Case("Google Calendar says that it wrote by itself", google("Auto-Submitted: auto-generated"), says(Reply.NO)),
    Case(
        "Apple Mail attaches the calendar; only the organiser names us",
        multi(
            from_griet("Voorlopig: OBMi 2026-4", to=BASE),
            part("text/plain; charset=us-ascii", "Griet Peeters is nog niet zeker."),
            part("application/ics; name=iCal-20261121.ics", APPLE_ENTRY, "base64", attached("iCal-20261121.ics")),
            boundary="Apple-Mail=_6B2F",
        ),
        says(Reply.UNSURE),
    ),
    Case("a phone, for a whole day", reply(event("DTSTART;VALUE=DATE:20261203")), says(start=date(2026, 12, 3))),
    Case("Thunderbird", THUNDERBIRD, says()),
    Case("Zimbra quotes its zone and names its file", ZIMBRA, says()),
    Case("Nextcloud", NEXTCLOUD, says()),
    Case("the same with the line ends of Unix", NEXTCLOUD.replace(b"\r\n", b"\n"), says()),
    Case(
        "SOGo, without a method in the mail",
        multi(from_griet("Invitation reply"), part("text/plain", "Accepted."), part("text/calendar", event(), "8bit")),
        says(),
    ),
    Case("KOrganizer, sent by a secretary", reply(event(who=SECRETARY)), says()),
    Case("mu4e names her twice", reply(event(who=f"{YES}\r\nATTENDEE;PARTSTAT=ACCEPTED:{GRIET.upper()}")), says()),
    Case(
        "DAViCal sends the calendar alone",
        mail(from_griet("Reply (Accepted)", more="Content-type: text/calendar; method=REPLY"), event().encode()),
        says(),
    ),
]
