"""The text of the minutes: saved block by block, remarked on, approved, kept as editions.

A block is saved by an ordinary form or by a script that asks for JSON; both get the same answer of the command.
"""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext

from app import loading, words
from app.access import requires, somebody, the_workgroup
from app.extensions import session
from app.minutes import queries
from app.minutes.forms import ApproveForm, BlockForm, RemarkForm, ResolveForm
from models import Audience, Meeting, MinuteBlock, RoundKind, open_to
from workflows import agenda, attendance, tally, text
from workflows import minutes as verbs
from workflows.refusals import NotReady
from workflows.round_kinds import KINDS
from workflows.rules import coordinator, seated, speaks
from workflows.visibility import level_of
from workflows.words import Words

bp = Blueprint("minutes", __name__, url_prefix="/<workgroup>/meetings/<number>/minutes")


def the_meeting(number: str) -> Meeting:
    return loading.meeting_at(the_workgroup(), somebody(), number)


def the_block(number: str, block_id: int) -> MinuteBlock:
    return queries.block(the_meeting(number), somebody(), block_id)


def back_to(number: str, block: MinuteBlock | None = None) -> Any:
    anchor = (f"item-{block.item_id}" if block.item_id else block.part.value) if block else "minutes"
    return redirect(url_for("meetings.show", workgroup=the_workgroup().slug, number=number, _anchor=anchor))


def by_script() -> bool:
    return request.accept_mimetypes.best == "application/json"


@bp.get("/blocks/<int:block_id>")
@requires(coordinator)
def block(number: str, block_id: int) -> Any:
    """One block alone, with everything it ever was."""
    found = the_block(number, block_id)
    form = BlockForm(base=found.version, written=found.text)
    return block_page(number, found, form, None)


def block_page(number: str, found: MinuteBlock, form: BlockForm, collision: Any) -> tuple[str, int]:
    page = render_template(
        "minutes/block.html",
        form=form,
        block=found,
        meeting=the_meeting(number),
        workgroup=the_workgroup(),
        collision=collision,
        revisions=session().scalars(queries.revisions(found, somebody())).all(),
    )
    return page, 409 if collision else form.status


@bp.post("/blocks/<int:block_id>")
@requires(coordinator)
def save(number: str, block_id: int) -> Any:
    found, form = the_block(number, block_id), BlockForm()
    if not form.validate():
        if by_script():
            raise NotReady(
                Words("{errors}", errors=" ".join(str(one) for many in form.errors.values() for one in many))
            )
        return block_page(number, found, form, None)
    try:
        saved = form.do(verbs.SAVE, found, written=form.written.data or "", base=form.base.data)
    except verbs.Collision as collision:
        return collided(number, block_id, collision)
    if by_script():
        return jsonify(version=saved.version, text=saved.text, outcomes=outcomes_of(number, saved))
    return back_to(number, saved)


def outcomes_of(number: str, saved: MinuteBlock) -> str:
    """What stands below the block now, for the script to put there."""
    meeting = the_meeting(number)
    sheet = queries.came_of(meeting, saved, somebody())
    return render_template("minutes/outcomes.html", sheet=sheet, slug=the_workgroup().slug, say=words.of_items())


def collided(number: str, block_id: int, collision: verbs.Collision) -> Any:
    """All three texts, side by side; the form goes on from theirs."""
    if by_script():
        texts = {name: getattr(collision, name) for name in ("base", "theirs", "mine", "version")}
        return jsonify(words=str(collision), **texts), 409
    fresh = BlockForm(formdata=None, base=collision.version, written=collision.mine)
    return block_page(number, the_block(number, block_id), fresh, collision)


@bp.get("/blocks/<int:block_id>/remark")
@requires(speaks)
def remark(number: str, block_id: int) -> Any:
    return remark_page(number, the_block(number, block_id), RemarkForm())


def remark_page(number: str, found: MinuteBlock, form: RemarkForm) -> tuple[str, int]:
    html = text.current(found.text, found.html, found.sanitiser)
    page = render_template(
        "minutes/remark.html", form=form, html=html, block=found, meeting=the_meeting(number), workgroup=the_workgroup()
    )
    return page, form.status


@bp.post("/blocks/<int:block_id>/remark")
@requires(speaks)
def save_remark(number: str, block_id: int) -> Any:
    found, form = the_block(number, block_id), RemarkForm()
    if form.validate() and form.attempt(verbs.REMARK, found, text=form.text.data):
        flash(gettext("Je opmerking staat erbij."), "done")
        return back_to(number, found)
    return remark_page(number, the_block(number, block_id), form)


