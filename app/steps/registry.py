"""Which procedure, which page and which forms belong to a kind of work."""

from typing import Any, NamedTuple

from flask import abort, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.access import somebody, the_workgroup
from app.extensions import one_or_404
from app.forms import EditForm, prose
from models import Workgroup
from workflows import workgroup
from workflows.engine import Procedure, Step
from workflows.visibility import seen_by


class StepForm(EditForm):
    """What every step may carry: a note for the story."""

    note = prose(_l("Toelichting"), longest=5_000, description=_l("Verschijnt in het verhaal. Mag leeg blijven."))


class Work(NamedTuple):
    """One kind of work."""

    procedure: Procedure
    forms: dict[str, type[StepForm]]
    page: str


KINDS = {"workgroup": Work(workgroup.procedure, {}, "workgroups.show")}


def step_or_404(kind: str, name: str) -> Step:
    step = (KINDS.get(kind) or abort(404)).procedure.step(name)
    return step or abort(404)


def subject_or_404(kind: str, subject_id: int) -> Any:
    """The subject, seen by the visitor, in the workgroup of the address."""
    model = KINDS[kind].procedure.subject
    found = one_or_404(select(model).where(model.id == subject_id, seen_by(somebody(), model)))
    return found if found.workgroup is the_workgroup() else abort(404)


def form_for(kind: str, name: str) -> type[StepForm]:
    return KINDS[kind].forms.get(name, StepForm)


def page_of(kind: str, subject: Any) -> str:
    at = {} if isinstance(subject, Workgroup) else {"number": subject.number}
    return url_for(KINDS[kind].page, workgroup=subject.workgroup.slug, **at)
