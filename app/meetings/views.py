"""Meetings: plan, prepare, move, attend. One page shows a meeting in whatever state it is."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app import loading, opened, provenance, words
from app.access import me, requires, somebody, the_workgroup
from app.extensions import session
from app.forms import ButtonForm
from app.mail import calendar
from app.meetings import live, queries
from app.meetings.forms import AttendanceForm, DescribeForm, GuestForm, MoveForm, PlanForm, ReplyForm
from app.table import news
from models import Meeting, MeetingState, MembershipRole, MinutesState, Presence
from workflows import attendance, closing, convening, minutes, roll, series
from workflows import meeting as verbs
from workflows import round as rounds
from workflows.clock import hour, today
from workflows.refusals import NotReady
from workflows.rules import coordinator, seated, speaks
from workflows.visibility import level_of
from workflows.words import Words

VOTING = MembershipRole.VOTING
bp = Blueprint("meetings", __name__, url_prefix="/<workgroup>/meetings")


@bp.get("")
@requires(seated)
def index() -> str:
    """By year, newest first, with the rhythm of each series: aimed at, and in truth."""
    workgroup = the_workgroup()
    rows = session().execute(queries.meetings(workgroup, somebody())).all()
    return render_template(
        "meetings/index.html",
        workgroup=workgroup,
        years=by_year(rows),
        rhythms=rhythms(rows, list(queries.series(workgroup, somebody()))),
        states=verbs.STATES,
        may_plan=coordinator.allows(me(), workgroup),
        today=today(),
    )


def by_year(rows: Any) -> list[dict[str, Any]]:
    """Each year with its meetings, how many were held, and its twelve months for the calendar."""
    years: dict[int, list[Any]] = {}
    for row in rows:
        years.setdefault(row.Meeting.held_on.year, []).append(row)
    return [
        {
            "year": year,
            "rows": found,
            "held": sum(1 for row in found if row.Meeting.state is MeetingState.HELD and row.Meeting.series.main),
            "months": months_of(year, found),
        }
        for year, found in years.items()
    ]


def months_of(year: int, rows: Any) -> list[dict[str, Any]]:
    """Twelve months, each with its first day and its meetings in their order."""
    return [
        {
            "first": date(year, month, 1),
            "meetings": [row.Meeting for row in reversed(rows) if row.Meeting.held_on.month == month],
        }
        for month in range(1, 13)
    ]


def rhythms(rows: Any, every: list[Any]) -> list[tuple[Any, series.Rhythm]]:
    found = []
    for one in every:
        own = [row.Meeting for row in rows if row.Meeting.series_id == one.id]
        held = [meeting.held_on for meeting in own if meeting.state is MeetingState.HELD]
        planned = any(meeting.state in series.STILL_TO_COME for meeting in own)
        found.append((one, series.rhythm(held, one.cadence_weeks, today(), planned=planned)))
    return found


@bp.get("/plan")
@requires(coordinator)
def plan() -> Any:
    form = offered(PlanForm())
    rows = session().execute(queries.meetings(the_workgroup(), somebody())).all()
    main = next((one for one in rhythms(rows, list(queries.series(the_workgroup(), somebody()))) if one[0].main), None)
    if main and main[1].proposal:
        form.held_on.data = main[1].proposal
    return plan_page(form)


def offered(form: PlanForm) -> PlanForm:
    form.series.offer(queries.series(the_workgroup(), somebody()))
    return form


def plan_page(form: PlanForm) -> tuple[str, int]:
    return render_template("meetings/plan.html", form=form, workgroup=the_workgroup()), form.status


@bp.post("/plan")
@requires(coordinator)
def save_plan() -> Any:
    form, workgroup = offered(PlanForm()), the_workgroup()
    names = ("series", "title", "held_on", "starts", "ends", "place", "link", "sure", "twice")
    if form.validate():
        inputs = {name: form[name].data for name in names}
        if made := form.attempt(verbs.PLAN, workgroup, **inputs):
            flash(gettext("De vergadering staat er, met een ontwerp van agenda."), "done")
            return redirect(page_of(made))
    return plan_page(offered(form))


def page_of(meeting: Meeting, anchor: str | None = None) -> str:
    return url_for("meetings.show", workgroup=the_workgroup().slug, number=meeting.number, _anchor=anchor)


@bp.get("/<number>")
@requires(seated)
def show(number: str) -> str:
    """Prepare, live, minutes or approved: the state of the meeting and of its minutes says which."""
    meeting = queries.one(the_workgroup(), somebody(), number)
    book = opened.book(meeting, somebody())
    mode = mode_of(meeting, book.minutes.state)
    return render_template(
        f"meetings/{mode}.html",
        workgroup=the_workgroup(),
        meeting=meeting,
        book=book,
        mode=mode,
        clock=[hour(meeting.starts_at), hour(meeting.ends_at)],
        may_write=coordinator.allows(me(), the_workgroup()),
        may_remark=speaks.allows(me(), the_workgroup()),
        room=room_of(meeting),
        running=live.of_a_book(book),
        at=news.clock(),
        mine=somebody(),
        today=today(),
        **words.of_a_meeting(),
        **around(meeting, book),
    )


@bp.get("/<number>/now", endpoint="now")
@requires(seated)
def now_at_the_table(number: str) -> Response:
    """What changes at the table, for a page that follows it; 304 when she has it already."""
    rows = news.of_a_meeting(the_workgroup(), somebody(), number)
    return news.answer("meeting", the_workgroup(), somebody(), rows, lambda: the_table_of(number))


def the_table_of(number: str) -> str:
    meeting = queries.one(the_workgroup(), somebody(), number)
    return render_template(
        "meetings/now.html",
        workgroup=the_workgroup(),
        meeting=meeting,
        running=live.of(meeting, somebody()),
        at=news.clock(),
        attendance=[] if (may_write := coordinator.allows(me(), the_workgroup())) else listed(meeting),
        may_write=may_write,
        **words.of_a_meeting(),
    )


@bp.get("/<number>/screen")
@requires(seated)
def screen(number: str) -> Response:
    """The table for the whole room, in large; it follows itself."""
    rows = news.of_a_meeting(the_workgroup(), somebody(), number)
    return news.answer("screen", the_workgroup(), somebody(), rows, lambda: the_screen_of(number))


def the_screen_of(number: str) -> str:
    meeting = queries.one(the_workgroup(), somebody(), number)
    return render_template(
        "meetings/screen.html",
        workgroup=the_workgroup(),
        meeting=meeting,
        at=news.clock(),
        round_states=rounds.STATES,
        **live.for_the_room(meeting, somebody()),
        **words.of_a_meeting(),
    )


def room_of(meeting: Meeting) -> int | None:
    """How many minutes the meeting has, where both its hours are known."""
    known = meeting.starts_at and meeting.ends_at
    return round((meeting.ends_at - meeting.starts_at).total_seconds() / 60) if known else None  # type: ignore[operator]


def mode_of(meeting: Meeting, state: MinutesState) -> str:
    if meeting.state is MeetingState.RUNNING:
        return "live"
    if meeting.state is not MeetingState.HELD:
        return "prepare"
    return "approved" if state in (MinutesState.APPROVED, MinutesState.PUBLISHED) else "minutes"


def around(meeting: Meeting, book: opened.Book) -> dict[str, Any]:
    """What stands beside the agenda: steps, what is missing, who comes, what changed, where it comes from."""
    person = somebody()
    level = level_of(session(), person, meeting.workgroup_id)
    writes = coordinator.allows(person, the_workgroup())
    rows = [sheet.item for sheet in book.sheets if sheet.item]
    entries = listed(meeting)
    return {
        "offers": verbs.procedure.offers(meeting, person) if writes else [],
        "minutes_offers": minutes.procedure.offers(book.minutes, person) if writes and not meeting.recorded else [],
        "missing": closing.missing(session(), meeting) if meeting.state is MeetingState.RUNNING and writes else [],
        "changes": convening.changes(session(), meeting, level)
        if level and meeting.state is MeetingState.CONVENED
        else [],
        "attendance": entries,
        "voters": [one["organisation"] for one in entries if one["member"] and one["member"].role is VOTING],
        "may_reply": meeting.state is MeetingState.CONVENED and speaks.allows(person, the_workgroup()),
        "my_reply": next((one["reply"] for one in entries if one["organisation"].id == person.organisation_id), None),
        "story": session().scalars(queries.story(meeting, book.minutes, person)).all(),
        "editions": session().scalars(opened.editions(book.minutes, person)).all(),
        "says": verbs.SAYS | minutes.SAYS,
        "neighbours": queries.neighbours(meeting, person),
        "sources": provenance.of([meeting]) if meeting.recorded else {},
        "item_sources": provenance.of(rows) if meeting.recorded else {},
    }


def listed(meeting: Meeting) -> list[dict[str, Any]]:
    """The members of that day and whoever else is on the list, each with what is known of it."""
    rows = opened.attendances(meeting, somebody())
    members = {row.organisation_id: row for row in roll.members_on(session(), meeting.workgroup_id, meeting.held_on)}
    known = {key: row.organisation for key, row in members.items()} | {
        key: row.organisation for key, row in rows.items()
    }
    return [
        {
            "organisation": one, "row": (row := rows.get(key)), "member": members.get(key),
            "presence": row.presence if row else None, "reply": row.reply if row else None,
        }
        for key, one in sorted(known.items(), key=lambda pair: pair[1].name)
    ]  # fmt: skip


@bp.get("/<number>/describe")
@requires(coordinator)
def describe(number: str) -> Any:
    meeting = queries.one(the_workgroup(), somebody(), number)
    form = with_chairs(DescribeForm(obj=meeting))
    form.chair.data, form.host.data = str(meeting.chair_id or ""), str(meeting.host_id or "")
    return describe_page(meeting, form)


def with_chairs(form: DescribeForm) -> DescribeForm:
    everyone = list(loading.organisations(somebody()))
    form.chair.offer(everyone)
    form.host.offer(everyone)
    return form


def describe_page(meeting: Meeting, form: Any) -> tuple[str, int]:
    page = render_template("meetings/describe.html", form=form, workgroup=the_workgroup(), meeting=meeting)
    return page, form.status


@bp.post("/<number>/describe")
@requires(coordinator)
def save_description(number: str) -> Any:
    meeting, form = queries.one(the_workgroup(), somebody(), number), with_chairs(DescribeForm())
    if form.validate():
        inputs = {name: form[name].data for name in ("title", "place", "link", "chair", "host")}
        if form.attempt(verbs.EDIT, meeting, **inputs):
            return redirect(page_of(meeting))
    return describe_page(queries.one(the_workgroup(), somebody(), number), with_chairs(form))


@bp.get("/<number>/move")
@requires(coordinator)
def move(number: str) -> Any:
    meeting = queries.one(the_workgroup(), somebody(), number)
    verbs.MOVE.check(meeting, me())
    form = MoveForm(obj=meeting)
    form.starts.data, form.ends.data = hour(meeting.starts_at), hour(meeting.ends_at)
    return move_page(meeting, form)


def move_page(meeting: Meeting, form: MoveForm) -> tuple[str, int]:
    page = render_template("meetings/move.html", form=form, workgroup=the_workgroup(), meeting=meeting)
    return page, form.status


@bp.post("/<number>/move")
@requires(coordinator)
def save_move(number: str) -> Any:
    meeting, form = queries.one(the_workgroup(), somebody(), number), MoveForm()
    inputs = {name: form[name].data for name in ("held_on", "starts", "ends", "note", "twice")}
    if form.validate() and form.attempt(verbs.MOVE, meeting, **inputs):
        flash(gettext("De vergadering is verplaatst. Termijnen die erop wachten, schuiven mee."), "done")
        return redirect(page_of(meeting))
    return move_page(queries.one(the_workgroup(), somebody(), number), form)


@bp.post("/<number>/resend")
@requires(coordinator)
def resend(number: str) -> Any:
    meeting = queries.one(the_workgroup(), somebody(), number)
    ButtonForm().do(verbs.RESEND, meeting)
    flash(gettext("De gewijzigde agenda is verstuurd."), "done")
    return redirect(page_of(meeting))


@bp.post("/<number>/reply")
@requires(speaks)
def reply(number: str) -> Any:
    meeting, form = queries.one(the_workgroup(), somebody(), number), ReplyForm()
    if not form.validate():
        raise NotReady(Words("Kies een van de antwoorden."))
    form.do(attendance.REPLY, meeting, answer=form.answer.data)
    flash(gettext("Je antwoord staat genoteerd."), "done")
    return redirect(url_for("home.index") if request.form.get("back") == "home" else page_of(meeting, "attendance"))


@bp.post("/<number>/attendance")
@requires(coordinator)
def save_attendance(number: str) -> Any:
    meeting, form = queries.one(the_workgroup(), somebody(), number), AttendanceForm()
    known = {entry["organisation"].id for entry in listed(meeting)}
    form.do(attendance.RECORD, meeting, lines=[line_of(key) for key in sorted(known)])
    flash(gettext("De aanwezigheden zijn bewaard."), "done")
    return redirect(page_of(meeting, "attendance"))


def line_of(key: int) -> attendance.Line:
    said = request.form.get(f"presence-{key}", "")
    if said and said not in {presence.value for presence in Presence}:
        raise NotReady(Words("Kies voor elke organisatie een van de aanwezigheden in de lijst."))
    ticks = {name: f"{short}-{key}" in request.form for name, short in TICKS.items()}
    return attendance.Line(key, Presence(said) if said else None, **ticks)


TICKS = {"by_deputy": "deputy", "arrived_late": "late", "left_early": "early"}


@bp.get("/<number>/guests/add")
@requires(coordinator)
def add_guest(number: str) -> Any:
    return guest_page(queries.one(the_workgroup(), somebody(), number), with_guests(GuestForm()))


def with_guests(form: GuestForm) -> GuestForm:
    form.organisation.offer(loading.organisations(somebody()))
    return form


def guest_page(meeting: Meeting, form: GuestForm) -> tuple[str, int]:
    page = render_template("meetings/guest.html", form=form, workgroup=the_workgroup(), meeting=meeting)
    return page, form.status


@bp.post("/<number>/guests/add")
@requires(coordinator)
def save_guest(number: str) -> Any:
    meeting, form = queries.one(the_workgroup(), somebody(), number), with_guests(GuestForm())
    if form.validate() and form.attempt(attendance.INVITE, meeting, organisation=form.organisation.data):
        return redirect(page_of(meeting, "attendance"))
    return guest_page(queries.one(the_workgroup(), somebody(), number), with_guests(form))


@bp.get("/<number>/calendar")
@requires(seated)
def calendar_file(number: str) -> Response:
    """The meeting as a file that a calendar opens."""
    meeting = queries.one(the_workgroup(), somebody(), number)
    content = calendar.published(convening.calendar_entry(meeting, "PUBLISH"))
    name = f'attachment; filename="{the_workgroup().slug}-{meeting.number}.ics"'
    return Response(content, mimetype="text/calendar", headers={"Content-Disposition": name})
