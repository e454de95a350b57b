"""Come in: password, link by mail, invitation. The same answer and the same time for who is unknown."""

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import passwords
from app.access import come_in, go_out, me, requires, this_visit_id
from app.door.forms import AcceptForm, LinkForm, PasswordForm, PressForm
from app.door.limits import count_in_vain, count_password, forgive, may_be_noted, may_have_a_link, remember_device
from app.extensions import session
from app.i18n import CODES
from app.security import is_inside
from models import LinkKind, PersonState
from workflows import links
from workflows import sign_in as verbs
from workflows.command import Ask, Command, perform
from workflows.limits import PASSWORD, counter
from workflows.refusals import TooOften
from workflows.rules import everyone, signed_in
from workflows.sign_in_link import ASK_LINK

bp = Blueprint("door", __name__)


@bp.get("/sign-in")
@requires(everyone)
def sign_in() -> Any:
    if me():
        return redirect(url_for("home.index"))
    return sign_in_page(PasswordForm(data={"next": request.args.get("next", "")}))


def sign_in_page(form: PasswordForm) -> tuple[str, int]:
    link = LinkForm(formdata=None, data={"email": form.email.data, "next": form.next.data})
    return render_template("door/sign_in.html", form=form, link=link), form.status


@bp.post("/sign-in")
@requires(everyone)
def check_password() -> Any:
    form = PasswordForm()
    if not form.validate():
        return sign_in_page(form)
    email = typed(form.email).strip().lower()
    try:
        tried = count_password(email)
    except TooOften as no:
        return too_often_page(form, no)
    person = verbs.by_email(session(), email)
    stored = person.password_hash if person and person.state is PersonState.ACTIVE else None
    session().rollback()
    if not passwords.matches(typed(form.password), stored) or person is None:
        do(verbs.REFUSE, counter=counter(PASSWORD[0], email))
        form.form_errors = [gettext("E-mailadres of wachtwoord klopt niet. Vraag anders een link per mail.")]
        return sign_in_page(form)
    forgive(tried)
    return welcome(verbs.BY_PASSWORD, form.next.data, person_id=person.id)


def too_often_page(form: PasswordForm, no: TooOften) -> Response:
    """What strangers filled stops no link, so that is said where it can be asked."""
    form.refuse(no)
    form.form_errors.append(gettext("Of vraag een link per mail: dat kan altijd."))
    html, _ = sign_in_page(form)
    return make_response(html, 429, {"Retry-After": str(no.wait)})


@bp.post("/sign-in/link")
@requires(everyone)
def ask_link() -> Any:
    link = LinkForm()
    if not link.validate():
        form = PasswordForm(formdata=None, data={"email": link.email.data, "next": link.next.data})
        form.form_errors = [error for errors in link.errors.values() for error in errors]
        return render_template("door/sign_in.html", form=form, link=link), 422
    email = typed(link.email).strip().lower()
    do(ASK_LINK, email=email, known_device=may_have_a_link(email), noted=may_be_noted())
    return redirect(url_for("door.look_in_mail"))


@bp.get("/sign-in/mail")
@requires(everyone)
def look_in_mail() -> str:
    return render_template("door/look_in_mail.html")


@bp.get("/sign-in/link/<secret>")
@requires(everyone)
def link(secret: str) -> Any:
    return render_template("door/link.html", form=PressForm(), secret=secret)


@bp.post("/sign-in/link/<secret>")
@requires(everyone)
def use_link(secret: str) -> Response:
    must_work(LinkKind.SIGN_IN, secret)
    return welcome(verbs.BY_LINK, None, secret=secret)


def must_work(kind: LinkKind, secret: str) -> None:
    """What is right opens, however often others were wrong; what is wrong is counted. Raises NotNow, or TooOften."""
    found = links.by_secret(session(), kind, secret)
    session().rollback()
    if found is None:
        count_in_vain()
        raise links.dead()


@bp.get("/invitation/<secret>")
@requires(everyone)
def invitation(secret: str) -> Any:  # noqa: ARG001  # the secret is spent by POST alone
    return invitation_page(AcceptForm())


def invitation_page(form: AcceptForm) -> tuple[str, int]:
    return render_template("door/invitation.html", form=form), form.status


@bp.post("/invitation/<secret>")
@requires(everyone)
def accept(secret: str) -> Any:
    must_work(LinkKind.INVITATION, secret)
    form = AcceptForm()
    password = form.password.data or ""
    if password and (reason := verbs.weak(password)):
        form.password.errors = [str(reason)]
        return invitation_page(form)
    return welcome(verbs.ACCEPT, None, secret=secret, password_hash=passwords.hashed(password) if password else None)


@bp.post("/sign-out")
@requires(signed_in)
def sign_out() -> Response:
    perform(session(), verbs.END, Ask(me(), this_visit_id()))
    go_out()
    flash(gettext("Je bent afgemeld."), "done")
    return redirect(url_for("door.sign_in"))


@bp.get("/language/<code>")
@requires(everyone)
def language(code: str) -> Response:
    """A choice of this browser alone; it changes nothing that is kept here."""
    response = make_response(redirect(url_for("door.sign_in")))
    if code not in CODES:
        abort(404)
    response.set_cookie("language", code, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


def typed(field: Any) -> str:
    """What was typed in a field, an empty text where there is nothing."""
    return field.data or ""


def welcome(command: Command, back: str | None, **inputs: Any) -> Response:
    """Open a visit by this command, bind the browser to it, and know this device again."""
    visit_secret = links.new_secret("visit")
    visit = do(command, visit=visit_secret, agent=browser_name(), **inputs)
    come_in(visit_secret, visit)
    return remember_device(redirect(back if is_inside(back) and back else url_for("home.index")), visit.person.email)


def do(command: Command, **inputs: Any) -> Any:
    return perform(session(), command, Ask(None, inputs=inputs))


def browser_name() -> str:
    """Enough to recognise a session in a list: browser and system, not the whole header."""
    said = request.user_agent.string
    browser = next((name for name in ("Edg", "Firefox", "Chrome", "Safari") if name in said), "?")
    system = next((name for name in ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux") if name in said), "?")
    return f"{browser.replace('Edg', 'Edge')} · {system}"
