"""Every command, asked by everybody, past the pages: the rule is in the command too."""

import pytest
from sqlalchemy import select

from models import (
    ActionState,
    CalendarFeed,
    Membership,
    Organisation,
    Relation,
    RoundKind,
    Seat,
    SeatRole,
    StepTaken,
    Visit,
    Way,
    Workgroup,
    now,
)
from tests.asked import ask, ask_everything, say
from tests.conftest import doer, lay_out_cast, the_cast
from tests.table import Table, contradiction, lay
from tests.templates_made import Templates
from workflows import (
    action,
    agenda,
    answer,
    attendance,
    calendar_feed,
    comment,
    decision,
    document,
    dossier,
    leading,
    links,
    mandate,
    meeting,
    membership,
    milestone,
    minutes,
    organisation,
    overview,
    reminders,
    report_template,
    revision,
    saved_view,
    seat,
    series,
    sign_in,
    treatment,
    workgroup,
)
from workflows import contradiction as settling
from workflows import round as rounds
from workflows.command import Ask, Command, perform
from workflows.engine import Step
from workflows.refusals import NotAllowed, Refused, Unseen

COMMANDS = {
    "seat": [seat.INVITE_AGAIN, seat.GIVE_ROLE, seat.LEAVE],
    "membership": [membership.LEAVE],
    "workgroup": [
        seat.INVITE, membership.JOIN, workgroup.DESCRIBE, seat.SET_UP, membership.SET_UP, membership.SEAT_EXAMPLE,
        workgroup.FOUND_SUBGROUP, meeting.PLAN, mandate.ASK, mandate.DELIVER, milestone.ADD_MILESTONE,
        milestone.ADD_THEME, milestone.ADD_FIGURE, overview.WRITE, overview.PUBLISH,
        rounds.START, rounds.START_AND_OPEN,
        report_template.PROPOSE, dossier.ADD_THEME, saved_view.KEEP,
        *workgroup.procedure.steps,
    ],
    "dossier": [
        dossier.PUT_ON_AGENDA, dossier.LINK, leading.OFFER, leading.TAKE_BACK, revision.WRITE, comment.SAY,
        document.TO_DOSSIER, report_template.DESCRIBE, *report_template.procedure.steps,
    ],
    "comment": [comment.RESOLVE],
    "dossier_link": [dossier.UNLINK],
    "saved_view": [saved_view.DROP],
    "visit": [sign_in.END, sign_in.SET_PASSWORD, sign_in.PREFER, calendar_feed.MAKE],
    "calendar_feed": [calendar_feed.REVOKE],
    "series": [series.DESCRIBE, series.ADD_STANDING, series.END_STANDING],
    "meeting": [
        meeting.EDIT, meeting.MOVE, meeting.RESEND, agenda.ADD, agenda.ORDER, agenda.FILL, attendance.RECORD,
        attendance.REPLY, attendance.INVITE, *meeting.procedure.steps,
    ],
    "agenda_item": [agenda.EDIT, agenda.SHIFT, agenda.DROP, agenda.RESTORE, agenda.TAKE_UP, agenda.DISPOSE],
    "minutes": [minutes.SAVE, minutes.REMARK, minutes.RESOLVE, *minutes.procedure.steps],
    "decision": [decision.DESCRIBE, decision.WITHDRAW, decision.REPEAL],
    "action": [action.EDIT, action.FINISH],
    "contradiction": [settling.CHOOSE],
    "organisation": [organisation.DESCRIBE],
    "mandate_question": [mandate.REPORT],
    "overview_text": [overview.FORGET],
    "round": [
        rounds.EDIT, rounds.EXTEND, rounds.CLOSE_WHEN_DUE, reminders.REMIND, reminders.REMIND_WHEN_DUE, answer.GIVE,
        answer.RECORD, *rounds.procedure.steps,
    ],
    "answer": [treatment.TREAT],
    "round_party": [rounds.EXCUSE, rounds.ASK_AGAIN, answer.MAKE_LINK],
    "file": [document.TO_ITEM, document.TO_MINUTES, document.TO_ANSWER, document.WITHDRAW],
}  # fmt: skip
EVERYBODY = ("karim", "jef", "dora", "tom", "otto", "rita", "nele")
MAY = {
    "speaks": {"karim", "jef"}, "answers": {"karim", "jef"}, "owns": {"jef"}, "keeps": {"jef"}, "registrar": {"otto"},
    "represents": {"karim", "jef"}, "discusses": {"karim", "jef", "dora"}, "leads": {"jef"}, "describes": {"jef"},
    "asked_to_lead": {"jef"}, "seated": {"karim", "jef", "dora", "tom"}, "tests": {"karim", "jef"},
}  # fmt: skip
"""Who besides the coordinator: the agreement and the answer in question are of Gent, for which Jef may speak.

Gent leads the dossier, is asked to lead it once more, and Genk tests it.
"""


@pytest.fixture
def filling(request):
    return a_laid_table if "command" in request.fixturenames else the_cast


