"""Mijn beurt: what waits for me, and where I sit."""

from flask import Blueprint, render_template

from app.access import requires, somebody
from app.extensions import session
from app.home import queries
from workflows import workgroup
from workflows.rules import signed_in
from workflows.seat import ROLES

bp = Blueprint("home", __name__)


@bp.get("/")
@requires(signed_in)
def index() -> str:
    person = somebody()
    return render_template(
        "home/index.html",
        person=person,
        seats=queries.my_seats(person),
        invitations=session().scalars(queries.waiting_invitations(person)).all(),
        steps=session().scalars(queries.latest_steps(person)).all(),
        roles=ROLES,
        states=workgroup.STATES,
        says={step.name: step.says for step in workgroup.procedure.steps},
    )
