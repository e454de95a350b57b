"""The authorisation matrix: every endpoint and method, from every point of view, held against policy.py."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select, true

from app import create_app
from app.extensions import db
from config import DemonstrationConfig, TestConfig
from models import AuditEntry, CalendarFeed, Mailbox, Message, Mute, Person, Received, RoundKind, Visit
from tests.app.examples.shape import Form
from tests.app.policy import DECLARED, DEMONSTRATION, MAILED, MAY, OUTSIDE, POINTS_OF_VIEW, POLICY, routes
from tests.app.world import World
from tests.conftest import Browser
from tests.templates_made import Templates
from workflows import rules, saved_view, visibility

HERE = create_app(TestConfig(DATABASE_URL="sqlite://"))
REDIRECT, NOT_SIGNED_IN, FORBIDDEN, UNSEEN, NOT_HERS = 302, 401, 403, 404, 409


def test_nothing_is_unlisted_and_nothing_is_stale(tmp_path):
    assert routes(HERE) == set(POLICY)
    shown = DemonstrationConfig(DATABASE_URL="sqlite://", SECRET_KEY="x" * 20, MAIL_FOLDER=str(tmp_path))
    assert routes(create_app(shown)) == set(POLICY) | set(DEMONSTRATION)


def test_outside_the_demonstration_nobody_chooses_who_she_is(browser):
    browser.get("/demonstration", status=302)  # an address of a workgroup, and to nobody the door
    browser.post("/demonstration/sign-in", status=404, person="1")


def test_a_page_without_a_rule_is_closed(url, session, cast):
    """In an application of its own: the others do not have this page."""
    app = create_app(TestConfig(DATABASE_URL=url))
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert Browser(app, session, cast.els).open("/forgotten").status_code == FORBIDDEN
    with app.app_context():
        db.engine.dispose()


def row(world: World, endpoint: str, method: str) -> int:
    """Run one row of the matrix; raises AssertionError at the first wrong cell. Returns the cells executed."""
    listed = DECLARED.get((endpoint, method), POLICY[endpoint, method])
    assert world.app.view_functions[endpoint].rule.name == listed
    may = MAY[POLICY[endpoint, method]]
    for view in POINTS_OF_VIEW:
        if view not in may:
            denied(world, endpoint, method, view)
    for view in [view for view in POINTS_OF_VIEW if view in may]:
        allowed(world, endpoint, method, view)
    return len(POINTS_OF_VIEW)


def denied(world: World, endpoint: str, method: str, view: str) -> None:
    parts, form = world.example(endpoint, view)
    before = world.dump()
    answer = world.browsers[view].open(world.path(endpoint, parts), method, data=form)
    assert answer.status_code in refusals(endpoint, method, view), f"{view}: {answer.status_code}"
    assert answer.status_code != REDIRECT or "/sign-in" in answer.headers["Location"]
    assert world.dump() == before, f"{view} was refused and still changed something"


def refusals(endpoint: str, method: str, view: str) -> set[int]:
    """With what she may be refused."""
    outside = {REDIRECT} if method == "GET" else {NOT_SIGNED_IN}
    mailed = {NOT_HERS} if POLICY[endpoint, method] == MAILED else set()
    return (outside if view in OUTSIDE else {FORBIDDEN, UNSEEN}) | mailed


WHO_MAY = re.compile("Dit kan alleen|niet op de lijst van deze ronde")
"""In every refusal."""


def broken(form: Form) -> Form:
    """The same fields with what no field takes, and a key that no form had."""
    return dict.fromkeys(form, "\0?" * 2_000) | {"key": "?" * 80}


@pytest.mark.parametrize(("endpoint", "method"), sorted(key for key in POLICY if key[1] == "POST"))
def test_rights_come_before_the_form(world, endpoint, method):
    """Who may not do a thing hears who may, however little or how badly she filled in."""
    for view in POINTS_OF_VIEW:
        if view not in MAY[POLICY[endpoint, method]]:
            parts, form = world.example(endpoint, view)
            for given in ({}, broken(form)):
                answer = world.browsers[view].open(world.path(endpoint, parts), method, data=given)
                assert answer.status_code in refusals(endpoint, method, view), f"{view}: {answer.status_code}"
                assert answer.status_code != FORBIDDEN or WHO_MAY.search(answer.text), view


def test_a_step_a_round_and_a_view_say_who_may_before_what_is_missing(session, cast, do, browser, ask):
    """What only the subject itself can tell: its lead, its list, for whom it is kept."""
    made = Templates(session, do, cast.obmi, cast.els, cast.griet, cast.karim)
    one, asked = made.led(), ask(RoundKind.INTEREST)
    karim, els = browser.as_(cast.karim), browser.as_(cast.els)
    assert "de trekker en de coördinator" in karim.post(
        f"/obmi/steps/report_template/{one.id}/first_proposal", status=FORBIDDEN
    )
    assert "niet op de lijst van deze ronde" in els.post(f"/obmi/rounds/{asked.id}/answer", status=FORBIDDEN)
    assert "de coördinator van deze werkgroep" in karim.post("/obmi/dossiers/views", status=FORBIDDEN, shared="y")
    kept = do(saved_view.KEEP, cast.obmi, by=cast.els, name="Onze lijst", filters="", shared=True)
    assert "wie de weergave bewaarde" in karim.post(
        f"/obmi/dossiers/views/{kept.id}/drop", status=FORBIDDEN, key="?" * 80
    )


def allowed(world: World, endpoint: str, method: str, view: str) -> None:
    parts, form = world.example(endpoint, view)
    trail = entries(world)
    before = world.dump()
    answer = world.browsers[view].open(world.path(endpoint, parts), method, data=form)
    good = {200, 302} if endpoint != "door.check_password" else {422}
    assert answer.status_code in good, f"{view}: {answer.status_code} {answer.text}"
    if method == "GET":
        assert world.dump() == before, f"{view}: a GET changed something"
    else:
        assert entries(world) > trail, f"{view}: a change without a trace"


def entries(world: World) -> int:
    world.session.rollback()
    return world.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.fixture(autouse=True)
def uncounted(monkeypatch):
    """Tries are counted elsewhere; here 13 visitors share an address."""
    monkeypatch.setattr("app.door.limits.count", lambda *_: [])


@pytest.mark.parametrize(("endpoint", "method"), sorted(POLICY))
def test_the_matrix(world, endpoint, method):
    assert row(world, endpoint, method) == len(POINTS_OF_VIEW)


@pytest.mark.postgresql
@pytest.mark.parametrize(("endpoint", "method"), sorted(key for key in POLICY if key[1] == "POST"))
def test_every_form_is_taken(world, endpoint, method):
    """By who may, on PostgreSQL too; every page is opened there where its questions are counted."""
    may = MAY[POLICY[endpoint, method]]
    allowed(world, endpoint, method, next(view for view in reversed(POINTS_OF_VIEW) if view in may))


def caught(world: World, endpoint: str, method: str) -> bool:
    try:
        row(world, endpoint, method)
    except AssertionError:
        return True
    return False


GUARDED = sorted(
    {
        (key[0].split(".")[0], key[1], rule): key for key, rule in POLICY.items() if rule not in ("everyone", MAILED)
    }.values()
)
"""Of every feature one page for each rule and method."""
GUARDS = (
    "tests/app/policy.py", "tests/app/world.py", "tests/app/canaries.py", "tests/app/examples/*.py", "app/access.py",
    "workflows/rules.py", "workflows/visibility.py",
)  # fmt: skip
"""What decides whether a page that lost its rule, or a model that everybody sees, is found."""


@pytest.mark.planted
@pytest.mark.parametrize(("endpoint", "method"), GUARDED)
def test_a_page_that_lost_its_rule_is_caught(world, endpoint, method, monkeypatch):
    monkeypatch.setattr(world.app.view_functions[endpoint], "rule", rules.everyone)
    assert caught(world, endpoint, method)


RULES = {"signed_in": ("home.index", "GET"), "seated": ("people.index", "GET"), "coordinator": ("people.invite", "GET")}


@pytest.mark.planted
@pytest.mark.parametrize("name", RULES)
def test_a_rule_that_lets_everybody_in_is_caught(world, name, monkeypatch):
    rule = getattr(rules, name)
    open_to_all = rules.Rule(rule.name, rule.says, lambda _person, _subject: True)
    endpoint, method = RULES[name]
    if name == "signed_in":
        open_to_all = rules.everyone  # who is not there is stopped before any rule is asked
    monkeypatch.setattr(world.app.view_functions[endpoint], "rule", open_to_all)
    assert caught(world, endpoint, method)


FOR_EVERYBODY = {
    "organisation", "workgroup", "former_name", "milestone", "theme", "key_figure", "contradiction", "claim",
    "source_document", "website_check", "dossier_theme",
}  # fmt: skip
"""Names, and what was recorded out of published documents (settled.md)."""


@pytest.mark.both
def test_nobody_sees_a_row_of_another_group(canaries):
    """What is for everyone signed in is listed; of all the rest nobody sees what is not hers."""
    for model, condition in visibility.CONDITIONS.items():
        if model.__tablename__ in FOR_EVERYBODY:
            assert str(condition(canaries.cast.els)) == str(true())
        else:
            assert foreign_rows(canaries, model) == 0, model


@pytest.mark.planted
@pytest.mark.parametrize(
    "model",
    [model for model in visibility.CONDITIONS if model.__tablename__ not in FOR_EVERYBODY],
    ids=lambda model: model.__tablename__,
)
def test_a_model_that_everybody_sees_is_caught(canaries, model, monkeypatch):
    monkeypatch.setitem(visibility.CONDITIONS, model, lambda _person: true())
    assert foreign_rows(canaries, model) > 0


def foreign_rows(world: World, model: Any) -> int:
    """How many rows of the other workgroup, or of somebody else, OBMi's people and outsiders see."""
    people = [person for view, person in world.people.items() if view != "other group" and person]
    seen = [row for person in people for row in rows_seen(world, model, person) if is_foreign(world, row, person)]
    return len(seen)


def rows_seen(world: World, model: Any, person: Any) -> Any:
    return world.session.scalars(select(model).where(visibility.seen_by(person, model)))


def is_foreign(world: World, row: Any, person: Any) -> bool:
    if isinstance(row, Visit | Message | CalendarFeed | Mailbox | Mute | Received):
        return row.person_id != person.id
    if isinstance(row, Person):
        return row.name in ("Otto", "kanarienaam")
    return bool(row.workgroup_id == world.cast.orba.id)
