"""Every page says who may see it; a page that does not say is closed to all. Who is here is asked here."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import joinedload

from app.extensions import login, one_or_404, session
from models import Base, Person, PersonState, Seat, Visit, Workgroup, now
from workflows.links import digest
from workflows.rules import Rule, authorise, everyone
from workflows.sign_in import IDLE
from workflows.visibility import seen_by

View = TypeVar("View", bound=Callable[..., Any])
SEEN_EVERY = timedelta(minutes=5)


class Visitor:
    """What Flask-Login wants of a user, kept out of the models: one visit of one person."""

    is_authenticated = is_active = True
    is_anonymous = False

    def __init__(self, secret: str, visit: Visit) -> None:
        self.secret, self.visit_id, self.person = secret, visit.id, visit.person

    def get_id(self) -> str:
        return self.secret


def requires(rule: Rule) -> Callable[[View], View]:
    """Mark a page with its rule. The subject is the workgroup of the address, where it has one."""

    def mark(view: View) -> View:
        view.rule = rule  # type: ignore[attr-defined]
        return view

    return mark


def takes_files(view: View) -> View:
    """Mark a page whose form may bring a file: for who is signed in its body may be larger (app/security.py)."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def must_be(rule: Rule, subject: Any) -> None:
    """For a page about one thing whose own rule is asked after that was found. Raises NotAllowed."""
    authorise(me(), rule, subject)


def me() -> Person | None:
    """The person who is here."""
    return current_user.person if current_user.is_authenticated else None


def somebody() -> Person:
    """The person who is here, on a page that nobody else opens."""
    return me() or abort(403)


def this_visit_id() -> int:
    return int(current_user.visit_id)


def the_workgroup() -> Workgroup:
    """The workgroup of the address, which the door has checked."""
    workgroup: Workgroup = g.workgroup
    return workgroup


def come_in(secret: str, visit: Visit) -> None:
    """Bind this browser to the visit, under a new session cookie."""
    from flask import session as cookie  # noqa: PLC0415

    cookie.clear()
    login_user(Visitor(secret, visit))


def go_out() -> None:
    from flask import session as cookie  # noqa: PLC0415

    logout_user()
    cookie.clear()


@login.user_loader  # type: ignore[untyped-decorator]
def load_visit(secret: str) -> Visitor | None:
    """The visit of this cookie, if it still lives and its person may come in."""
    visit = session().scalars(VISIT.where(Visit.digest == digest(secret))).unique().one_or_none()
    if visit is None or visit.ended_at or visit.person.state is not PersonState.ACTIVE:
        return None
    moment = now()
    if visit.expires_at <= moment or visit.seen_at + IDLE <= moment:
        return None
    if visit.seen_at + SEEN_EVERY <= moment:
        visit.seen_at = moment
        session().commit()
        visit = session().scalars(VISIT.where(Visit.id == visit.id)).unique().one()
    return Visitor(secret, visit)


def note_quietly(row: Base, **values: Any) -> None:
    """Write down how something was used, if the database has a moment: the answer does not wait for it, nor fail.

    What was read before is forgotten here, so it comes last.
    """
    model, row_id, here = type(row), row.id, session()
    here.rollback()
    try:
        here.connection(execution_options={"writes": "when free"})
        found = here.scalars(select(model).where(model.id == row_id).with_for_update(skip_locked=True)).one_or_none()
        for name, value in values.items() if found else ():
            setattr(found, name, value)
        here.commit()
    except DBAPIError:
        here.rollback()


VISIT = select(Visit).options(
    joinedload(Visit.person).options(
        joinedload(Person.organisation), joinedload(Person.seats).joinedload(Seat.workgroup)
    )
)


def rule_of(endpoint: str) -> Rule | None:
    return getattr(current_app.view_functions[endpoint], "rule", None)


def the_door() -> Response | None:
    """Before every page: is there a rule, is there a person, is there such a workgroup, may she?"""
    if request.endpoint is None or request.endpoint == "static":
        return None
    rule = rule_of(request.endpoint)
    if rule is None:
        abort(403)
    if rule is not everyone and not current_user.is_authenticated:
        return to_the_sign_in_page()
    g.workgroup = None
    if slug := (request.view_args or {}).pop("workgroup", None):
        g.workgroup = workgroup_of(slug)
    authorise(me(), rule, g.workgroup)
    return None


def workgroup_of(slug: str) -> Workgroup:
    """The workgroup at this address, if the visitor knows of it."""
    found: Workgroup = one_or_404(select(Workgroup).where(Workgroup.slug == slug, seen_by(me(), Workgroup)))
    return found


def to_the_sign_in_page() -> Response:
    if request.method not in ("GET", "HEAD"):
        abort(401)
    back = request.full_path.rstrip("?") if request.path != "/" else None
    return redirect(url_for("door.sign_in", next=back))  # type: ignore[return-value]


def init_app(app: Flask) -> None:
    login.init_app(app, add_context_processor=False)  # error pages are drawn when the database is away
    login.session_protection = None  # a visit is kept on the server and ended there
    app.before_request(the_door)
