"""My details, my password, my sessions, my mail, my calendar addresses."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext

from app import passwords
from app.access import go_out, requires, somebody, this_visit_id
from app.account import queries
from app.account.forms import CalendarForm, DetailsForm, EndForm, MailForm, NewPasswordForm
from app.door.limits import count_own_password, forgive
from app.extensions import one_or_404, session
from app.forms import ButtonForm
from app.mail.saying import said
from app.security import BEHIND_A_SECRET
from models import CalendarFeed
from workflows import calendar_feed, links, mailbox
from workflows import sign_in as verbs
from workflows.clock import today
from workflows.delivery import WHY_NOT
from workflows.rules import signed_in

bp = Blueprint("account", __name__, url_prefix="/account")


@bp.get("")
@requires(signed_in)
def details() -> Any:
    return details_page(DetailsForm(obj=somebody()))


def details_page(form: DetailsForm) -> tuple[str, int]:
    return render_template("account/details.html", form=form, person=somebody()), form.status


@bp.post("")
@requires(signed_in)
def change_details() -> Any:
    form = DetailsForm()
    inputs = {name: form[name].data for name in ("name", "function", "language", "theme")}
    if form.validate() and form.attempt(verbs.PREFER, this_visit(), **inputs):
        flash(gettext("Bewaard."), "done")
        return redirect(url_for("account.details"))
    return details_page(form)


def this_visit() -> Any:
    return one_or_404(queries.visit(somebody(), this_visit_id()))


@bp.get("/password")
@requires(signed_in)
def password() -> Any:
    return password_page(NewPasswordForm())


def password_page(form: NewPasswordForm) -> tuple[str, int]:
    person = somebody()
    page = render_template("account/password.html", form=form, person=person, has_one=bool(person.password_hash))
    return page, form.status


@bp.post("/password")
@requires(signed_in)
def change_password() -> Any:
    form = NewPasswordForm()
    if not form.validate() or not acceptable(form):
        return password_page(form)
    if form.attempt(verbs.SET_PASSWORD, this_visit(), password_hash=passwords.hashed(form.password.data or "")) is None:
        return password_page(form)
    flash(gettext("Je nieuwe wachtwoord geldt vanaf nu. Op andere toestellen ben je afgemeld."), "done")
    return redirect(url_for("account.details"))


def acceptable(form: NewPasswordForm) -> bool:
    """The current one is asked, and counted like any other try at a secret."""
    person = somebody()
    if reason := verbs.weak(form.password.data or ""):
        form.password.errors = [str(reason)]
        return False
    if person.password_hash:
        stored = person.password_hash
        tried = count_own_password(person.id)
        if not passwords.matches(form.current.data or "", stored):
            form.current.errors = [gettext("Dit is niet je huidige wachtwoord.")]
            return False
        forgive(tried)
    return True


@bp.get("/sessions")
@requires(signed_in)
def sessions() -> str:
    visits = session().scalars(queries.open_visits(somebody())).all()
    return render_template("account/sessions.html", visits=visits, here=this_visit_id())


@bp.post("/sessions/<int:visit_id>/end")
@requires(signed_in)
def end_session(visit_id: int) -> Any:
    here = visit_id == this_visit_id()
    EndForm().do(verbs.END, one_or_404(queries.visit(somebody(), visit_id)))
    flash(gettext("De sessie is beëindigd."), "done")
    if here:
        go_out()
        return redirect(url_for("door.sign_in"))
    return redirect(url_for("account.sessions"))


@bp.get("/mail")
@requires(signed_in)
def mail() -> str:
    messages = [(message, said(message)) for message in session().scalars(queries.my_mail(somebody()))]
    box = queries.my_mailbox(somebody())
    replies = list(queries.my_replies(somebody()))
    return render_template(
        "account/mail.html", messages=messages, replies=replies, box=box, why_not=WHY_NOT, today=today()
    )


@bp.get("/mail/choices")
@requires(signed_in)
def mail_choices() -> Any:
    return choices_page(with_stand_ins(MailForm(obj=queries.my_mailbox(somebody()) or mailbox.usual())))


def with_stand_ins(form: MailForm) -> MailForm:
    form.deputy.offer(queries.stand_ins(somebody()))
    return form


def choices_page(form: MailForm) -> tuple[str, int]:
    box, mutes = queries.my_mailbox(somebody()), list(queries.my_mutes(somebody()))
    return render_template("account/mail_choices.html", form=form, box=box, mutes=mutes), form.status


@bp.post("/mail/choices")
@requires(signed_in)
def save_mail_choices() -> Any:
    form = with_stand_ins(MailForm())
    if form.validate():
        inputs = {name: form[name].data for name in ("away_from", "away_until", "deputy")}
        if form.attempt(mailbox.CHOOSE, this_visit(), ways=form.ways(), **inputs):
            flash(gettext("Bewaard."), "done")
            return redirect(url_for("account.mail"))
    return choices_page(with_stand_ins(form))


@bp.post("/mail/try-again")
@requires(signed_in)
def try_mail_again() -> Any:
    form = ButtonForm()
    form.must_validate()
    form.do(mailbox.TRY_AGAIN, this_visit())
    flash(gettext("Vanaf nu sturen we je weer mail."), "done")
    return redirect(url_for("account.mail"))


@bp.post("/mail/mutes/<int:mute_id>/end")
@requires(signed_in)
def unmute(mute_id: int) -> Any:
    form = ButtonForm()
    form.must_validate()
    form.do(mailbox.UNMUTE, one_or_404(queries.mute(somebody(), mute_id)))
    flash(gettext("Je krijgt hierover weer mail."), "done")
    return redirect(url_for("account.mail_choices"))


@bp.get("/calendars")
@requires(signed_in)
def calendars() -> Any:
    return calendars_page(offered(CalendarForm()))


def offered(form: CalendarForm) -> CalendarForm:
    form.workgroup.offer(queries.where_she_sits(somebody()))
    return form


def calendars_page(form: CalendarForm) -> tuple[str, int]:
    feeds = [(feed, calendar_feed.opens(feed)) for feed in queries.my_calendars(somebody())]
    return render_template("account/calendars.html", form=form, feeds=feeds, expires=calendar_feed.expires), form.status


@bp.post("/calendars")
@requires(signed_in)
def make_calendar() -> Any:
    form, secret = offered(CalendarForm()), links.Secret(links.new_secret("calendar"))
    if form.validate():
        inputs = {"workgroup": form.workgroup.data, "secret": secret}
        if made := form.attempt(calendar_feed.MAKE, this_visit(), **inputs):
            return new_calendar(made, secret)
    return calendars_page(offered(form))


def new_calendar(feed: CalendarFeed, secret: links.Secret) -> Response:
    """The only page that ever shows the address. The same form sent again finds it made, and shown."""
    if feed.digest != links.digest(secret.value):
        flash(gettext("Dit adres is al één keer getoond. Ben je het kwijt, trek het dan in en maak een nieuw."), "info")
        return redirect(url_for("account.calendars"))  # type: ignore[return-value]
    base = current_app.config["BASE_URL"].rstrip("/")
    address = base + url_for("calendar_feed.read", secret=secret.value)
    webcal = f"webcal:{address.partition(':')[2]}"
    page = make_response(render_template("account/calendar.html", feed=feed, address=address, webcal=webcal))
    page.headers.update(BEHIND_A_SECRET)
    return page


@bp.post("/calendars/<int:feed_id>/revoke")
@requires(signed_in)
def revoke_calendar(feed_id: int) -> Any:
    EndForm().do(calendar_feed.REVOKE, one_or_404(queries.calendar(somebody(), feed_id)))
    flash(gettext("Het adres is ingetrokken. Wie het nog leest, vindt niets meer."), "done")
    return redirect(url_for("account.calendars"))
