"""The frame of every page: who is here, the menu, the languages. Templates ask it with `frame()`."""

import hashlib
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request, url_for
from flask_babel import get_locale, gettext
from flask_wtf.csrf import generate_csrf

from app.access import me
from app.documents.blocks import is_address
from app.i18n import NAMES
from app.table import turns
from models import Person, SeatRole, Theme, Workgroup

STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Entry:
    """A line of the menu; `key` is its letter after `g`."""

    label: str
    href: str
    icon: str = ""
    key: str | None = None
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Group:
    """Lines of the menu under one heading."""

    heading: str | None
    entries: list[Entry]


@dataclass(frozen=True)
class Choice:
    """A language that can be chosen."""

    code: str
    name: str
    current: bool
    href: str


@dataclass(frozen=True)
class SignOut:
    """The form that ends this visit."""

    action: str
    csrf_token: str
    key: str | None = None


@dataclass
class Frame:
    """What base.html draws around a page."""

    visitor: Person | None
    request_id: str
    locale: str
    theme: str = ""
    menu: list[Group] = field(default_factory=list)
    account: list[Entry] = field(default_factory=list)
    languages: list[Choice] = field(default_factory=list)
    messages: list[Any] = field(default_factory=list)
    sign_out: SignOut | None = None
    search: Any = None
    demonstration: bool = False
    demonstration_links: list[Entry] = field(default_factory=list)


def frame() -> Frame:
    person = me()
    here = Frame(
        visitor=person,
        request_id=g.request_id,
        locale=str(get_locale()),
        messages=get_flashed_messages(with_categories=True),
        demonstration=current_app.config["DEMONSTRATION"],
    )
    if here.demonstration:
        here.demonstration_links = [
            entry(gettext("Kies wie je bent"), "demonstration.choose", "people"),
            entry(gettext("Verstuurde mail"), "demonstration.mail", "envelope"),
        ]
    if person is None:
        here.languages = [
            Choice(code, name, code == here.locale, url_for("door.language", code=code)) for code, name in NAMES.items()
        ]
        return here
    here.theme = "" if person.theme is Theme.SYSTEM else person.theme.value
    here.menu = menu_of(person)
    here.account = [
        entry(gettext("Mijn gegevens"), "account.details", "person"),
        entry(gettext("Sessies"), "account.sessions", "laptop"),
        entry(gettext("Mijn mail"), "account.mail", "envelope"),
        entry(gettext("Mijn agenda"), "account.calendars", "calendar3"),
    ]
    here.sign_out = SignOut(url_for("door.sign_out"), generate_csrf())
    return here


def menu_of(person: Person) -> list[Group]:
    waits = turns.waiting(person)
    mine = entry(gettext("Mijn beurt"), "home.index", "house", key="b", count=waits.total)
    groups = [Group(None, [mine])]
    seats = [seat for seat in person.seats if seat.until is None]
    here = getattr(g, "workgroup", None)
    open_one = next((seat.workgroup for seat in seats if seat.workgroup is here), seats[0].workgroup if seats else None)
    for nth, seat in enumerate(seats):
        if seat.workgroup is open_one:
            groups.append(
                Group(
                    seat.workgroup.name,
                    workgroup_entries(seat.workgroup, seat.role, waits, first=nth == 0),
                )
            )
    others = [seat.workgroup for seat in seats if seat.workgroup is not open_one]
    if others:
        lines = [entry(one.name, "workgroups.show", "diagram-3", workgroup=one.slug) for one in others]
        groups.append(Group(gettext("Andere werkgroepen"), lines))
    known = [
        entry(gettext("Organisaties"), "organisations.index", "building", key="o"),
        entry(gettext("Werkgroepen"), "workgroups.all", "signpost-split", key="k"),
    ]
    groups.append(Group(gettext("Kennis"), known))
    return groups


def workgroup_entries(workgroup: Workgroup, role: SeatRole, waits: turns.Waits, *, first: bool) -> list[Entry]:
    """The letters after `g` are for the first workgroup alone."""
    at: dict[str, Any] = {"workgroup": workgroup.slug}
    rounds, meetings = waits.rounds.get(workgroup.id, 0), waits.meetings.get(workgroup.id, 0)
    entries = [
        entry(gettext("Vergaderingen"), "meetings.index", "calendar3", "v" if first else None, meetings, **at),
        entry(gettext("Afspraken"), "actions.index", "check2-square", key="a" if first else None, **at),
        entry(gettext("Rondes"), "rounds.index", "circle", "r" if first else None, rounds, **at),
        entry(gettext("Dossiers"), "dossiers.index", "folder2-open", key="p" if first else None, **at),
        entry(gettext("Beslissingen"), "decisions.index", "journal-check", key="d" if first else None, **at),
        entry(gettext("Geschiedenis"), "history.index", "clock-history", key="h" if first else None, **at),
        entry(gettext("Jaaroverzicht"), "overview.index", "bar-chart", key="j" if first else None, **at),
        entry(gettext("Werkgroep"), "workgroups.show", "diagram-3", key="w" if first else None, **at),
        entry(gettext("Mensen"), "people.index", "people", key="m" if first else None, **at),
    ]
    if role is SeatRole.COORDINATOR:
        entries.append(entry(gettext("Spoor"), "audit_trail.index", "shield-lock", key="s" if first else None, **at))
    return entries


def entry(label: str, endpoint: str, icon: str, key: str | None = None, count: int | None = None, **at: Any) -> Entry:
    href = url_for(endpoint, **at)
    deeper = endpoint not in ("home.index", "workgroups.show") and request.path.startswith(f"{href}/")
    return Entry(label, href, icon, key, count, current=request.path == href or deeper)


@cache
def digest_of(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so it may be kept for a year.

    Made without `url_for`, which knows nothing when the host of the request is forged.
    """
    return f"{named_in_style(name)}?v={digest_of(name)}"


def named_in_style(name: str) -> str:
    """The address by which a style sheet asks for a file: a browser fetches it once when both say the same."""
    return f"{current_app.static_url_path}/{name}"


def fresh_key() -> str:
    """A key for one form: of several on a page, each is done once."""
    return secrets.token_hex(16)


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(frame=frame, asset=asset, named_in_style=named_in_style, fresh_key=fresh_key)
    app.jinja_env.tests["address"] = is_address
