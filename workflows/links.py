"""One-time links: 256 random bits in a mail, a digest in the database, dead once used, superseded or late."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import LinkKind, OneTimeLink, Person, now
from workflows.refusals import NotNow
from workflows.words import Words

LIFETIME = {LinkKind.INVITATION: timedelta(days=14), LinkKind.SIGN_IN: timedelta(minutes=30)}


def digest(secret: str) -> str:
    """What is stored of a secret. A plain hash suffices for 256 random bits (ASVS 6.5.2)."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret(kind: str) -> str:
    return f"rt_{kind}_{secrets.token_urlsafe(32)}"


@dataclass(frozen=True)
class Secret:
    """A new secret on its way to whom it is for. As text it is stars: no log and no fingerprint of a form holds it,
    and the same form sent twice is the same form.
    """

    value: str

    def __str__(self) -> str:
        return "***"

    __repr__ = __str__


def make(session: Session, kind: LinkKind, person: Person, lives: timedelta | None = None) -> str:
    """A new link for her, for as long as it says or as its kind lives. Returns the secret.

    The older ones work on: anybody can ask one for her, and would kill the one that she is about to use.
    """
    secret, made = new_secret(kind.value), now()
    expires = made + (lives or LIFETIME[kind])
    session.add(OneTimeLink(digest=digest(secret), kind=kind, person_id=person.id, made_at=made, expires_at=expires))
    return secret


def end_all(session: Session, kind: LinkKind, person_id: int) -> None:
    """Her links of this kind that were not used are dead from now on."""
    for link in session.scalars(alive(person_id, kind)):
        link.superseded_at = now()


def alive(person_id: int, kind: LinkKind):  # type: ignore[no-untyped-def]  # Select differs per SQLAlchemy
    return select(OneTimeLink).where(
        OneTimeLink.person_id == person_id,
        OneTimeLink.kind == kind,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.superseded_at.is_(None),
    )


def by_secret(session: Session, kind: LinkKind, secret: str) -> OneTimeLink | None:
    """The link, if it can still be used."""
    link = session.scalars(
        select(OneTimeLink).where(OneTimeLink.digest == digest(secret), OneTimeLink.kind == kind).with_for_update()
    ).one_or_none()
    usable = link is not None and link.used_at is None and link.superseded_at is None and link.expires_at > now()
    return link if usable else None


def use(session: Session, kind: LinkKind, secret: str) -> Person:
    """Spend the link, and with it the others of its kind. Raises NotNow when it is dead, in the same words whatever it
    died of.
    """
    link = by_secret(session, kind, secret)
    if link is None:
        raise dead()
    link.used_at = now()
    session.flush()
    end_all(session, kind, link.person_id)
    return link.person


def dead() -> NotNow:
    return NotNow(Words("Deze link werkt niet meer. Ze is al gebruikt, vervangen of te oud. Vraag een nieuwe."))
