"""Dossiers: found by theme, state and lead; one page that tells what it is, whose turn it is and what happened."""

from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app import loading, provenance
from app.access import me, requires, somebody, the_workgroup
from app.documents.writers import as_sheet
from app.dossiers import queries
from app.dossiers.forms import AgendaForm, DescribeForm, OfferForm, ProposeForm, ThemeForm, TieForm
from app.extensions import session
from app.forms import ButtonForm, a_key
from app.table import seen
from models import CommentKind, DossierState, Occasion, Output, Ownership, ReportTemplate, RoundKind, now
from workflows import comment, dossier, leading, revision, tables, template_turn, text
from workflows import report_template as verbs
from workflows import round as rounds
from workflows.agenda import PURPOSES
from workflows.division import divided
from workflows.dossier_states import OVER, STATES
from workflows.rules import coordinator, describes, discusses, leads, represents, seated
from workflows.tally import VERDICTS
from workflows.template_guards import FILE_ROLES

bp = Blueprint("dossiers", __name__, url_prefix="/<workgroup>/dossiers")
Choice = TypeVar("Choice", bound=StrEnum)
NAMES = ("title", "about", "theme", "audience", "output", "platform", "level", "link", "contact", "occasions")


def words() -> dict[str, Any]:
    return {
        "states": STATES, "outputs": verbs.OUTPUTS, "ownerships": verbs.OWNERSHIPS, "relations": dossier.RELATIONS,
        "kinds": comment.KINDS, "weights": comment.WEIGHTS, "revision_kinds": revision.KINDS, "roles": FILE_ROLES,
        "verdicts": VERDICTS, "round_states": rounds.STATES, "purposes": PURPOSES, "says": verbs.SAYS,
        "deeds": leading.ROLES, "occasions": dossier.OCCASIONS,
    }  # fmt: skip


def one_of(kind: type[Choice], name: str) -> Choice | None:
    """What the address asks for; what is no choice is not asked."""
    value = request.args.get(name, "")
    return kind(value) if value in {one.value for one in kind} else None


def asked_for() -> dict[str, Any]:
    return {
        "words": request.args.get("q", "")[:100],
        "state": one_of(DossierState, "state"),
        "output": one_of(Output, "output"),
        "ownership": one_of(Ownership, "ownership"),
        "occasion": one_of(Occasion, "occasion"),
        "theme": request.args.get("theme", type=a_key),
        "lead": request.args.get("lead", type=a_key),
    }


def address_of(asked: dict[str, Any]) -> dict[str, Any]:
    """The same, as an address says it."""
    said = {name: value.value if isinstance(value, StrEnum) else value for name, value in asked.items() if value}
    if "words" in said:
        said["q"] = said.pop("words")
    return said


@bp.get("")
@requires(seated)
def index() -> str:
    asked = asked_for()
    rows = session().scalars(queries.listed(the_workgroup(), somebody(), asked)).unique().all()
    since = queries.since(rows)
    return render_template(
        "dossiers/index.html",
        workgroup=the_workgroup(),
        asked=asked,
        address=address_of(asked),
        board=request.args.get("view") == "board",
        columns=[one for one in STATES if one not in verbs.procedure.apart and any(row.state is one for row in rows)],
        dossiers=rows,
        in_use=queries.in_use(rows),
        good_for=queries.occasions(rows),
        kept=loading.saved_views(the_workgroup(), somebody()),
        turn=lambda one: template_turn.turn(one, since.get(one.id, one.at), now()),
        themes=loading.themes(),
        leading=list(queries.leads(the_workgroup(), somebody())),
        may_propose=discusses.allows(me(), the_workgroup()),
        may_steer=coordinator.allows(me(), the_workgroup()),
        **words(),
    )


