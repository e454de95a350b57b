"""A series: described, given standing items, relieved of them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext

from app.access import requires, somebody, the_workgroup
from app.forms import ButtonForm
from app.series import queries
from app.series.forms import DescribeForm, StandingForm
from models import Series
from workflows import series as verbs
from workflows.agenda import PURPOSES, TYPES
from workflows.rules import coordinator
from workflows.widening import AUDIENCES

bp = Blueprint("series", __name__, url_prefix="/<workgroup>/series")


def the_series(series_id: int) -> Series:
    return queries.one(the_workgroup(), somebody(), series_id)


def back_to(series_id: int) -> Any:
    return redirect(url_for("series.show", workgroup=the_workgroup().slug, series_id=series_id))


@bp.get("/<int:series_id>")
@requires(coordinator)
def show(series_id: int) -> Any:
    series = the_series(series_id)
    return series_page(series, DescribeForm(obj=series), StandingForm(formdata=None))


def series_page(series: Series, describe: DescribeForm, standing: StandingForm) -> tuple[str, int]:
    page = render_template(
        "series/show.html", series=series, describe=describe, standing=standing, workgroup=the_workgroup(),
        types=TYPES, purposes=PURPOSES, audiences=AUDIENCES,
    )  # fmt: skip
    return page, max(describe.status, standing.status)


@bp.post("/<int:series_id>")
@requires(coordinator)
def describe(series_id: int) -> Any:
    series, form = the_series(series_id), DescribeForm()
    inputs = {name: form[name].data for name in ("name", "cadence_weeks")}
    if form.validate() and form.attempt(verbs.DESCRIBE, series, **inputs):
        flash(gettext("Bewaard."), "done")
        return back_to(series_id)
    return series_page(the_series(series_id), form, StandingForm(formdata=None))


@bp.post("/<int:series_id>/standing")
@requires(coordinator)
def add_standing(series_id: int) -> Any:
    series, form = the_series(series_id), StandingForm()
    inputs = {name: form[name].data for name in ("title", "item_type", "purpose", "audience", "planned_minutes")}
    if form.validate() and form.attempt(verbs.ADD_STANDING, series, **inputs):
        flash(gettext("Het vaste punt staat vanaf nu op elke nieuwe agenda."), "done")
        return back_to(series_id)
    series = the_series(series_id)
    return series_page(series, DescribeForm(formdata=None, obj=series), form)


@bp.post("/<int:series_id>/standing/<int:item_id>/end")
@requires(coordinator)
def end_standing(series_id: int, item_id: int) -> Any:
    ButtonForm().do(verbs.END_STANDING, queries.standing(the_series(series_id), somebody(), item_id))
    return back_to(series_id)
