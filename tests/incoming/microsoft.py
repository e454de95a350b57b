"""Answers that Outlook and Exchange send."""

from models import Reply
from tests.incoming import MEETING, UID, Case, calendar, encoded, event, from_griet, multi, part, reply, says

ROMANCE = """BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def exchange(partstat: str, comment: str = "\\n") -> str:
    """Exchange leaves the organiser out, speaks of Romance time and writes MAILTO in capitals."""
    inner = f"""{ROMANCE}BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN="Peeters, Griet":MAILTO:Griet.Peeters@stad.ex
 ample
COMMENT;LANGUAGE=nl-BE:{comment}
UID:{UID}
SUMMARY;LANGUAGE=nl-BE:{partstat.title()}: OBMi 2026-4
DTSTART;TZID=Romance Standard Time:20261203T100000
DTEND;TZID=Romance Standard Time:20261203T120000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20261121T083000Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:0
LOCATION;LANGUAGE=nl-BE:Gent
X-MICROSOFT-CDO-APPT-SEQUENCE:0
X-MICROSOFT-CDO-OWNERAPPTID:0
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
X-MICROSOFT-CDO-IMPORTANCE:1
X-MICROSOFT-CDO-INSTTYPE:0
END:VEVENT"""
    return calendar(inner.replace("\n", "\r\n"), maker="Microsoft Exchange Server 2010")


EXCHANGE_HEAD = """
    X-MS-Has-Attach:
    X-MS-TNEF-Correlator:
    Thread-Topic: OBMi 2026-4
    X-MS-Exchange-Organization-AuthSource: DB7PR05.eurprd05.prod.outlook.com
    X-Auto-Response-Suppress: DR, OOF, AutoReply
    Accept-Language: nl-BE, en-US
"""

CLOSED = part('application/ms-tnef; name="winmail.dat"', b"\x78\x9f\x3e\x22" + bytes(200), "base64")

MICROSOFT = [
    Case(
        "Exchange Online accepts",
        multi(
            from_griet("Geaccepteerd: OBMi 2026-4", more=EXCHANGE_HEAD),
            part('text/plain; charset="utf-8"', "\r\n", "base64"),
            part('text/calendar; charset="utf-8"; method=REPLY', exchange("ACCEPTED"), "base64"),
            kind="alternative",
            boundary="_000_DB7PR05_",
        ),
        says(),
    ),
    Case(
        "Exchange declines in windows-1252, with a word of explanation",
        multi(
            from_griet(encoded("Geweigerd: OBMi 2026-4 – spijtig", "windows-1252")),
            part('text/plain; charset="Windows-1252"', "Wél de volgende keer".encode("cp1252"), "quoted-printable"),
            part(
                'text/calendar; charset="Windows-1252"; method=REPLY',
                exchange("DECLINED", "Wél de volgende keer\\, dag\\n").encode("cp1252"),
                "quoted-printable",
            ),
            kind="alternative",
        ),
        says(Reply.NO, comment="Wél de volgende keer, dag"),
    ),
    Case(
        "Exchange is tentative",
        reply(exchange("TENTATIVE"), kind='text/calendar; charset="utf-8"; method=REPLY'),
        says(Reply.UNSURE),
    ),
    Case(
        "Outlook over IMAP, in a zone of its own making",
        reply(event('DTSTART;TZID="(UTC+01:00) Brussel, Kopenhagen, Madrid, Parijs":20261203T100000')),
        says(start=None),
    ),
    Case(
        "Outlook.com, the address in Delivered-To only",
        reply(exchange("ACCEPTED"), to="undisclosed-recipients:;", more=f"Delivered-To: {MEETING}"),
        says(),
    ),
]