@bp.get("/sheet.xlsx")
@requires(seated)
def sheet() -> Response:
    """The list as it stands on the page."""
    rows = session().scalars(queries.listed(the_workgroup(), somebody(), asked_for())).unique().all()
    used, good_for = queries.in_use(rows), queries.occasions(rows)
    head = [gettext("Nummer"), gettext("Titel"), gettext("Soort"), gettext("Van wie"), gettext("Thema"),
            gettext("Toestand"), gettext("Trekker of maker"), gettext("In gebruik"), gettext("Van nut bij"),
            gettext("Adres")]  # fmt: skip
    cells: list[list[object]] = [
        [one.number, one.title, str(verbs.OUTPUTS[one.output]), str(verbs.OWNERSHIPS[one.ownership]),
         str(one.theme or ""), str(STATES[one.state]), str(one.lead or one.maker or ""), used.get(one.id, 0),
         ", ".join(str(dossier.OCCASIONS[each]) for each in good_for[one.id]), one.link]
        for one in rows
    ]  # fmt: skip
    return as_sheet(gettext("Dossiers"), the_workgroup().prefix, head, cells)


@bp.get("/effort")
@requires(discusses)
def effort() -> str:
    """Who did what, per theme and year: what a lead is chosen on."""
    found = leading.ledger(session(), the_workgroup(), somebody())
    years = sorted({one.year for one in found if one.year}, reverse=True)
    asked = request.args.get("year", type=a_key)
    year = asked if asked in years else None
    rows = [one for one in found if year is None or one.year == year]
    names = sorted({one.organisation.name: one.organisation for one in rows}.values(), key=lambda one: one.name)
    return render_template(
        "dossiers/effort.html",
        workgroup=the_workgroup(),
        efforts=rows,
        organisations=names,
        years=years,
        year=year,
        division=divided(rows),
        **words(),
    )


def the_template(number: str) -> ReportTemplate:
    return queries.one(the_workgroup(), somebody(), number)


def page_of(one: ReportTemplate, anchor: str | None = None) -> str:
    return url_for("dossiers.show", workgroup=the_workgroup().slug, number=one.number, _anchor=anchor)


@bp.get("/<number>")
@requires(seated)
def show(number: str) -> str:
    one, person = the_template(number), somebody()
    said = list(queries.comments(one, person))
    versions = list(queries.revisions(one, person))
    asked = seen.shown(queries.rounds(one, person), person)
    steps, out = list(queries.story(one, person)), queries.publications(one, person)
    candidates = leading.candidates(session(), one, somebody()) if one.state is DossierState.THEME_CHOSEN else []
    return render_template(
        "dossiers/show.html",
        workgroup=the_workgroup(),
        one=one,
        about=text.current(one.about, one.about_html, one.about_sanitiser),
        turn=template_turn.turn(one, steps[0].at if steps else one.at, now()),
        offers=[row for row in verbs.procedure.offers(one, me()) if verbs.worth_showing(row, out=bool(out))],
        versions=versions,
        html=text.current(versions[0].text, versions[0].html, versions[0].sanitiser) if versions else "",
        has_tables=bool(versions and tables.tables(versions[0].text)),
        open_comments=[row for row in said if row.resolved_at is None],
        settled=[row for row in said if row.resolved_at is not None],
        files=queries.files(one, person),
        publications=out,
        asked=asked,
        adoption=next((row for row in asked if row.kind.code is RoundKind.ADOPTION), None),
        appearances=queries.appearances(one, person),
        decisions=queries.decisions(one, person),
        ties=queries.ties(one, person),
        good_for=queries.occasions([one])[one.id],
        story=steps,
        paces=paces_of(one) if steps else [],
        candidates=candidates,
        my_offer=queries.my_offer(one, person),
        sources=provenance.of([one])[one.id],
        **may_do(one),
        **words(),
    )


def may_do(one: ReportTemplate) -> dict[str, Any]:
    """What she may do here now, so that no button refuses."""
    over = one.state in OVER
    testing = one.state is DossierState.IN_TEST and one.tester_id == somebody().organisation_id
    return {
        "may_steer": coordinator.allows(me(), the_workgroup()),
        "may_lead": leads.allows(me(), one) and not over,
        "may_describe": describes.allows(me(), one) and not over,
        "may_write": leads.allows(me(), one) and one.state in revision.WRITTEN_IN,
        "may_say": discusses.allows(me(), one) and not over,
        "may_offer": one.state is DossierState.THEME_CHOSEN and represents.allows(me(), one),
        "may_find": testing and discusses.allows(me(), one),
        "comment_kinds": {
            kind: says for kind, says in comment.KINDS.items() if testing or kind is not CommentKind.FINDING
        },
    }


