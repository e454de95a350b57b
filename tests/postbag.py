"""The mail that left, as its readers find it: every letter sent to a folder of this test, and read again."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app.mail.sender import send_waiting
from models import Person

LINK = re.compile(r"(https?://localhost)(/[^\s\"<>]*)")


class Postbag:
    """`bag.send()` empties the outbox; `bag.of(griet)` are her mails, oldest first."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session, self.mails = app, session, []

    def send(self) -> int:
        """Returns how many mails left."""
        self.session.rollback()
        before = len(self.mails)
        with self.app.app_context():
            while send_waiting(self.session, self.take):
                pass
        self.session.rollback()
        return len(self.mails) - before

    def take(self, mail: EmailMessage) -> None:
        self.mails.append(message_from_bytes(mail.as_bytes(), policy=policy.default))

    def of(self, person: Person) -> list[Any]:
        self.session.rollback()
        return [mail for mail in self.mails if mail["To"] == person.email]

    def last(self, person: Person) -> Any:
        return self.of(person)[-1]


def text_of(mail: Any) -> str:
    return str(mail.get_body(("plain",)).get_content())


def html_of(mail: Any) -> str:
    return str(mail.get_body(("html",)).get_content())


def links_of(mail: Any) -> list[str]:
    """The paths of the links in the text, in their order."""
    return [path for _host, path in LINK.findall(text_of(mail))]


def link_to(mail: Any, what: str) -> str:
    """The first link whose address has this in it."""
    return next(path for path in links_of(mail) if what in path)
