"""Every command, asked by everybody, past the pages: the rule is in the command too."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from models import (
    ActionState,
    Audience,
    CalendarFeed,
    DossierState,
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
from tests.conftest import doer, lay_out_cast, person, the_cast
from tests.table import Table, contradiction, lay
from tests.templates_made import Templates
from tests.workflows.policy import POLICY
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
from workflows.command import Ask, Command, named, perform
from workflows.engine import Step, set_state
from workflows.refusals import NotAllowed, Refused, Unseen
from workflows.rules import everyone

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
EVERYBODY = ("els", "karim", "jef", "dora", "mia", "tom", "otto", "rita", "nele")
MAY = {
    "coordinator": {"els"}, "operator": set(), "herself": set(), "registrar": {"els", "otto"},
    "speaks": {"els", "karim", "jef"}, "answers": {"els", "karim", "jef"}, "represents": {"karim", "jef"},
    "discusses": {"els", "karim", "jef", "dora"}, "seated": {"els", "karim", "jef", "dora", "mia", "tom"},
    "owns": {"els", "jef"}, "keeps": {"els", "jef"}, "leads": {"els", "jef"}, "describes": {"els", "jef"},
    "asked_to_lead": {"jef"}, "tests": {"els", "karim", "jef"}, "keeps_view": {"els"},
}  # fmt: skip
"""By the name of a rule: who of them. Mia of Gent only reads.

The agreement and the answer in question are of Gent, for which Jef may speak. Gent proposed and leads the dossier, is
asked to lead it once more, and Genk tests it. What is one's own is Griet's, who is not asked.
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
    return {"cast": cast, "mia": person(session, "mia", "Gent", cast.obmi, SeatRole.READER)}


@pytest.fixture
def everybody(cast, found):
    """By name."""
    return {name: found["mia"] if name == "mia" else getattr(cast, name) for name in EVERYBODY}


def a_dossier_of_gent(session, table, cast):
    made = Templates(session, table.do, cast.obmi, cast.els, cast.griet, cast.karim)
    one = made.discussed()
    made.remark(one, cast.karim, "iets")
    table.do(saved_view.KEEP, cast.obmi, by=cast.els, name="alles", filters="", shared=True)
    table.do(dossier.LINK, one, by=cast.els, other=made.propose("Een ander"), relation=Relation.BELONGS_WITH)
    one = made.anew(one)
    one.by_id, one.audience = cast.griet.organisation_id, Audience.VENDOR  # so that Dora of Genk sees it
    one.asked_lead_id, one.tester_id = cast.griet.organisation_id, cast.karim.organisation_id
    session.commit()


def a_file_on_an_answer_of_gent(table, cast):
    said = say(table.do, ask(table.do, cast.obmi, cast.els, RoundKind.INTEREST), cast.griet, "yes")
    kept = document.Content("nota.txt", "text/plain", 1, "0" * 64)
    table.do(document.TO_ANSWER, said, by=cast.griet, content=kept, audience=None)


def subject_of(session, cast, command: Command):
    """A subject in OBMi that is not the asker's, in a state where the command could be done."""
    if command.on is Workgroup:
        return ready(cast.obmi, command)
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
        return ready(next((row for row in rows if row.state in command.sources), rows[0]), command)
    return next((row for row in rows if getattr(row, "state", None) is ActionState.OPEN), rows[0])


def ready(row, command: Command):
    """For a step: in a state from which it leads, put there by hand: here the rule is asked, not the way to it."""
    if isinstance(command, Step) and row.state not in command.sources:
        set_state(row, sorted(command.sources)[-1])
        if row.state == DossierState.STOPPED:
            row.ended_because = "geen belangstelling"
    return row


def stopped_by_the_rule(refused: Refused | None) -> bool:
    """Not by what is missing, and not by what the effect asks of who may."""
    by_the_rule = isinstance(refused, NotAllowed) and str(refused).startswith("Dit kan alleen")
    return by_the_rule or isinstance(refused, Unseen)


ALL = [command for group in COMMANDS.values() for command in group]


@pytest.mark.parametrize("command", ALL, ids=named)
def test_only_who_may_gets_through(session, cast, everybody, command):
    """Everybody else is stopped by the rule itself: a row that is refused for another reason proves nothing."""
    subject = subject_of(session, cast, command)
    session.commit()
    may = MAY[POLICY[named(command)]]
    for who in sorted(set(EVERYBODY) - may):
        refused = refusal(session, command, subject, everybody[who])
        assert stopped_by_the_rule(refused), f"{who}: {refused}"
    for who in sorted(may):
        refused = refusal(session, command, subject, everybody[who])
        assert not stopped_by_the_rule(refused), f"{who}: {refused}"


def test_every_command_has_a_name_of_its_own_and_the_rule_that_was_written_down_for_it():
    """What came of a form is found again by the name of its command."""
    assert {named(command): command.who.name for command in ALL} == POLICY
    names = [named(command) for command in {id(command): command for command in ALL}.values()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.planted
@pytest.mark.parametrize("command", ALL, ids=named)
def test_a_command_that_lost_its_rule_is_caught(session, cast, everybody, command):
    """With the rule of this command open to all, somebody gets through who may not; or nobody who may not sees it."""
    subject = subject_of(session, cast, command)
    session.commit()
    open_to_all = replace(command, who=everyone)
    foreign = sorted(set(EVERYBODY) - MAY[POLICY[named(command)]])
    refused = [refusal(session, open_to_all, subject, everybody[who]) for who in foreign]
    if named(command) in UNSEEN_BY_ALL_OTHERS:
        assert {type(one) for one in refused} == {Unseen}
    else:
        assert not all(map(stopped_by_the_rule, refused))


UNSEEN_BY_ALL_OTHERS = {
    "visit.end", "visit.set_password", "visit.prefer", "visit.make_calendar_feed", "calendar_feed.revoke", "round.open",
}  # fmt: skip
"""There the rule is a second net: who may not does not even see the row."""
GUARDS = (
    "tests/workflows/policy.py",
    "tests/table.py",
    "tests/asked.py",
    "tests/templates_made.py",
    "workflows/rules.py",
)
"""What decides whether a command that lost its rule is found, besides this file."""


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
    assert declared <= {id(command) for command in ALL}


def test_the_story_names_who_took_the_step(session, cast, do):
    do(workgroup.DESCRIBE, cast.obmi, by=cast.els, name="OBMi", mandate="Meten", cadence_weeks=6)
    do(workgroup.procedure.step("start"), cast.obmi, by=cast.els, note="eindelijk")
    told = session.scalars(select(StepTaken)).one()
    assert (told.person, told.came_from, told.went_to, told.note) == (cast.els, "proposed", "active", "eindelijk")
    assert told.at <= now()
    assert SeatRole.COORDINATOR in {seat.role for seat in told.person.seats}