def paces_of(one: ReportTemplate) -> list[template_turn.Pace]:
    """How long each step took, beside what is usual."""
    all_steps, begun = queries.steps_of_all(one, somebody()), queries.begun(one, somebody())
    others: dict[DossierState, list[int]] = {}
    for key, steps in all_steps.items():
        if key != one.id:
            for state, days in template_turn.stays(steps, begun[key], now())[:-1]:
                others.setdefault(state, []).append(days)
    return template_turn.paces(template_turn.stays(all_steps[one.id], one.at, now()), others)


@bp.get("/new")
@requires(discusses)
def new() -> Any:
    form = offered(ProposeForm())
    if example := inspiration():
        form.title.data, form.output.data, form.about.data = example.title, example.output, example.about
        form.theme.data = str(example.theme_id or "")
    return new_page(form)


def inspiration() -> ReportTemplate | None:
    """The example that the address names, out of which a template for all is made."""
    number = request.args.get("from", "")[:20]
    return the_template(number) if number else None


def offered(form: Any) -> Any:
    form.theme.offer(loading.themes())
    return form


def new_page(form: ProposeForm) -> tuple[str, int]:
    back = url_for("dossiers.index", workgroup=the_workgroup().slug)
    page = render_template(
        "dossiers/describe.html", workgroup=the_workgroup(), form=form, back=back, one=None, example=inspiration()
    )
    return page, form.status


@bp.post("/new")
@requires(discusses)
def save_new() -> Any:
    form, example = offered(ProposeForm()), inspiration()
    if form.validate():
        inputs = {name: form[name].data for name in (*NAMES, "ownership")} | {"inspired_by": example}
        if made := form.attempt(verbs.PROPOSE, the_workgroup(), **filled(inputs)):
            return redirect(page_of(made))
    return new_page(offered(form))


def filled(inputs: dict[str, Any]) -> dict[str, Any]:
    """An empty line is an empty text."""
    return {name: "" if value is None and name in ("platform", "level", "about", "contact") else value
            for name, value in inputs.items()}  # fmt: skip


@bp.get("/<number>/describe")
@requires(discusses)
def describe(number: str) -> Any:
    one = the_template(number)
    verbs.DESCRIBE.check(one, me())
    form = offered(DescribeForm(obj=one))
    form.theme.data, form.occasions.data = str(one.theme_id or ""), queries.occasions([one])[one.id]
    return describe_page(one, form)


def describe_page(one: ReportTemplate, form: DescribeForm) -> tuple[str, int]:
    page = render_template(
        "dossiers/describe.html", workgroup=the_workgroup(), form=form, back=page_of(one), one=one, example=None
    )
    return page, form.status


@bp.post("/<number>/describe")
@requires(discusses)
def save_description(number: str) -> Any:
    one, form = the_template(number), offered(DescribeForm())
    verbs.DESCRIBE.check(one, me())
    if form.validate() and form.attempt(verbs.DESCRIBE, one, **filled({name: form[name].data for name in NAMES})):
        return redirect(page_of(the_template(number)))
    return describe_page(the_template(number), offered(form))


@bp.get("/<number>/agenda")
@requires(coordinator)
def agenda(number: str) -> Any:
    return agenda_page(the_template(number), on_agendas(AgendaForm()))


def on_agendas(form: AgendaForm) -> AgendaForm:
    form.meeting.offer(queries.agendas_to_come(the_workgroup(), somebody()))
    return form


def agenda_page(one: ReportTemplate, form: AgendaForm) -> tuple[str, int]:
    return small_page(one, form, gettext("Zet op een agenda"), gettext("Zet op de agenda"))


def small_page(one: ReportTemplate, form: Any, title: str, button: str) -> tuple[str, int]:
    """One question about a dossier."""
    page = render_template(
        "dossiers/small.html", workgroup=the_workgroup(), form=form, one=one, back=page_of(one), title=title,
        button=button,
    )  # fmt: skip
    return page, form.status


