"""Examples of the way in, of one's own account and of the links in mail."""

from typing import TYPE_CHECKING

from app.mail import tokens
from models import (
    CalendarFeed,
    Delivery,
    LinkKind,
    Message,
    Mute,
    Person,
    PersonState,
    Reason,
    Reply,
    Round,
    RoundKind,
    now,
)
from tests.app.examples.shape import Example, Form, Parts
from tests.asked import ask
from workflows import attendance, links

if TYPE_CHECKING:
    from tests.app.world import World


def link(world: "World", kind: LinkKind, who: Person) -> Parts:
    """A link of this kind that was just made for her."""
    secret = links.make(world.session, kind, who)
    world.session.commit()
    return {"secret": secret}


def own_visit(world: "World", view: str) -> Parts:
    """The visit of who looks; for who is not there, somebody's."""
    return {"visit_id": world.visit_of(view).id if world.people[view] else 1}


def feed(world: "World", view: str) -> tuple[CalendarFeed, str]:
    """A calendar of who looks with its secret, read a moment ago; of Els for who cannot come in."""
    who, secret = world.people[view], links.new_secret("calendar")
    owner = who if who and who.state is PersonState.ACTIVE else world.cast.els
    made = CalendarFeed(digest=links.digest(secret), person_id=owner.id, read_at=now())
    world.session.add(made)
    world.session.commit()
    return made, secret


def muted(world: "World", view: str) -> Parts:
    """A round about which who looks wants no mail."""
    who = world.people[view] or world.cast.els
    mute = Mute(person_id=who.id, round_id=open_question(world).id)
    world.session.add(mute)
    world.session.commit()
    return {"mute_id": mute.id}


def open_question(world: "World") -> Round:
    """A round that nobody answered yet."""
    return ask(world.table.do, world.cast.obmi, world.cast.els, RoundKind.INTEREST)


def to_answer(world: "World", view: str) -> tuple[Parts, Form]:
    """The link in a mail to the deputy, about a round that nobody answered yet."""
    asked = open_question(world)
    with world.app.app_context():
        return {"secret": tokens.to_answer(world.cast.jef.id, asked.id)}, {"choice": "yes", "seen": asked.digest}


def to_come(world: "World", view: str) -> tuple[Parts, Form]:
    """The link in her convocation, with another reply than the one that stands."""
    jef, meeting = world.cast.jef, world.table.meetings["convened"]
    given = attendance.rows_of(world.session, meeting).get(jef.organisation_id)
    other = "no" if given and given.reply is Reply.YES else "yes"
    with world.app.app_context():
        return {"secret": tokens.to_come(jef.id, meeting.id)}, {"answer": other}


def to_stop(world: "World", view: str) -> tuple[Parts, Form]:
    """The link with which she stops the mails about a round."""
    about = Message(
        person_id=world.cast.jef.id, reason=Reason.ASKED, delivery=Delivery.AT_ONCE, round_id=open_question(world).id
    )
    with world.app.app_context():
        return {"secret": tokens.to_stop(about)}, {}


MAIL_CHOICES: Form = {"asked": "digest", "meeting": "never", "yours": "never", "news": "at_once", "deputy": ""}
NO_PASSWORD: Form = {"email": "x@example.invalid", "password": "wrong wrong wrong"}

EXAMPLES: dict[str, Example] = {
    "door.check_password": lambda w, view: ({}, NO_PASSWORD),
    "door.ask_link": lambda w, view: ({}, {"email": "x@example.invalid"}),
    "door.link": lambda w, view: ({"secret": "x"}, {}),
    "door.use_link": lambda w, view: (link(w, LinkKind.SIGN_IN, w.cast.griet), {}),
    "door.invitation": lambda w, view: ({"secret": "x"}, {}),
    "door.accept": lambda w, view: (link(w, LinkKind.INVITATION, w.mia), {}),
    "door.language": lambda w, view: ({"code": "fr"}, {}),
    "account.change_details": lambda w, view: (
        {},
        {"name": "Els", "function": view, "language": "nl", "theme": "dark"},
    ),
    "account.change_password": lambda w, view: ({}, {"password": "vier natte eenden zwemmen"}),
    "account.end_session": lambda w, view: (own_visit(w, view), {}),
    "account.make_calendar": lambda w, view: ({}, {"workgroup": ""}),
    "account.revoke_calendar": lambda w, view: ({"feed_id": feed(w, view)[0].id}, {}),
    "account.save_mail_choices": lambda w, view: ({}, MAIL_CHOICES),
    "account.unmute": lambda w, view: (muted(w, view), {}),
    "calendar_feed.read": lambda w, view: ({"secret": feed(w, view)[1]}, {}),
    "from_mail.answer": to_answer,
    "from_mail.save_answer": to_answer,
    "from_mail.come": to_come,
    "from_mail.save_reply": to_come,
    "from_mail.stop": to_stop,
    "from_mail.save_stop": to_stop,
}
