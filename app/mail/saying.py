"""A letter of words becomes a mail in the language of its reader: text and HTML alike."""

from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime

from flask import current_app, render_template
from flask_babel import force_locale, gettext

from app.extensions import session
from app.mail import calendar
from models import Message, now
from workflows import receipts
from workflows.words import from_store


@dataclass(frozen=True)
class Said:
    """What the reader reads. `link` is whole, or None."""

    subject: str
    paragraphs: list[str]
    reason: str
    button: str | None
    link: str | None
    proof: str | None = None
    """What of the audit trail covers it."""


def said(message: Message) -> Said:
    """The letter in the language that is spoken now."""
    letter = message.letter
    base = current_app.config["BASE_URL"].rstrip("/")
    return Said(
        subject=str(from_store(letter["subject"])),
        paragraphs=[str(from_store(words)) for words in letter["paragraphs"]],
        reason=str(from_store(letter["reason"])),
        button=str(from_store(letter["button"])) if letter["button"] else None,
        link=base + letter["path"] if letter["path"] else None,
        proof=proof(letter.get("proves")),
    )


def proof(answer_id: int | None) -> str | None:
    """The link of the audit chain in which an answer was recorded, for who wants to verify it later."""
    found = receipts.link_of(session(), answer_id) if answer_id else None
    return gettext("Bewijs: schakel %(n)d van het spoor, %(hash)s", n=found.id, hash=found.hash) if found else None


def as_mail(message: Message) -> EmailMessage:
    """The mail to hand over: the same Message-ID at every try, so that doubles can be recognised."""
    with force_locale(message.person.language.value):
        letter = said(message)
        text = render_template("mail/letter.txt", letter=letter)
        html = render_template("mail/letter.html", letter=letter, locale=message.person.language.value)
    sender = current_app.config["MAIL_FROM"]
    mail = EmailMessage()
    mail["From"] = f"Rondetafel <{sender}>"
    mail["To"] = message.person.email
    mail["Subject"] = " ".join(letter.subject.splitlines())
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = f"<{message.key}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    mail.add_alternative(html, subtype="html")
    if message.calendar:
        entry = calendar.invitation(message.calendar, message.person.email).decode()
        mail.add_alternative(entry, subtype="calendar", params={"method": message.calendar["method"]})
    return mail
