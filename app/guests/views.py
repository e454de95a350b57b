"""The page behind a guest's link. Opening it changes nothing: mail scanners follow links, only the button answers."""

from typing import Any

from flask import Blueprint, make_response, render_template

from app.access import requires
from app.guests.queries import the_link
from app.security import BEHIND_A_SECRET
from app.table.forms import GuestForm, answer_form
from models import RoundLink
from workflows import answer as verbs
from workflows import deadlines, text
from workflows.round_kinds import KINDS
from workflows.rules import everyone

bp = Blueprint("guests", __name__, url_prefix="/guest")


@bp.get("/<secret>")
@requires(everyone)
def answer(secret: str) -> Any:
    link = the_link(secret)
    verbs.may_still_be_used(link)
    verbs.takes_answers(link.round)
    return page(link, answer_form(link.round, GuestForm))


def page(link: RoundLink, form: Any) -> Any:
    one = link.round
    form.seen.data = one.digest
    html = render_template(
        "guests/answer.html", link=link, one=one, kind=KINDS[one.kind], form=form, due=deadlines.day_of(one),
        asked_text=text.current(one.text, one.html, one.sanitiser),
    )  # fmt: skip
    made = make_response(html, form.status)
    made.headers.update(BEHIND_A_SECRET)
    return made


@bp.post("/<secret>")
@requires(everyone)
def save_answer(secret: str) -> Any:
    link = the_link(secret)
    form = answer_form(link.round, GuestForm)
    if form.validate():
        said = form.said() | {"replaces": None}
        if form.attempt(verbs.GIVE_BY_LINK, link, **said):
            return render_template("guests/thanks.html", link=the_link(secret))
    return page(the_link(secret), form)
