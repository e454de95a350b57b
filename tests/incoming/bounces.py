"""What mail servers write in their own words, and what only looks like a report of theirs."""

from app.mail import machines
from app.mail.addresses import bounce_address
from app.mail.verdicts import Automatic
from tests.incoming import BASE, BOUNCE, MEETING, Case, mail
from tests.incoming.reports import UNKNOWN_USER, from_server, gone, later, undelivered

QMAIL = "MAILER-DAEMON@mx.stad.example"
QMAIL_WORDS = """
    Hi. This is the qmail-send program at mx.stad.example.
    I'm afraid I wasn't able to deliver your message to the following addresses.
    This is a permanent error; I've given up. Sorry it didn't work out.

    <griet.peeters@stad.example>:
    {said}

    --- Below this line is a copy of the message.

    Subject: 550 euro voor de 5.1.1 beste ideeën
"""
EXIM_WORDS = """
    This message was created automatically by mail delivery software.

    A message that you sent could not be delivered to one or more of its
    recipients. This is a permanent error. The following address(es) failed:

    griet.peeters@stad.example
    {said}

    ------ This is a copy of the message, including all the headers. ------

    Subject: 550 euro
"""


def in_words(
    words: str, said: str, sender: str = QMAIL, subject: str = "failure notice", more: str = "X-Loop:"
) -> bytes:
    return mail(from_server(sender, subject, more=more), words.format(said=said))


WORDS = [
    Case(
        "qmail, with what the other server said",
        in_words(QMAIL_WORDS, "203.0.113.5 does not like recipient.\n    Remote host said: 550 5.1.1 no mailbox here"),
        gone("Remote host said: 550 5.1.1 no mailbox here"),
    ),
    Case(
        "qmail, its own code",
        in_words(QMAIL_WORDS, "Sorry, no mailbox here by that name. (#5.1.1)"),
        gone("Sorry, no mailbox here by that name. (#5.1.1)"),
    ),
    Case(
        "qmail without a code; that of the mail itself does not count",
        in_words(QMAIL_WORDS, "I'm not going to try again."),
        later("failure notice"),
    ),
    Case(
        "an address and a number are no codes",
        in_words(QMAIL_WORDS, "Connected to 5.22.33.44 but 1550 octets, ticket-550"),
        later("failure notice"),
    ),
    Case(
        "Exim of long ago, known by who failed",
        in_words(
            EXIM_WORDS,
            "SMTP error after RCPT TO: 550 unknown user",
            "Systeem <noreply@mx.stad.example>",
            "Niet gelukt",
            "X-Failed-Recipients: griet.peeters@stad.example",
        ),
        gone("SMTP error after RCPT TO: 550 unknown user"),
    ),
    Case(
        "Exim of long ago, without a code",
        in_words(EXIM_WORDS, "retry timeout exceeded", subject="Mail delivery failed"),
        later("Mail delivery failed"),
    ),
    Case(
        "Exchange of long ago, in HTML alone",
        mail(
            from_server(
                "Postmaster <postmaster@stad.example>", "Undeliverable: Uitnodiging", more="Content-Type: text/html"
            ),
            "<b>550</b>",
        ),
        later("Undeliverable: Uitnodiging"),
    ),
]

REPORT = Automatic(machines.REPORT)
INVENTED = "rondetafel+b.977.aaaaaaaaaaaaaaaaaaaa@ronde.example"
ELSEWHERE = bounce_address(BASE, "another installation", 977)

NOT_OURS = [
    Case("a report with an invented mark", undelivered(UNKNOWN_USER, INVENTED), REPORT),
    Case("a report with the mark of another letter", undelivered(UNKNOWN_USER, BOUNCE.replace("977", "978")), REPORT),
    Case("a report with the mark of another installation", undelivered(UNKNOWN_USER, ELSEWHERE), REPORT),
    Case("a report to our plain address", undelivered(UNKNOWN_USER, BASE), REPORT),
    Case("a report to the address of a meeting", undelivered(UNKNOWN_USER, MEETING), REPORT),
    Case(
        "an old report to our plain address",
        mail(from_server(QMAIL, "failure notice", to=BASE, more="X-Mailer: qmail"), "550"),
        REPORT,
    ),
    Case(
        "an out-of-office to the address of an envelope",
        mail(from_server("Griet <griet@stad.example>", "Automatisch antwoord: 550 euro"), "Ik ben terug op 5.1.1"),
        Automatic(machines.AUTOMATIC),
    ),
]