def a_laid_table(_app, session):
    cast = lay_out_cast(session)
    table = Table(session, doer(session), cast.obmi, cast.els)
    contradiction(lay(table, remarks_by=cast.griet))
    table.do(mandate.ASK, table.group, by=cast.els, text="Welke bron?")
    table.do(overview.WRITE, table.group, by=cast.els, year=2020, place="intro", text="x", basis="", seen=0)
    ask_everything(table.do, cast.obmi, cast.els, cast.griet)
    a_file_on_an_answer_of_gent(table, cast)
    a_dossier_of_gent(session, table, cast)
    return {"cast": cast}


def a_dossier_of_gent(session, table, cast):
    made = Templates(session, table.do, cast.obmi, cast.els, cast.griet, cast.karim)
    one = made.discussed()
    made.remark(one, cast.karim, "iets")
    table.do(saved_view.KEEP, cast.obmi, by=cast.els, name="alles", filters="", shared=True)
    table.do(dossier.LINK, one, by=cast.els, other=made.propose("Een ander"), relation=Relation.BELONGS_WITH)
    one = made.anew(one)
    one.asked_lead_id, one.tester_id = cast.griet.organisation_id, cast.karim.organisation_id
    session.commit()


def a_file_on_an_answer_of_gent(table, cast):
    said = say(table.do, ask(table.do, cast.obmi, cast.els, RoundKind.INTEREST), cast.griet, "yes")
    kept = document.Content("nota.txt", "text/plain", 1, "0" * 64)
    table.do(document.TO_ANSWER, said, by=cast.griet, content=kept, audience=None)


def subject_of(session, cast, command: Command):
    """A subject in OBMi that is not the asker's, in a state where the command could be done."""
    if command.on is Workgroup:
        return cast.obmi
    if command.on is Organisation:
        return cast.griet.organisation
    if command.on is Visit:
        return sign_in.open_visit(session, cast.griet, links.new_secret("visit"), Way.LINK, "")
    if command.on is CalendarFeed:
        made = CalendarFeed(digest="x", person_id=cast.griet.id, workgroup_id=cast.obmi.id)
        session.add(made)
        session.flush()
        return made
    model = command.on
    rows = session.scalars(select(model).where(model.workgroup_id == cast.obmi.id).order_by(model.id)).all()
    if isinstance(command, Step):
        return next((row for row in rows if row.state in command.sources), rows[0])
    return next((row for row in rows if getattr(row, "state", None) is ActionState.OPEN), rows[0])


@pytest.mark.parametrize("command", [c for group in COMMANDS.values() for c in group], ids=lambda c: c.name)
def test_only_who_may_gets_through(session, cast, command):
    subject = subject_of(session, cast, command)
    session.commit()
    for who in sorted(set(EVERYBODY) - MAY.get(command.who.name, set())):
        refused = refusal(session, command, subject, getattr(cast, who))
        assert isinstance(refused, NotAllowed | Unseen) or "kan nu niet" in str(refused), f"{who}: {refused}"
    for who in MAY.get(command.who.name, set()):
        refused = refusal(session, command, subject, getattr(cast, who))
        assert not isinstance(refused, NotAllowed), f"{who}: {refused}"


def refusal(session, command, subject, person) -> Refused | None:
    try:
        perform(session, command, Ask(person, subject.id))
    except Refused as refused:
        return refused
    except TypeError:
        return None  # the effect was reached: it asks inputs that were not given
    return None


def test_what_is_not_seen_does_not_exist_for_a_command_either(session, cast):
    for model in (Seat, Membership):
        row = session.scalars(select(model).where(model.workgroup_id == cast.obmi.id)).first()
        command = seat.LEAVE if model is Seat else membership.LEAVE
        assert isinstance(refusal(session, command, row, cast.otto), Unseen)


def test_every_command_is_in_this_list():
    modules = (
        action, agenda, answer, attendance, calendar_feed, comment, decision, document, dossier, leading, mandate,
        meeting, membership, milestone, minutes, organisation, overview, reminders,
        report_template, revision, rounds, seat, series, settling, sign_in, treatment, workgroup,
    )  # fmt: skip
    declared = {id(c) for module in modules for c in vars(module).values() if isinstance(c, Command) and c.on}
    steps = {id(step) for module in modules if hasattr(module, "procedure") for step in module.procedure.steps}
    declared |= steps
    declared -= {id(answer.GIVE_BY_LINK)}  # for whoever holds the link: tests/app/test_rounds.py
    listed = {id(c) for group in COMMANDS.values() for c in group}
    assert declared <= listed


def test_the_story_names_who_took_the_step(session, cast, do):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)
    do(workgroup.procedure.step("start"), cast.obmi, by=cast.els, note="eindelijk")
    told = session.scalars(select(StepTaken)).one()
    assert (told.person, told.came_from, told.went_to, told.note) == (cast.els, "proposed", "active", "eindelijk")
    assert told.at <= now()
    assert SeatRole.COORDINATOR in {seat.role for seat in told.person.seats}
