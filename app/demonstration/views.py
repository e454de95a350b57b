"""Choose who you are; read the mail that would have left. This blueprint exists in the demonstration alone."""

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, render_template
from wtforms import HiddenField

from app.access import requires
from app.demonstration import queries
from app.door.views import welcome
from app.extensions import session
from app.forms import Form
from workflows import sign_in
from workflows.refusals import NotReady
from workflows.rules import everyone
from workflows.seat import ROLES
from workflows.words import Words

bp = Blueprint("demonstration", __name__, url_prefix="/demonstration")


class BeForm(Form):
    person = HiddenField()


@bp.get("")
@requires(everyone)
def choose() -> str:
    people = session().scalars(queries.examples()).all()
    return render_template("demonstration/choose.html", people=people, roles=ROLES, form=BeForm())


@bp.post("/sign-in")
@requires(everyone)
def sign_in_as() -> Any:
    chosen = BeForm().person.data or ""
    if not chosen.isdecimal() or len(chosen) > 9:
        raise NotReady(Words("Kies een van de personen in de lijst."))
    return welcome(sign_in.AS_EXAMPLE, None, person_id=int(chosen))


@bp.get("/mail")
@requires(everyone)
def mail() -> str:
    return render_template("demonstration/mail.html", mails=read_folder(Path(current_app.config["MAIL_FOLDER"])))


def read_folder(folder: Path) -> list[dict[str, str]]:
    """The newest fifty mails."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)[:50]
    mails = []
    for file in files:
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        body = mail.get_body(("plain",))
        mails.append(
            {
                **{name: str(mail[name]) for name in ("To", "Subject", "Date")},
                "text": body.get_content() if body else "",
            }
        )
    return mails
