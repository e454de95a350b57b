"""Reports of mail servers (RFC 3464): not delivered, not yet, or delivered after all."""

from app.mail import bounces
from app.mail.verdicts import Automatic, Bounced
from tests.incoming import BASE, BOUNCE, Case, event, lines, mail, multi, part

OURS = f"""
    Return-Path: <{BOUNCE}>
    From: Rondetafel <{BASE}>
    To: griet.peeters@stad.example
    Subject: Uitnodiging: OBMi 2026-4
    Auto-Submitted: auto-generated
    X-Rondetafel-Loop: 1
"""
"""What we sent, as it comes back below the report."""


def gone(said: str) -> Bounced:
    return Bounced(977, permanent=True, why=bounces.refused(said))


def later(said: str) -> Bounced:
    return Bounced(977, permanent=False, why=bounces.not_delivered(said))


def from_server(name: str, subject: str, to: str = BOUNCE, more: str = "Auto-Submitted: auto-replied") -> str:
    return f"""
        Return-Path: <>
        Delivered-To: {to}
        From: {name}
        To: {to}
        Subject: {subject}
        Message-ID: <20261121083000.4F1B2@mx.stad.example>
        {more}
    """


def report(head: str, words: str, fields: str, coding: str = "7bit", kind: str = "message/delivery-status") -> bytes:
    """RFC 3464: words for people, fields for programs, and the mail that comes back."""
    first = "Reporting-MTA: dns; mx.stad.example\r\nArrival-Date: Sat, 21 Nov 2026 09:30:00 +0100\r\n\r\n"
    return multi(
        head,
        part("text/plain; charset=us-ascii", words),
        part(kind, first + lines(fields) + "\r\n", coding),
        part("message/rfc822", lines(OURS) + "\r\n\r\n" + event(method="REQUEST"), "8bit"),
        kind="report",
        more="; report-type=delivery-status",
    )


POSTFIX = '"Mail Delivery System" <MAILER-DAEMON@mx.stad.example>'
UNKNOWN_USER = """
    Final-Recipient: rfc822; griet.peeters@stad.example
    Original-Recipient: rfc822;griet.peeters@stad.example
    Action: failed
    Status: 5.1.1
    Remote-MTA: dns; mail.stad.example
    Diagnostic-Code: smtp; 550 5.1.1 <griet.peeters@stad.example>: Recipient address
    |   rejected: User unknown
"""
POSTFIX_SAID = "550 5.1.1 <griet.peeters@stad.example>: Recipient address rejected: User unknown"
SORRY = "I'm sorry to have to inform you that your message could not be delivered to one or more recipients."


def status(code: str, action: str = "failed", said: str = "") -> str:
    line = f"\nDiagnostic-Code: {said}" if said else ""
    return f"Final-Recipient: rfc822; griet.peeters@stad.example\nAction: {action}\nStatus: {code}{line}"


def undelivered(fields: str, to: str = BOUNCE, coding: str = "7bit") -> bytes:
    """As Postfix reports it."""
    return report(from_server(POSTFIX, "Undelivered Mail Returned to Sender", to), SORRY, fields, coding)


def by(name: str, subject: str, code: str, said: str) -> bytes:
    """As another program reports it."""
    return report(from_server(name, subject), "Your message could not be delivered.", status(code, said=said))


SUBSYSTEM = "Mail Delivery Subsystem <mailer-daemon@mx.stad.example>"
EXIM = "Mail Delivery System <Mailer-Daemon@mx.stad.example>"
NO_RECIPIENT = "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient griet not found by SMTP address lookup"
NO_ACCOUNT = "550-5.1.1 The email account that you tried to reach does not exist."

REPORTS = [
    Case("Postfix: nobody of that name", undelivered(UNKNOWN_USER), gone(POSTFIX_SAID)),
    Case(
        "Postfix gives up after five days",
        undelivered(status("4.4.1", said="X-Postfix; connect to mail.stad.example: timed out")),
        later("connect to mail.stad.example: timed out"),
    ),
    Case(
        "Exim with a report",
        by(EXIM, "Mail delivery failed: returning message to sender", "5.0.0", "smtp; 550 Unrouteable address"),
        gone("550 Unrouteable address"),
    ),
    Case(
        "Exchange Online, in Dutch",
        by("<postmaster@stad.example>", "Onbestelbaar: Uitnodiging: OBMi", "5.1.10", f"smtp;{NO_RECIPIENT}"),
        gone(NO_RECIPIENT),
    ),
    Case(
        "sendmail explains its code",
        by(
            SUBSYSTEM,
            "Returned mail: see transcript",
            "5.1.1 (bad destination mailbox address)",
            "SMTP; 550 5.1.1 <griet>...",
        ),
        gone("550 5.1.1 <griet>..."),
    ),
    Case(
        "Gmail",
        by(SUBSYSTEM, "Delivery Status Notification (Failure)", "5.1.1", f"smtp; {NO_ACCOUNT}"),
        gone(NO_ACCOUNT),
    ),
    Case("a full mailbox, for now", undelivered(status("4.2.2", said="smtp; 452 4.2.2 full")), later("452 4.2.2 full")),
    Case("no action, only a code", undelivered("Status: 5.7.1"), gone("5.7.1")),
    Case("no code, only what was said", undelivered("Action: FAILED\nDiagnostic-Code: smtp; 554 no"), gone("554 no")),
    Case("an action and nothing else", undelivered("Action: failed"), later("?")),
    Case("it expired", undelivered(status("", action="expired")), later("?")),
    Case("a report in base64", undelivered(UNKNOWN_USER, coding="base64"), gone(POSTFIX_SAID)),
    Case("line ends of Unix", undelivered(UNKNOWN_USER).replace(b"\r\n", b"\n"), gone(POSTFIX_SAID)),
    Case("to our address in capitals", undelivered(UNKNOWN_USER, to=BOUNCE.upper()), gone(POSTFIX_SAID)),
    Case(
        "other letters",
        undelivered(status("5.1.1", said="smtp; 550 café \u202e{0}")),
        gone("550 café {0}"),
    ),
]

UNDER_WAY = [
    *(
        Case(f"Postfix says that it was {action}", undelivered(status(code, action)), Automatic(bounces.UNDER_WAY))
        for action, code in (("delayed", "4.4.1"), ("delivered", "2.0.0"), ("relayed", "2.0.0"), ("expanded", "2.0.0"))
    ),
    Case(
        "Exim still tries",
        mail(from_server(EXIM, "Warning: message 1kXyz delayed 24 hours"), "It has not yet been delivered."),
        Automatic(bounces.UNDER_WAY),
    ),
]
