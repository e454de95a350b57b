"""The mail as it leaves: what mail programs thread, file and unsubscribe by (design: detail/vendor.md 5.1)."""

import hashlib
from base64 import b64encode
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app, render_template
from flask_babel import force_locale

from app.mail import calendar, queries
from app.mail.addresses import bounce_address
from app.mail.buttons import whole
from app.mail.headers import HEADERS
from app.mail.saying import Mail, mail_of
from models import Delivery, Message, Reason, now


def as_mail(messages: list[Message], claimed: Message | None = None) -> EmailMessage:
    """The mail to hand over: at every try the number of the letter that was claimed, so that doubles can be recognised,
    whatever of what goes along is withheld meanwhile.
    """
    first = messages[0]
    with force_locale(first.person.language.value):
        said = mail_of(messages)
        text = render_template("mail/letter.txt", mail=said)
        html = render_template("mail/letter.html", mail=said, locale=first.person.language.value)
        mail = EmailMessage(HEADERS)
        address(mail, first, said)
    number(mail, claimed or first)
    return_to(mail, first)
    mark(mail, first, said)
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    if entry := last_calendar(messages):
        content = calendar.invitation(entry, first).decode()
        mail.add_alternative(content, subtype="calendar", params={"method": entry["method"]})
    return mail


def host() -> str:
    return str(current_app.config["MAIL_FROM"]).rpartition("@")[2]


def address(mail: EmailMessage, message: Message, said: Mail) -> None:
    """From the person whose doing it is, by the address of this installation; a human reply goes to the coordinator."""
    mail["From"] = Address(sender_name(message), addr_spec=from_address(message))
    mail["To"] = message.person.email
    mail["Subject"] = one_line(said.subject)
    mail["Date"] = format_datetime(now())
    if replies := queries.coordinators(message):
        mail["Reply-To"] = ", ".join(replies)


def from_address(message: Message) -> str:
    """Of an invitation the organiser's: some calendar programs answer to the sender instead."""
    return calendar.organiser(message) if message.calendar else str(current_app.config["MAIL_FROM"])


def return_to(mail: EmailMessage, message: Message) -> None:
    """Where mail servers say that it did not arrive: an address of its own, where incoming mail is read."""
    if current_app.config["MAILDIR"]:
        secret: str = current_app.config["SECRET_KEY"]
        mail["Return-Path"] = bounce_address(current_app.config["MAIL_FROM"], secret, message.id)


def sender_name(message: Message) -> str:
    """`Els (Kenniscentrum) via OBMi`; the overview and what the clock does come from Rondetafel itself."""
    group = message.workgroup.name if message.workgroup else "Rondetafel"
    if message.delivery is Delivery.DIGEST or message.reason is Reason.ACCOUNT:
        return "Rondetafel"
    if message.by is None:
        return one_line(group)
    return one_line(f"{message.by.name} ({message.by.organisation.name}) via {group}")


def one_line(text: str) -> str:
    """A header is one line, whatever somebody called something."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def number(mail: EmailMessage, message: Message) -> None:
    """Its own number, and for all about one thing the same root, which need not exist (Outlook: Thread-Index)."""
    mail["Message-ID"] = f"<{message.key}@{host()}>"
    if root := root_of(message):
        whole_root = f"<{root}@{host()}>"
        mail["In-Reply-To"] = whole_root
        mail["References"] = whole_root
        digest = hashlib.sha256(whole_root.encode()).digest()
        mail["Thread-Topic"] = one_line(mail["Subject"])
        mail["Thread-Index"] = b64encode(b"\x01" + digest[:21]).decode()


def root_of(message: Message) -> str | None:
    """What everything about one round or meeting hangs on, for one person."""
    if message.delivery is Delivery.DIGEST:
        return f"rt.overview.u{message.person_id}"
    if message.round_id:
        return f"rt.round{message.round_id}.u{message.person_id}"
    return f"rt.meeting{message.meeting_id}.u{message.person_id}" if message.meeting_id else None


def mark(mail: EmailMessage, message: Message, said: Mail) -> None:
    """That a machine sent it, why, about what, and how to get no more of it (RFC 2369, 2919, 3834, 8058)."""
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Rondetafel-Loop"] = host()
    mail["X-Rondetafel-Reason"] = message.reason.value
    mail["X-Rondetafel-Kind"] = "overview" if said.is_digest else message.kind
    if said.stop is None:
        return
    mail["Precedence"] = "bulk" if said.is_digest else "list"
    mail["List-Id"] = list_id(message)
    if message.letter["path"] and not said.is_digest:
        mail["List-Archive"] = f"<{whole(message.letter['path'])}>"
    mail["List-Unsubscribe"] = f"<{said.stop}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def list_id(message: Message) -> str:
    """One for each workgroup and reason, for the rules of a mail program."""
    group = message.workgroup.slug if message.workgroup and message.delivery is not Delivery.DIGEST else "all"
    return f"<{message.reason.value}.{group}.{host()}>"


def last_calendar(messages: list[Message]) -> dict[str, object] | None:
    """Of several about one meeting only the newest entry holds."""
    return next((one.calendar for one in reversed(messages) if one.calendar), None)