@bp.get("/remarks/<int:remark_id>")
@requires(coordinator)
def resolve(number: str, remark_id: int) -> Any:
    row = queries.remark(the_meeting(number), somebody(), remark_id)
    return resolve_page(number, row, ResolveForm(version=row.version))


def resolve_page(number: str, row: Any, form: ResolveForm) -> tuple[str, int]:
    page = render_template(
        "minutes/resolve.html", form=form, remark=row, meeting=the_meeting(number), workgroup=the_workgroup()
    )
    return page, form.status


@bp.post("/remarks/<int:remark_id>")
@requires(coordinator)
def save_resolution(number: str, remark_id: int) -> Any:
    row, form = queries.remark(the_meeting(number), somebody(), remark_id), ResolveForm()
    inputs = {"accepted": form.accepted.data, "resolution": form.resolution.data}
    if form.validate() and form.attempt(verbs.RESOLVE, row, **inputs):
        return back_to(number)
    return resolve_page(number, queries.remark(the_meeting(number), somebody(), remark_id), form)


@bp.get("/approve")
@requires(coordinator)
def approve(number: str) -> Any:
    """Asked from the meeting that approves them (`in`), that one is proposed."""
    minutes = queries.minutes(the_meeting(number))
    form = with_meetings(number, ApproveForm(version=minutes.version))
    asked = request.args.get("in", "")
    form.meeting.data = next((key for key, row in form.meeting.rows.items() if getattr(row, "number", "") == asked), "")
    return approve_page(number, form)


def with_meetings(number: str, form: ApproveForm) -> ApproveForm:
    form.meeting.offer(queries.later_meetings(the_meeting(number), somebody()))
    return form


def approve_page(number: str, form: ApproveForm) -> tuple[str, int]:
    page = render_template("minutes/approve.html", form=form, meeting=the_meeting(number), workgroup=the_workgroup())
    return page, form.status


@bp.post("/approve")
@requires(coordinator)
def save_approval(number: str) -> Any:
    minutes, form = queries.minutes(the_meeting(number)), with_meetings(number, ApproveForm())
    step = verbs.procedure.step("approve")
    if form.validate() and step and form.attempt(step, minutes, meeting=form.meeting.data):
        flash(gettext("Het verslag is goedgekeurd en onder zijn controlegetal bewaard."), "done")
        return back_to(number)
    return approve_page(number, with_meetings(number, form))


@bp.get("/editions/<int:n>")
@requires(seated)
def edition(number: str, n: int) -> Any:
    """The minutes as they were approved, as far as the reader may see them."""
    meeting = the_meeting(number)
    found = queries.edition(meeting, somebody(), n)
    level = level_of(session(), somebody(), meeting.workgroup_id)
    may = {audience.value for audience in (open_to(level) if level else [])}
    content = dict(found.content)
    closed = queries.narrowed_since(meeting, somebody())
    blocks = [row for row in content["blocks"] if row["audience"] in may and row["title"] not in closed]
    whole = len(blocks) == len(content["blocks"])
    content["blocks"] = [row | {"html": text.render(row["text"])} for row in blocks]
    content["decisions"] = [row for row in content["decisions"] if row[2] in may and row[1] not in closed]
    content["votes"] = [
        row | {"said": said_in(row)}
        for row in content.get("votes", [])
        if row["audience"] in may and row["question"] not in closed
    ]
    content["actions"] = [row for row in content["actions"] if row[1] in may and row[0] not in closed]
    if level not in (Audience.SECRETARIAT, Audience.MEMBERS, Audience.PARTNERS):
        content["attendance"] = []
    return render_template(
        "minutes/edition.html", meeting=meeting, workgroup=the_workgroup(), edition=found, content=content,
        whole=whole, dispositions={one.value: words for one, words in agenda.DISPOSITIONS.items()},
        presences={one.value: words for one, words in attendance.PRESENCES.items()},
        verdicts={one.value: words for one, words in tally.VERDICTS.items()},
    )  # fmt: skip


def said_in(vote: dict[str, Any]) -> str:
    """How often each thing was said, in the order of its kind."""
    choices = KINDS[RoundKind(vote["kind"])].choices
    return ", ".join(f"{one.says}: {vote['counts'][one.code]}" for one in choices if vote["counts"].get(one.code))
