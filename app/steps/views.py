"""Take a step. Adding a row to a procedure adds no code here."""

from typing import Any

from flask import Blueprint, redirect, render_template

from app.access import me, requires, the_workgroup
from app.steps.registry import StepForm, form_for, own_page, page_of, step_or_404, subject_or_404
from workflows.rules import seated

bp = Blueprint("steps", __name__, url_prefix="/<workgroup>/steps")


@bp.get("/<kind>/<int:subject_id>/<name>")
@requires(seated)
def ask(kind: str, subject_id: int, name: str) -> Any:
    step, subject = step_or_404(kind, name), subject_or_404(kind, subject_id)
    step.check(subject, me())
    if elsewhere := own_page(kind, name, subject):
        return redirect(elsewhere)
    return step_page(kind, step, subject, form_for(kind, name, subject, fill=True))


def step_page(kind: str, step: Any, subject: Any, form: StepForm) -> tuple[str, int]:
    return (
        render_template(
            "steps/take.html",
            step=step,
            subject=subject,
            form=form,
            back=page_of(kind, subject),
            workgroup=the_workgroup(),
        ),
        form.status,
    )


@bp.post("/<kind>/<int:subject_id>/<name>")
@requires(seated)
def take(kind: str, subject_id: int, name: str) -> Any:
    step, subject = step_or_404(kind, name), subject_or_404(kind, subject_id)
    form = form_for(kind, name, subject)
    if form.takes(step, subject):
        inputs = {field.name: field.data for field in form if field.name not in ("csrf_token", "key", "version")}
        if form.attempt(step, subject, **inputs):
            return redirect(page_of(kind, subject_or_404(kind, subject_id)))
    return step_page(kind, step, subject_or_404(kind, subject_id), form)
