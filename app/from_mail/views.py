"""The pages behind the buttons of a mail. Opening one changes nothing: only the button on it acts.

Programs that look for dangerous mail open every link; the one press that is asked here is a person's.
"""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import force_locale, gettext

from app.access import requires
from app.extensions import csrf
from app.from_mail import opened
from app.from_mail.forms import ComeForm, MailedAnswerForm, StopForm
from app.from_mail.stopping import choices_of, what_to_stop
from app.mail import tokens
from app.table.forms import answer_form
from models import Reply
from workflows import answer as answering
from workflows import attendance, deadlines, mailbox, text
from workflows.attendance import REPLIES
from workflows.rules import everyone
from workflows.tally import RULES

bp = Blueprint("from_mail", __name__, url_prefix="/from-mail")


@bp.get("/answer/<secret>")
@requires(everyone)
def answer(secret: str) -> Any:
    """What was chosen in the mail stands ready."""
    link = opened.a_round(secret)
    with force_locale(link.person.language.value):
        form = a_form_for(link)
        kind = link.shown.kind
        before = link.shown.mine.before if link.shown.mine else None
        if request.args.get("again") and before:
            form.choice.data, form.text.data, form.link.data = before.choice, before.text, before.link
        elif chosen := kind.choice(request.args.get("choice", "")):
            form.choice.data = chosen.code
        return answer_page(link, form)


def a_form_for(link: opened.OpenedRound) -> Any:
    form: Any = answer_form(link.shown.round, MailedAnswerForm)
    form.person = link.person
    return form


def answer_page(link: opened.OpenedRound, form: Any, status: int | None = None) -> Any:
    """The question with one button; or what was answered already, and by whom."""
    shown = link.shown
    one, mine = shown.round, shown.mine
    if mine and mine.answer:
        return opened.page("from_mail/answered.html", status or 200, link=link, one=one, seat=mine)
    if shown.refusal:
        raise shown.refusal
    form.stands_on(one.digest, None)
    return opened.page(
        "from_mail/answer.html", form.status, link=link, one=one, kind=shown.kind, form=form,
        due=deadlines.day_of(one), asked_text=text.current(one.text, one.html, one.sanitiser),
        rule=RULES[one.preset] if one.preset else None,
    )  # fmt: skip


@bp.post("/answer/<secret>")
@requires(everyone)
def save_answer(secret: str) -> Any:
    link = opened.a_round(secret)
    with force_locale(link.person.language.value):
        form = a_form_for(link)
        if form.validate():
            said = form.said() | {"replaces": None, "by_mail": True}
            if form.attempt(answering.GIVE, link.shown.round, **said):
                flash(gettext("Je antwoord is bewaard."), "done")
                return redirect(url_for("from_mail.answer", secret=secret))
        return answer_page(opened.a_round(secret), form, status=409)


@bp.get("/come/<secret>")
@requires(everyone)
def come(secret: str) -> Any:
    link = opened.a_meeting(secret)
    with force_locale(link.person.language.value):
        form = come_form(link)
        asked = request.args.get("answer", "")
        form.answer.data = Reply(asked) if asked in set(Reply) else None
        return come_page(link, form)


def come_form(link: opened.OpenedMeeting) -> ComeForm:
    form = ComeForm()
    form.person = link.person
    return form


def come_page(link: opened.OpenedMeeting, form: ComeForm) -> Any:
    attendance.REPLY.check(link.meeting, link.person)
    attendance.still_asked(link.meeting)
    return opened.page("from_mail/come.html", form.status, link=link, form=form)


@bp.post("/come/<secret>")
@requires(everyone)
def save_reply(secret: str) -> Any:
    link = opened.a_meeting(secret)
    with force_locale(link.person.language.value):
        form = come_form(link)
        if form.validate():
            made = form.attempt(attendance.REPLY, link.meeting, answer=form.answer.data)
            if made:
                link = opened.a_meeting(secret)
                return opened.page("from_mail/noted.html", link=link, reply=REPLIES[made.reply])
        return come_page(opened.a_meeting(secret), form)


@bp.get("/stop/<secret>")
@requires(everyone)
def stop(secret: str) -> Any:
    """GET asks, POST acts: a program that follows the link stops nothing (RFC 8058)."""
    wish = tokens.read_stop(secret)
    person = opened.a_reader(wish.person_id)
    with force_locale(person.language.value):
        return opened.page("from_mail/stop.html", person=person, form=stop_form(person, wish))


def stop_form(person: Any, wish: tokens.Stop) -> StopForm:
    form = StopForm()
    form.person = person
    form.scope.choices = choices_of(wish)
    form.scope.data = form.scope.data or str(form.scope.choices[0].value)
    return form


@bp.post("/stop/<secret>")
@requires(everyone)
@csrf.exempt  # type: ignore[untyped-decorator]
def save_stop(secret: str) -> Any:
    """With one press on our page, or by the mail program itself."""
    wish = tokens.read_stop(secret)
    person = opened.a_reader(wish.person_id)
    with force_locale(person.language.value):
        form = stop_form(person, wish)
        form.do(mailbox.STOP, None, **what_to_stop(wish, form.scope.data))
        return opened.page("from_mail/stopped.html")