@bp.post("/<number>/agenda")
@requires(coordinator)
def save_agenda(number: str) -> Any:
    one, form = the_template(number), on_agendas(AgendaForm())
    if form.validate():
        inputs = {"meeting": form.meeting.data, "purpose": form.purpose.data}
        if made := form.attempt(dossier.PUT_ON_AGENDA, one, **inputs):
            flash(gettext("Het staat op de agenda van %(meeting)s.", meeting=made.meeting.title), "done")
            return redirect(page_of(the_template(number)))
    return agenda_page(the_template(number), on_agendas(form))


@bp.get("/<number>/tie")
@requires(discusses)
def tie(number: str) -> Any:
    one = the_template(number)
    return tie_page(one, to_others(one, TieForm()))


def to_others(one: ReportTemplate, form: TieForm) -> TieForm:
    form.other.offer(queries.others(one, somebody()))
    return form


def tie_page(one: ReportTemplate, form: TieForm) -> tuple[str, int]:
    return small_page(one, form, gettext("Verbind met een ander dossier"), gettext("Verbind"))


@bp.post("/<number>/tie")
@requires(discusses)
def save_tie(number: str) -> Any:
    one = the_template(number)
    form = to_others(one, TieForm())
    if form.validate() and form.attempt(dossier.LINK, one, other=form.other.data, relation=form.relation.data):
        return redirect(page_of(the_template(number)))
    one = the_template(number)
    return tie_page(one, to_others(one, form))


@bp.post("/ties/<int:tie_id>/remove")
@requires(coordinator)
def remove_tie(tie_id: int) -> Any:
    row, form = queries.tie(the_workgroup(), somebody(), tie_id), ButtonForm()
    number = row.dossier.number
    form.must_validate()
    form.do(dossier.UNLINK, row)
    return redirect(url_for("dossiers.show", workgroup=the_workgroup().slug, number=number))


@bp.get("/<number>/offer")
@requires(represents)
def offer(number: str) -> Any:
    leading.OFFER.check(the_template(number), me())
    return offer_page(the_template(number), OfferForm())


def offer_page(one: ReportTemplate, form: OfferForm) -> tuple[str, int]:
    return small_page(one, form, gettext("Bied je aan als trekker"), gettext("Bied ons aan"))


@bp.post("/<number>/offer")
@requires(represents)
def save_offer(number: str) -> Any:
    one, form = the_template(number), OfferForm()
    if form.takes(leading.OFFER, one) and form.attempt(leading.OFFER, one, note=form.note.data or ""):
        flash(gettext("De coördinator ziet dat jullie zich aanbieden."), "done")
        return redirect(page_of(the_template(number)))
    return offer_page(the_template(number), form)


@bp.post("/<number>/offer/take-back")
@requires(represents)
def take_back(number: str) -> Any:
    one, form = the_template(number), ButtonForm()
    form.must_validate()
    form.do(leading.TAKE_BACK, one)
    return redirect(page_of(the_template(number)))


@bp.get("/themes/new")
@requires(coordinator)
def new_theme() -> Any:
    return theme_page(within(ThemeForm()))


def within(form: ThemeForm) -> ThemeForm:
    form.parent.offer(one for one in loading.themes() if one.parent_id is None)
    return form


def theme_page(form: ThemeForm) -> tuple[str, int]:
    back = url_for("dossiers.index", workgroup=the_workgroup().slug)
    page = render_template(
        "dossiers/small.html", workgroup=the_workgroup(), form=form, one=None, back=back,
        title=gettext("Een thema toevoegen"), button=gettext("Voeg toe"),
    )  # fmt: skip
    return page, form.status


@bp.post("/themes/new")
@requires(coordinator)
def save_theme() -> Any:
    form = within(ThemeForm())
    if form.validate() and form.attempt(
        dossier.ADD_THEME, the_workgroup(), name=form.name.data, parent=form.parent.data
    ):
        flash(gettext("Het thema staat in de lijst."), "done")
        return redirect(url_for("dossiers.index", workgroup=the_workgroup().slug))
    return theme_page(within(form))
