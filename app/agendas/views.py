"""The lines of an agenda. Every form here is a plain one; a script sends some of them without leaving the page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from app import loading
from app.access import requires, somebody, the_workgroup
from app.agendas import queries
from app.agendas.forms import AddForm, DisposeForm, DropForm, EditItemForm, OrderForm
from app.extensions import session
from app.forms import ButtonForm
from app.i18n import day
from models import AgendaItem, Meeting
from workflows import agenda as verbs
from workflows import convening
from workflows.refusals import NotReady
from workflows.rules import coordinator
from workflows.words import Words

bp = Blueprint("agendas", __name__, url_prefix="/<workgroup>/meetings/<number>/items")
FIELDS = (
    "title", "purpose", "item_type", "planned_minutes", "presenting", "presenter", "audience", "proposal",
    "text_follows",
)  # fmt: skip


def the_meeting(number: str) -> Meeting:
    return loading.meeting_at(the_workgroup(), somebody(), number)


def the_item(number: str, item_id: int) -> AgendaItem:
    return queries.item(the_meeting(number), somebody(), item_id)


def back_to(number: str, anchor: str | None = None) -> Any:
    return redirect(url_for("meetings.show", workgroup=the_workgroup().slug, number=number, _anchor=anchor))


def with_presenters(form: Any) -> Any:
    form.presenting.offer(loading.organisations(somebody()))
    return form


@bp.get("/add")
@requires(coordinator)
def add(number: str) -> Any:
    return item_page(the_meeting(number), with_presenters(AddForm()), None)


def item_page(meeting: Meeting, form: Any, item: AgendaItem | None) -> tuple[str, int]:
    page = render_template("agendas/item.html", form=form, workgroup=the_workgroup(), meeting=meeting, item=item)
    return page, form.status


@bp.post("/add")
@requires(coordinator)
def save_new(number: str) -> Any:
    meeting, form = the_meeting(number), with_presenters(AddForm())
    if form.validate() and (made := form.attempt(verbs.ADD, meeting, **{name: form[name].data for name in FIELDS})):
        return back_to(number, f"item-{made.id}")
    return item_page(the_meeting(number), with_presenters(form), None)


@bp.get("/<int:item_id>")
@requires(coordinator)
def edit(number: str, item_id: int) -> Any:
    item = the_item(number, item_id)
    form = with_presenters(EditItemForm(obj=item))
    form.presenting.data = str(item.presenter_id or "")
    return item_page(the_meeting(number), form, item)


@bp.post("/<int:item_id>")
@requires(coordinator)
def save(number: str, item_id: int) -> Any:
    item, form = the_item(number, item_id), with_presenters(EditItemForm())
    if form.validate() and form.attempt(verbs.EDIT, item, **{name: form[name].data for name in FIELDS}):
        if sent := convening.sent_wider(session(), item):
            out = gettext("De agenda van %(day)s, met dit punt voor meer mensen, is al verstuurd.", day=day(sent.at))
            flash(out, "warning")
        return back_to(number, f"item-{item_id}")
    return item_page(the_meeting(number), with_presenters(form), the_item(number, item_id))


@bp.get("/<int:item_id>/drop")
@requires(coordinator)
def drop(number: str, item_id: int) -> Any:
    item = the_item(number, item_id)
    return drop_page(number, DropForm(obj=item), item)


def drop_page(number: str, form: DropForm, item: AgendaItem) -> tuple[str, int]:
    meeting = the_meeting(number)
    page = render_template("agendas/drop.html", form=form, workgroup=the_workgroup(), meeting=meeting, item=item)
    return page, form.status


@bp.post("/<int:item_id>/drop")
@requires(coordinator)
def save_drop(number: str, item_id: int) -> Any:
    item, form = the_item(number, item_id), DropForm()
    if form.validate() and form.attempt(verbs.DROP, item, reason=form.reason.data or gettext("zonder toelichting")):
        flash(gettext("Het punt is van de agenda gehaald."), "done")
        return back_to(number)
    return drop_page(number, form, the_item(number, item_id))


@bp.post("/<int:item_id>/restore")
@requires(coordinator)
def restore(number: str, item_id: int) -> Any:
    ButtonForm().do(verbs.RESTORE, the_item(number, item_id))
    return back_to(number, f"item-{item_id}")


@bp.post("/<int:item_id>/up")
@requires(coordinator)
def up(number: str, item_id: int) -> Any:
    ButtonForm().do(verbs.SHIFT, the_item(number, item_id), up=True)
    return back_to(number, f"item-{item_id}")


@bp.post("/<int:item_id>/down")
@requires(coordinator)
def down(number: str, item_id: int) -> Any:
    ButtonForm().do(verbs.SHIFT, the_item(number, item_id), up=False)
    return back_to(number, f"item-{item_id}")


@bp.post("/order")
@requires(coordinator)
def order(number: str) -> Any:
    form = OrderForm()
    said = (form.ids.data or "").split(",")
    if not all(one.isdecimal() and len(one) < 10 for one in said):
        raise NotReady(Words("Die volgorde is niet te lezen."))
    form.do(verbs.ORDER, the_meeting(number), ids=[int(one) for one in said])
    return back_to(number)


@bp.post("/fill")
@requires(coordinator)
def fill(number: str) -> Any:
    ButtonForm().do(verbs.FILL, the_meeting(number))
    flash(gettext("De agenda is aangevuld met wat erop hoort te staan."), "done")
    return back_to(number)


@bp.post("/<int:item_id>/take-up")
@requires(coordinator)
def take_up(number: str, item_id: int) -> Any:
    ButtonForm().do(verbs.TAKE_UP, the_item(number, item_id))
    return back_to(number, f"item-{item_id}")


@bp.post("/<int:item_id>/dispose")
@requires(coordinator)
def dispose(number: str, item_id: int) -> Any:
    form = DisposeForm()
    if not form.validate():
        raise NotReady(Words("Kies een van de uitkomsten in de lijst."))
    form.do(verbs.DISPOSE, the_item(number, item_id), disposition=form.disposition.data)
    return back_to(number, f"item-{item_id}")
