"""Mail that nobody wrote, and mail that somebody did."""

from app.mail import incoming, machines
from app.mail.verdicts import Automatic, Unplaced
from tests.incoming import BASE, BOUNCE, GRIET, MEETING, Case, encoded, event, from_griet, mail, multi, part

AWAY = "Ik ben er niet. Voor dringende zaken: secretariaat@stad.example, 550 12 34."
AUTOMATIC, LIST, REPORT = Automatic(machines.AUTOMATIC), Automatic(machines.LIST), Automatic(machines.REPORT)
PERSON = Unplaced(incoming.SOMEBODY)

OUTLOOK = (
    "Auto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\nX-MS-Exchange-Inbox-Rules-Loop: griet@stad.example"
)
SOME = "DR, RN, NRN, OOF, AutoReply"
GMAIL = "Precedence: bulk\nX-Autoreply: yes\nAuto-Submitted: auto-replied"


def griet(subject: str, text: str = AWAY, to: str = MEETING, more: str = "") -> bytes:
    return mail(from_griet(encoded(subject) if not subject.isascii() else subject, to, more), text)


AUTORESPONDERS = [
    *(
        Case(f"Outlook: {subject}", griet(f"{subject}: Uitnodiging", more=OUTLOOK), AUTOMATIC)
        for subject in ("Automatisch antwoord", "Réponse automatique", "Automatic reply")
    ),
    *(
        Case(f"only its subject says so: {subject}", griet(subject), AUTOMATIC)
        for subject in (
            "Automatisch antwoord: Uitnodiging",
            "Afwezigheidsbericht",
            "Niet op kantoor: Uitnodiging",
            "Réponse automatique : Invitation",
            "Re\u0301ponse automatique",
            "Message d'absence",
            "Absent du bureau",
            "Out of Office: Invitation",
            "Out of the office",
            "Auto-reply: Invitation",
            "Autoreply",
        )
    ),
    Case("Gmail answers under our own subject", griet("Re: Uitnodiging: OBMi 2026-4", more=GMAIL), AUTOMATIC),
    Case("vacation of Unix", griet("away from my mail", more="Auto-Submitted: auto-replied (vacation)"), AUTOMATIC),
    Case("a ticket system", griet("[#123] Ontvangen", more="X-Auto-Response-Suppress: All"), AUTOMATIC),
    Case("an answering robot of long ago", griet("Bedankt", more="X-Autorespond: Bedankt"), AUTOMATIC),
    Case("another program that fears loops", griet("Ticket", more="X-Loop: tickets@stad.example"), AUTOMATIC),
    Case("an out-of-office to the address of an envelope", griet("Re: OBMi", to=BOUNCE, more=GMAIL), AUTOMATIC),
    Case(
        "an out-of-office that carries our invitation back",
        multi(
            from_griet("Afwezig", more=OUTLOOK),
            part("text/plain", AWAY),
            part("text/calendar", event(method="REQUEST")),
        ),
        AUTOMATIC,
    ),
]

OTHERS = [
    Case("a mailing list", griet("[team] Vergadering", more="List-Id: <team.stad.example>"), LIST),
    Case("a newsletter", griet("Nieuws", more="Precedence: bulk"), LIST),
    Case("junk that says so", griet("Gratis!", more="Precedence: junk"), LIST),
    Case("an empty sender", griet("Bericht", more="Return-Path: <>"), REPORT),
    Case(
        "a mail server in an unknown tongue",
        mail(f"From: MAILER-DAEMON@mx.example\nTo: {BASE}\nSubject: ???", "?"),
        REPORT,
    ),
    Case(
        "Outlook read it",
        multi(
            from_griet("Gelezen: Uitnodiging"),
            part("text/plain", "Uw bericht is gelezen."),
            part(
                "message/disposition-notification",
                f"Final-Recipient: RFC822; {GRIET}\r\nDisposition: manual-action/MDN-sent; displayed",
            ),
            kind="report",
            more="; report-type=disposition-notification",
        ),
        REPORT,
    ),
    Case(
        "our own mail",
        griet("Uitnodiging", more="X-Rondetafel-Loop: 1\nAuto-Submitted: auto-generated"),
        Automatic(machines.OWN),
    ),
    Case(
        "our own mail, with the calendar, to the address of a meeting",
        multi(from_griet("Uitnodiging", more="X-Rondetafel-Loop: 1"), part("text/calendar; method=REPLY", event())),
        Automatic(machines.OWN),
    ),
]

PEOPLE = [
    Case("«ja, akkoord»", griet("Re: Uitnodiging: OBMi 2026-4", "ja, akkoord\n\nGriet"), PERSON),
    Case("she writes to our plain address", griet("Vraag", "Kan het een uur later?", to=BASE), PERSON),
    Case("she writes to the address of an envelope", griet("Re: Uitnodiging", "ja", to=BOUNCE), PERSON),
    Case("she says herself that she is away", griet("Afwezig op 3 december", "Ik kan niet."), PERSON),
    Case("she writes about an out-of-office", griet("Re: Automatisch antwoord: OBMi", "Je bent er niet?"), PERSON),
    Case(
        "a program that says no robot wrote it",
        griet("Vraag", "?", more="Auto-Submitted: no\nX-Loop:\nX-Autoreply: no"),
        PERSON,
    ),
    Case(
        "Exchange does not want an out-of-office back",
        griet("Vraag", "?", more="X-Auto-Response-Suppress: OOF"),
        PERSON,
    ),
    Case(
        "HTML and a picture",
        multi(from_griet("Vraag"), part("text/html", "<p>Ja</p>"), part("image/png", bytes(200), "base64")),
        PERSON,
    ),
    Case("no headers at all", b"ja, akkoord", PERSON),
    Case("headers and nothing else", b"Subject: ja", PERSON),
]
