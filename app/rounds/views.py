"""Rounds: prepared and steered by the coordinator, answered by who speaks for an asked organisation."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from app import attached, provenance
from app.access import me, requires, somebody, the_workgroup
from app.documents.writers import as_file, as_sheet
from app.extensions import session
from app.forms import ButtonForm, a_key
from app.loading import meeting_at
from app.rounds import queries, sheets
from app.rounds.forms import AskForm, ChangeForm, ExcuseForm, ExtendForm, TreatForm
from app.security import BEHIND_A_SECRET
from app.table import news, seen
from app.table.forms import AnswerForm, RecordForm, answer_form
from models import Answer, Meeting, MeetingState, Round, RoundKind, RoundParty
from workflows import answer as answering
from workflows import deadlines, links, receipts, reminders, tally, text, treatment
from workflows import round as verbs
from workflows.clock import today
from workflows.meeting import AHEAD
from workflows.round_kinds import DAY_CHOICES, KINDS
from workflows.rules import coordinator, seated
from workflows.widening import AUDIENCES

bp = Blueprint("rounds", __name__, url_prefix="/<workgroup>/rounds")
STATES = ("open", "ended", "everything")
KINDS_BY_CODE = {kind.value: kind for kind in RoundKind}
ASKABLE = {code: kind for code, kind in KINDS.items() if kind.by_itself}
"""The kinds that a coordinator starts; the others come out of the procedure of a dossier."""
ABOUT = ("item", "action", "previous")
FIELDS = ("question", "text", "options", "preset", "addressees", "chosen", "audience", "due_on", "at_next")


def words() -> dict[str, Any]:
    return {
        "states": verbs.STATES, "kinds": KINDS, "presets": tally.PRESETS, "rules": tally.RULES,
        "addressees": verbs.ADDRESSEES, "audiences": AUDIENCES, "capacities": answering.CAPACITIES,
        "day_choices": DAY_CHOICES, "due": deadlines.day_of, "overdue": deadlines.is_past, "says": verbs.SAYS,
        "verdicts": tally.VERDICTS, "one_day": date.fromisoformat, "handlings": treatment.HANDLINGS, "word_of": word_of,
    }  # fmt: skip


def word_of(one: Round, code: str) -> str:
    """What was said of one line: the word of a choice, or the text itself."""
    return sheets.said(one.kind, code)


def asked_for() -> dict[str, Any]:
    """What the address asks for; what is no choice is not asked."""
    state = request.args.get("state", "open")
    return {
        "state": state if state in STATES else "open",
        "kind": KINDS_BY_CODE.get(request.args.get("kind", "")),
    }


@bp.get("")
@requires(seated)
def index() -> str:
    asked = asked_for()
    rounds = session().scalars(queries.rounds(the_workgroup(), somebody(), asked)).unique().all()
    return render_template(
        "rounds/index.html",
        workgroup=the_workgroup(),
        asked=asked,
        rounds=seen.shown(rounds, somebody()),
        may_ask=coordinator.allows(me(), the_workgroup()),
        **words(),
    )


def matrix_asked() -> tuple[int | None, Meeting | None, Any]:
    """The rows of the matrix: `year`, `meeting` (its number), or all rounds."""
    year, number = request.args.get("year", type=a_key), request.args.get("meeting", "")[:60]
    meeting = meeting_at(the_workgroup(), somebody(), number) if number else None
    return year, meeting, queries.in_the_matrix(the_workgroup(), somebody(), year, meeting)


@bp.get("/matrix")
@requires(seated)
def matrix() -> str:
    year, meeting, query = matrix_asked()
    rows = seen.shown(session().scalars(query).unique().all(), somebody())
    return render_template(
        "rounds/matrix.html",
        workgroup=the_workgroup(),
        year=year,
        meeting=meeting,
        rows=rows,
        columns=sheets.columns_of(rows),
        years=queries.years(the_workgroup(), somebody()),
        **words(),
    )


@bp.get("/matrix.xlsx")
@requires(seated)
def matrix_sheet() -> Response:
    """The matrix as it stands on the page."""
    rows = seen.shown(session().scalars(matrix_asked()[2]).unique().all(), somebody())
    head, cells = sheets.matrix(rows)
    return as_sheet(gettext("Rondes"), the_workgroup().prefix, head, cells)


@bp.get("/<int:round_id>/sheet.xlsx")
@requires(seated)
def sheet(round_id: int) -> Response:
    """One round: a row for every organisation, with the previous round beside it."""
    head, cells = sheets.answers(the_shown(round_id))
    return as_sheet(gettext("Ronde %(number)d", number=round_id), the_workgroup().prefix, head, cells)


def the_round(round_id: int) -> Round:
    return queries.one(the_workgroup(), somebody(), round_id)


def the_shown(round_id: int) -> seen.Shown:
    return seen.shown([the_round(round_id)], somebody())[0]


@bp.get("/<int:round_id>")
@requires(seated)
def show(round_id: int) -> str:
    shown = the_shown(round_id)
    one = shown.round
    return render_template(
        "rounds/show.html",
        asked_text=text.current(one.text, one.html, one.sanitiser),
        story=session().scalars(queries.story(one, somebody())).all(),
        sources=provenance.of([one])[one.id],
        named=(*ABOUT, "dossier") if coordinator.allows(me(), the_workgroup()) else queries.names_seen(one, somebody()),
        **the_table_of(shown),
    )


@bp.get("/<int:round_id>/now", endpoint="now")
@requires(seated)
def now_at_the_table(round_id: int) -> Response:
    """What changes while it is open, for a page that follows it; 304 when she has it already."""
    rows = news.of_a_round(the_workgroup(), somebody(), round_id)

    def draw() -> str:
        return render_template("rounds/now.html", **the_table_of(the_shown(round_id)))

    return news.answer("round", the_workgroup(), somebody(), rows, draw)


def the_table_of(shown: seen.Shown) -> dict[str, Any]:
    """What fills in: the seats, the answers, her own turn and what may happen next."""
    may_steer, mine = coordinator.allows(me(), the_workgroup()), shown.mine.answer if shown.mine else None
    return {
        "workgroup": the_workgroup(), "shown": shown, "may_steer": may_steer, "today": today(), "at": news.clock(),
        "offers": verbs.procedure.offers(shown.round, me()) if may_steer else [],
        "receipt": receipts.link_of(session(), mine.id) if mine else None,
        "attached": attached.to_answers(shown.round, somebody()),
        **words(),
    }  # fmt: skip


def page_of(one: Round) -> str:
    return url_for("rounds.show", workgroup=the_workgroup().slug, round_id=one.id)


@bp.get("/new")
@requires(coordinator)
def new() -> Any:
    """First which kind, then what that kind asks; started from an item, an action, a vote to take again, or alone."""
    kind = asked_kind()
    if kind is None:
        return render_template("rounds/choose.html", workgroup=the_workgroup(), kinds=ASKABLE, about=about_args())
    form = AskForm().of(kind)
    if "preset" in form:
        form.preset.data = the_workgroup().voting
    fill_in(form, the_subject())
    return ask_page(offered(form, kind), kind)


def asked_kind() -> RoundKind | None:
    """The kind that the address names, of those that a coordinator starts."""
    kind = KINDS_BY_CODE.get(request.args.get("kind", ""))
    return kind if kind in ASKABLE else None


def fill_in(form: AskForm, about: dict[str, Any]) -> None:
    """What is known already: of a vote that is taken again all of it, else the words of the item or the action.

    At the table it is answered today; on an agenda to come by that meeting.
    """
    before, item = about.get("previous"), about.get("item")
    first = before or item or about.get("action")
    if first is None:
        return
    form.question.data = str(first)[:300]
    choices: list[Any] = list(form.audience.choices or ())
    if first.audience.value in [choice.value for choice in choices]:
        form.audience.data = first.audience.value
    form.text.data = before.text if before else (item.proposal if item else "")
    if item is not None:
        form.due_on.data = today() if item.meeting.state is MeetingState.RUNNING else None
        form.at_next.data = item.meeting.state in AHEAD
    if before is not None:
        form.addressees.data = before.addressees
        form.chosen.data = [str(party.organisation_id) for party in before.parties]
        if "preset" in form and before.preset:
            form.preset.data = before.preset
        if "options" in form:
            form.options.data = "\n".join(before.options)


def about_args() -> dict[str, str]:
    """What the round is about, as the address says it."""
    return {name: request.args[name] for name in ABOUT if name in request.args}


def the_subject() -> dict[str, Any]:
    """The rows that the address names, seen by who asks; a key that is none is 404."""
    finders = {"item": queries.item, "action": queries.action, "previous": queries.one}
    keys = {name: request.args.get(name, type=a_key) or 0 for name in about_args()}
    return {name: finders[name](the_workgroup(), somebody(), key) for name, key in keys.items()}


def offered(form: Any, kind: RoundKind) -> Any:
    form.chosen.offer(queries.to_choose(the_workgroup(), somebody(), kind))
    return form


def ask_page(form: Any, kind: RoundKind, one: Round | None = None) -> tuple[str, int]:
    page = render_template(
        "rounds/ask.html", workgroup=the_workgroup(), form=form, kind=KINDS[kind], one=one, back=back_of(one)
    )
    return page, form.status


def back_of(one: Round | None) -> str:
    return page_of(one) if one else url_for("rounds.index", workgroup=the_workgroup().slug)


def inputs_of(form: Any) -> dict[str, Any]:
    """The fields that this kind has."""
    given = {name: form[name].data for name in FIELDS if name in form}
    if "options" in form:
        given["options"] = (form.options.data or "").splitlines()
    return given


@bp.post("/new")
@requires(coordinator)
def save_new() -> Any:
    kind = asked_kind()
    if kind is None:
        return redirect(url_for("rounds.new", workgroup=the_workgroup().slug, **about_args()))  # type: ignore[arg-type]
    form = offered(AskForm().of(kind), kind)
    if form.validate():
        inputs = inputs_of(form) | the_subject() | {"kind": kind}
        command = verbs.START_AND_OPEN if form.open_now.data else verbs.START
        if made := form.attempt(command, the_workgroup(), **inputs):
            return redirect(page_of(made))
    return ask_page(offered(form, kind), kind)


@bp.get("/<int:round_id>/edit")
@requires(coordinator)
def edit(round_id: int) -> Any:
    one = the_round(round_id)
    verbs.EDIT.check(one, me())
    form = ChangeForm(obj=one).of(one.kind)
    form.chosen.data = [str(party.organisation_id) for party in one.parties]
    form.at_next.data = one.due_on is None
    if "options" in form:
        form.options.data = "\n".join(one.options)
    return ask_page(offered(form, one.kind), one.kind, one)


@bp.post("/<int:round_id>/edit")
@requires(coordinator)
def save_edit(round_id: int) -> Any:
    one = the_round(round_id)
    form = offered(ChangeForm().of(one.kind), one.kind)
    if form.validate():
        inputs = {"options": (), "preset": None} | inputs_of(form)
        if form.attempt(verbs.EDIT, one, **inputs):
            return redirect(page_of(the_round(round_id)))
    return ask_page(offered(form, one.kind), one.kind, the_round(round_id))


@bp.get("/<int:round_id>/extend")
@requires(coordinator)
def extend(round_id: int) -> Any:
    one = the_round(round_id)
    form = ExtendForm(obj=one)
    form.at_next.data = one.due_on is None
    return extend_page(one, form)


def extend_page(one: Round, form: ExtendForm) -> tuple[str, int]:
    return render_template("rounds/extend.html", workgroup=the_workgroup(), form=form, one=one), form.status


@bp.post("/<int:round_id>/extend")
@requires(coordinator)
def save_extend(round_id: int) -> Any:
    one, form = the_round(round_id), ExtendForm()
    if form.validate():
        inputs = {"due_on": form.due_on.data, "at_next": form.at_next.data}
        if form.attempt(verbs.EXTEND, one, **inputs):
            return redirect(page_of(the_round(round_id)))
    return extend_page(the_round(round_id), form)


@bp.get("/<int:round_id>/answer")
@requires(seated)
def answer(round_id: int) -> Any:
    """The whole question with everything that can be said; filled in with what stands, or with last time."""
    shown = the_shown(round_id)
    if shown.refusal:
        raise shown.refusal
    form = answer_form(shown.round)
    stands = shown.mine.answer or shown.mine.before if shown.mine else None
    fill(form, stands)
    form.choice.data = request.args.get("choice") or form.choice.data
    form.back.data = request.args.get("back", "")
    return answer_page(shown, form)


def fill(form: AnswerForm, stands: Answer | None) -> None:
    """What was said before stands ready."""
    if stands is None:
        return
    form.choice.data, form.text.data, form.link.data = stands.choice, stands.text, stands.link
    for field in form:
        if hasattr(field, "option"):
            field.data = (stands.extra or {}).get(field.option, "")


def answer_page(shown: seen.Shown, form: AnswerForm, seat: seen.Seat | None = None) -> tuple[str, int]:
    """`seat`: whose answer it is. What it replaces and which text was read go along with the form.

    A form that comes back for its own sake keeps both: only when it was overtaken, its sentence says what is new.
    """
    seat, one = seat or shown.mine, shown.round
    if form.status in (200, 409):
        form.stands_on(one.digest, seat.answer.id if seat and seat.answer else None)
    votes = tally.tally(session(), one, shown.counts) if one.kind is RoundKind.VOTE else None
    page = render_template(
        "rounds/answer.html",
        workgroup=the_workgroup(),
        shown=shown,
        seat=seat,
        form=form,
        asked_text=text.current(one.text, one.html, one.sanitiser),
        recusal=tally.with_recusal(one.preset, votes) if votes and one.preset else None,
        **words(),
    )
    return page, form.status


@bp.post("/<int:round_id>/answer")
@requires(seated)
def save_answer(round_id: int) -> Any:
    one = the_round(round_id)
    form = answer_form(one)
    if form.validate() and form.attempt(answering.GIVE, one, **form.said()):
        flash(gettext("Je antwoord is bewaard."), "done")
        return redirect(where_she_was(form.back.data or "", one))
    shown = the_shown(round_id)
    if shown.refusal:
        raise shown.refusal
    return answer_page(shown, form)


def where_she_was(back: str, one: Round) -> str:
    """Home, the meeting, or the round itself; never an address out of the form."""
    if back == "home":
        return url_for("home.index")
    if back == "meeting" and one.item is not None:
        number = one.item.meeting.number
        return url_for("meetings.show", workgroup=the_workgroup().slug, number=number, _anchor=f"item-{one.item_id}")
    return page_of(one)


@bp.get("/<int:round_id>/record")
@requires(coordinator)
def record(round_id: int) -> Any:
    """Write down what an organisation says aloud."""
    shown = the_shown(round_id)
    answering.RECORD.check(shown.round, me())
    answering.takes_answers(shown.round)
    form = with_organisations(shown.round, answer_form(shown.round, RecordForm))
    form.organisation.data = request.args.get("organisation", "")
    seat = seat_of(shown, form.organisation.data)
    fill(form, seat.answer or seat.before if seat else None)
    return answer_page(shown, form, seat)


def with_organisations(one: Round, form: Any) -> Any:
    form.organisation.offer(queries.of_parties(one))
    return form


def seat_of(shown: seen.Shown, organisation: Any) -> seen.Seat | None:
    key = str(getattr(organisation, "id", organisation))
    return next((seat for seat in shown.seats if str(seat.party.organisation_id) == key), None)


@bp.post("/<int:round_id>/record")
@requires(coordinator)
def save_record(round_id: int) -> Any:
    one = the_round(round_id)
    form = with_organisations(one, answer_form(one, RecordForm))
    if form.validate():
        inputs = form.said() | {"organisation": form.organisation.data}
        if form.attempt(answering.RECORD, one, **inputs):
            flash(gettext("Genoteerd. Wie ervoor spreekt, krijgt het te lezen en kan het vervangen."), "done")
            return redirect(where_she_was(form.back.data or "", the_round(round_id)))
    shown = the_shown(round_id)
    return answer_page(shown, with_organisations(shown.round, form), seat_of(shown, form.organisation.data))


@bp.post("/<int:round_id>/remind")
@requires(coordinator)
def remind(round_id: int) -> Any:
    one = the_round(round_id)
    form = ButtonForm()
    form.must_validate()
    form.do(reminders.REMIND, one)
    flash(gettext("De herinnering vertrekt, naar wie nog niet antwoordde en naar niemand anders."), "done")
    return redirect(url_for("home.index") if request.form.get("back") == "home" else page_of(the_round(round_id)))


@bp.get("/<int:round_id>/answers/<int:answer_id>/treat")
@requires(coordinator)
def treat(round_id: int, answer_id: int) -> Any:
    given = queries.answer(the_round(round_id), somebody(), answer_id)
    return treat_page(round_id, given, TreatForm(obj=given.treatment))


def treat_page(round_id: int, given: Answer, form: TreatForm) -> tuple[str, int]:
    page = render_template(
        "rounds/treat.html", workgroup=the_workgroup(), given=given, form=form, one=the_round(round_id)
    )
    return page, form.status


@bp.post("/<int:round_id>/answers/<int:answer_id>/treat")
@requires(coordinator)
def save_treatment(round_id: int, answer_id: int) -> Any:
    given, form = queries.answer(the_round(round_id), somebody(), answer_id), TreatForm()
    inputs = {"handling": form.handling.data, "note": form.note.data or ""}
    if form.validate() and form.attempt(treatment.TREAT, given, **inputs):
        return redirect(page_of(the_round(round_id)))
    return treat_page(round_id, queries.answer(the_round(round_id), somebody(), answer_id), form)


@bp.get("/<int:round_id>/answers.<kind>")
@requires(seated)
def bundle(round_id: int, kind: str) -> Response:
    """All answers in one document, to hand to who asked for them (feature 22)."""
    shown = the_shown(round_id)
    return as_file(sheets.document(shown), shown.round.question, kind)


def the_party(round_id: int, party_id: int) -> RoundParty:
    return queries.party(the_round(round_id), somebody(), party_id)


@bp.get("/<int:round_id>/parties/<int:party_id>/excuse")
@requires(coordinator)
def excuse(round_id: int, party_id: int) -> Any:
    return excuse_page(the_party(round_id, party_id), ExcuseForm())


def excuse_page(party: RoundParty, form: ExcuseForm) -> tuple[str, int]:
    page = render_template("rounds/excuse.html", workgroup=the_workgroup(), party=party, form=form, one=party.round)
    return page, form.status


@bp.post("/<int:round_id>/parties/<int:party_id>/excuse")
@requires(coordinator)
def save_excuse(round_id: int, party_id: int) -> Any:
    party, form = the_party(round_id, party_id), ExcuseForm()
    if form.validate() and form.attempt(verbs.EXCUSE, party, reason=form.reason.data):
        return redirect(page_of(the_round(round_id)))
    return excuse_page(the_party(round_id, party_id), form)


@bp.post("/<int:round_id>/parties/<int:party_id>/ask-again")
@requires(coordinator)
def ask_again(round_id: int, party_id: int) -> Any:
    form = ButtonForm()
    form.must_validate()
    form.do(verbs.ASK_AGAIN, the_party(round_id, party_id))
    return redirect(page_of(the_round(round_id)))


@bp.post("/<int:round_id>/parties/<int:party_id>/link")
@requires(coordinator)
def make_link(round_id: int, party_id: int) -> Any:
    """The only page that ever shows the address of a guest."""
    form, secret = ButtonForm(), links.Secret(links.new_secret("guest"))
    form.must_validate()
    made = form.do(answering.MAKE_LINK, the_party(round_id, party_id), secret=secret)
    if made.digest != links.digest(secret.value):
        flash(gettext("Deze link is al één keer getoond. Ben je ze kwijt, maak dan een nieuwe."), "info")
        return redirect(page_of(the_round(round_id)))
    address = current_app.config["BASE_URL"].rstrip("/") + url_for("guests.answer", secret=secret.value)
    page = make_response(
        render_template("rounds/link.html", workgroup=the_workgroup(), one=made.round, made=made, address=address)
    )
    page.headers.update(BEHIND_A_SECRET)
    return page
