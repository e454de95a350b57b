"""Asking for a sign-in link: whoever asks, and how often, afterwards a link that works lies in the mailbox.

A stranger who asks cannot keep her out: what was mailed works until one is used or it is too old, and where nothing new
is mailed, there is one that works. Nor can he flood her: when three links within a day were not used, the next lives
long, and meanwhile no stranger causes another. That makes at most eight letters within a day (docs/sign-in.md).
"""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import LinkKind, OneTimeLink, Person, PersonState, now
from models.audit import note
from workflows import links
from workflows.command import Command
from workflows.letters import Letter, post
from workflows.rules import everyone
from workflows.words import Words

SHORT = links.LIFETIME[LinkKind.SIGN_IN]
LONG = timedelta(hours=6)
FREE = 3
"""How many letters within WITHIN go to her as they are asked, while none of their links was used."""
WITHIN = timedelta(days=1)
LONG_ENOUGH = timedelta(minutes=10)
"""A link that works this much longer is there for who asks now: the mail was in her hands before."""
HOW_LONG = {
    SHORT: Words("Met de knop hieronder meld je je aan. Ze werkt 30 minuten, één keer."),
    LONG: Words(
        "Met de knop hieronder meld je je aan. Ze werkt zes uur, één keer. Er werden al enkele links gevraagd die niet "
        "gebruikt zijn. Zolang deze werkt, komt er geen nieuwe, tenzij op een toestel waarop je al eens aanmeldde."
    ),
}


def ask_link(
    session: Session, _nothing: None, *, by: None, email: str, known_device: bool = False, noted: bool = True
) -> None:
    """Mail a sign-in link to who has an account, if she needs one. For anybody else nothing differs that can be seen.

    `known_device`: she signed in there before, and its own share is not used up (workflows/limits.py). `noted`: whether
    the trail has room for one more that was asked in vain.
    """
    person = locked_by_email(session, email)
    active = person is not None and person.state is PersonState.ACTIVE
    lives = (SHORT if known_device else life_of_the_next(session, person)) if person and active else None
    if person is not None and lives is not None:
        post(session, letter(links.make(session, LinkKind.SIGN_IN, person, lives), lives), person)
    elif noted:
        note(session, "sign_in_link_not_sent")


def locked_by_email(session: Session, email: str) -> Person | None:
    """Two who ask at once count each other's letters."""
    query = select(Person).where(Person.email == func.lower(email.strip()))
    return session.scalars(query.with_for_update(of=Person, key_share=True)).one_or_none()


def life_of_the_next(session: Session, person: Person) -> timedelta | None:
    """How long a link works that is mailed to her now; None where none is: one that she has works long enough."""
    unused = session.scalars(links.alive(person.id, LinkKind.SIGN_IN).where(OneTimeLink.made_at > now() - WITHIN)).all()
    if len(unused) < FREE:
        return SHORT
    works = any(link.expires_at > now() + LONG_ENOUGH for link in unused)
    return None if works else LONG


def letter(secret: str, lives: timedelta) -> Letter:
    return Letter(
        "sign_in",
        Words("Je aanmeldlink voor Rondetafel"),
        (HOW_LONG[lives],),
        Words("Je krijgt deze mail omdat iemand met dit adres wilde aanmelden. Was jij dat niet, doe dan niets."),
        Words("Aanmelden"),
        f"/sign-in/link/{secret}",
    )


ASK_LINK = Command("ask_sign_in_link", None, everyone, ask_link, Words("Een aanmeldlink vragen"))
