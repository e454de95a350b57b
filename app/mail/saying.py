"""Letters of words become one mail in the language of their reader: about one thing, or the overview of a day."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from app.extensions import session
from app.mail import tokens
from app.mail.buttons import Button, buttons_of, whole
from models import Delivery, Message, Reason
from workflows import receipts
from workflows.delivery import REASONS
from workflows.words import from_store

MOST_LINES = 25
"""In each part of the overview; the rest is a link."""


@dataclass(frozen=True)
class Said:
    """One letter as its reader reads it. `link` is whole, or None."""

    kind: str
    subject: str
    paragraphs: list[str]
    reason: str
    button: str | None
    link: str | None
    proof: str | None
    buttons: list[Button]


@dataclass(frozen=True)
class Part:
    """Letters under one heading; a mail about one thing has one part without a heading."""

    heading: str | None
    letters: list[Said]
    more: str | None = None


@dataclass(frozen=True)
class Mail:
    """What is rendered as text and as HTML alike."""

    subject: str
    parts: list[Part]
    reasons: list[str]
    stop: str | None
    choose: str
    home: str
    is_digest: bool = False


def said(message: Message) -> Said:
    """The letter in the language that is spoken now."""
    letter = message.letter
    return Said(
        kind=message.kind,
        subject=str(from_store(letter["subject"])),
        paragraphs=[str(from_store(words)) for words in letter["paragraphs"]],
        reason=str(from_store(letter["reason"])),
        button=str(from_store(letter["button"])) if letter["button"] else None,
        link=whole(letter["path"]) if letter["path"] else None,
        proof=proof(letter.get("proves")),
        buttons=buttons_of(message),
    )


def proof(answer_id: int | None) -> str | None:
    """The link of the audit chain in which an answer was recorded, for who wants to verify it later."""
    found = receipts.link_of(session(), answer_id) if answer_id else None
    return gettext("Bewijs: schakel %(n)d van het spoor, %(hash)s", n=found.id, hash=found.hash) if found else None


def mail_of(messages: list[Message]) -> Mail:
    """One mail of letters to one person: of one letter, of several about the same, or the overview."""
    first = messages[0]
    if first.delivery is Delivery.DIGEST:
        return overview(messages)
    letters = [said(message) for message in messages]
    stoppable = first.reason is not Reason.ACCOUNT
    return Mail(
        subject=letters[0].subject,
        parts=[Part(None, [together(letters)])],
        reasons=once(letter.reason for letter in letters),
        stop=stop_link(first) if stoppable else None,
        choose=whole("/account/mail/choices"),
        home=whole("/"),
    )


def together(letters: list[Said]) -> Said:
    """Several letters about one thing as one: no sentence twice, and the buttons of the last that has any."""
    last = letters[-1]
    return Said(
        kind=last.kind,
        subject=last.subject,
        paragraphs=lines_of(letters),
        reason=last.reason,
        button=last.button,
        link=last.link,
        proof="\n".join(once(letter.proof for letter in letters if letter.proof)) or None,
        buttons=next((letter.buttons for letter in reversed(letters) if letter.buttons), []),
    )


def lines_of(letters: list[Said]) -> list[str]:
    """Of several of one kind only the last tells how it is now; of those before it stays what happened.

    What is said twice stands where it was said last: a meeting that moved there and back is held where it was.
    """
    newest = {letter.kind: nth for nth, letter in enumerate(letters)}
    lines = [
        line
        for nth, letter in enumerate(letters)
        for line in (letter.paragraphs if nth == newest[letter.kind] else letter.paragraphs[:1])
    ]
    return once(reversed(lines))[::-1]


def once(lines: Iterable[str]) -> list[str]:
    """In their order, each line the first time that it stands there."""
    return list(dict.fromkeys(lines))


def overview(messages: list[Message]) -> Mail:
    """The most pressing first; what is about one thing is one entry."""
    parts = [part_for(reason, [one for one in messages if one.reason is reason]) for reason in REASONS]
    return Mail(
        subject=gettext("Rondetafel: je overzicht"),
        parts=[part for part in parts if part.letters],
        reasons=[gettext("Je krijgt dit overzicht hoogstens één keer per dag, en alleen als er iets te melden is.")],
        stop=stop_link(messages[0]),
        choose=whole("/account/mail/choices"),
        home=whole("/"),
        is_digest=True,
    )


def part_for(reason: Reason, messages: list[Message]) -> Part:
    by_subject: dict[object, list[Said]] = {}
    for message in messages:
        about = (message.round_id, message.meeting_id) if message.about else message.id
        by_subject.setdefault(about, []).append(said(message))
    entries = [together(letters) for letters in by_subject.values()]
    left = len(entries) - MOST_LINES
    more = ngettext("en nog %(num)d bericht", "en nog %(num)d berichten", left) if left > 0 else None
    return Part(str(REASONS[reason]), entries[:MOST_LINES], more)


def stop_link(message: Message) -> str:
    return whole(f"/from-mail/stop/{tokens.to_stop(message)}")
