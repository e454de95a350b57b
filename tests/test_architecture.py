"""Rules about the code itself, so that nobody has to remember them."""

import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from app import FEATURES, create_app, vendored
from config import Config, DemonstrationConfig, TestConfig, WrongSettings
from models import Base, Precision, RoundKind
from tests import documents
from tests.asked import ask, say
from workflows import milestone
from workflows.visibility import CONDITIONS

ROOT = Path(__file__).parent.parent
SOURCES = [p for folder in ("app", "models", "workflows") for p in (ROOT / folder).rglob("*.py")]
TEMPLATES = [*ROOT.glob("app/**/*.html")]
TRACKED = [
    ROOT / name
    for name in subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True).stdout.split("\n")
    if name
]
TOP = {
    "app", "models", "workflows", "migrations", "tests", "docs", "requirements", "config.py", "pyproject.toml",
    "Makefile", "rt.py", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "SECURITY.md", ".ci", ".gitignore",
}  # fmt: skip


@pytest.fixture(scope="module")
def here():
    return create_app(TestConfig(DATABASE_URL="sqlite://"))


def test_every_page_says_who_may_see_it(here):
    silent = [
        rule.endpoint
        for rule in here.url_map.iter_rules()
        if rule.endpoint != "static" and not hasattr(here.view_functions[rule.endpoint], "rule")
    ]
    assert silent == []


def test_reading_and_changing_are_declared_apart(here):
    for rule in here.url_map.iter_rules():
        assert not {"GET", "POST"} <= rule.methods, rule.endpoint


def test_addresses_are_kebab_case_with_named_parts(here):
    for rule in here.url_map.iter_rules():
        if rule.endpoint not in ("static", "health.security_txt"):
            assert re.fullmatch(
                r"(/([a-z0-9-]+(\.xlsx|\.<kind>)?|<(int:\w+|workgroup|kind|name|secret|code|number)>(\.ics|\.<kind>)?))*/?",
                rule.rule,
            ), rule.rule


def test_a_feature_is_whole():
    for name in FEATURES:
        assert (ROOT / "app" / name / "views.py").exists()


def test_every_constraint_has_a_name():
    for table in Base.metadata.sorted_tables:
        for constraint in table.constraints:
            assert constraint.name, f"{table}: {constraint}"


def test_every_model_with_a_workgroup_says_who_sees_it():
    unseen = {"audit_payload", "attempt", "answered", "one_time_link", "provenance"}
    """Read only by the program itself, or only for rows that the reader already sees."""
    tables = {mapper.class_.__tablename__ for mapper in Base.registry.mappers}
    assert tables - {model.__tablename__ for model in CONDITIONS} == unseen


def test_the_trail_has_a_word_for_every_kind_of_row_of_a_workgroup():
    from app.audit_trail.views import NOUNS

    tables = {m.class_.__tablename__ for m in Base.registry.mappers if hasattr(m.class_, "workgroup_id")}
    assert set(NOUNS) == (tables | {"workgroup"}) - {"audit_entry"}


def test_no_page_gets_what_its_view_did_not_pass():
    """A context processor runs for every page and hides where a value comes from."""
    assert [path.name for path in SOURCES if ".context_processor" in path.read_text()] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_a_template_holds_no_script_no_style_and_nothing_marked_safe(path):
    text = path.read_text()
    for forbidden in (
        "|safe",
        "style=",
        "<style",
        "onclick",
        "onsubmit",
        "javascript:",
        "hx-on",
        "http://",
        "https://",
    ):
        assert forbidden not in text or (forbidden == "style=" and "mail/" in str(path))
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


RENDERED = {
    "mandate|markup", "about|markup", "block.svg|markup", "html|markup", "rationale|markup", "block.html|markup",
    "item.proposal_sanitiser)|markup", "sheet.block.sanitiser)|markup", "asked_text|markup", "shown.picture|markup",
    "at_table.picture|markup",
}  # fmt: skip
"""Each is what workflows/text.py made (`render`, or `current` of what was stored), or a picture.py drew, escaped."""


def test_only_rendered_markdown_is_marked_as_html():
    uses = {match for path in TEMPLATES for match in re.findall(r"[^{ ]*\|markup", path.read_text())}
    assert uses <= RENDERED, "say here where this HTML comes from"


def test_a_writer_is_loaded_only_when_a_file_is_asked():
    """typst, Word and Excel cost memory and start-up that most pages do not need (performance.md)."""
    heavy = "{'typst', 'docx', 'docxtpl', 'xlsxwriter', 'lxml'}"
    program = f"import sys, app, app.serving; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_no_sentence_hides_in_an_f_string():
    """Before Python 3.12 the extractor does not look into those: the sentence would never be translated."""
    hidden = re.compile(r"""f(?:"[^"\n]*|'[^'\n]*)\{[^}"\n]*\b(?:gettext|ngettext|_l|Words|counted)\(""")
    found = {path.name for path in SOURCES if hidden.search(path.read_text())}
    assert found == set()


def test_only_commands_and_the_outbox_commit():
    allowed = {"command.py", "limits.py", "sender.py", "access.py", "cli.py"}
    committing = {path.name for path in SOURCES if ".commit()" in path.read_text()}
    assert committing <= allowed


def test_vendored_files_are_what_they_must_be():
    assert vendored.check() == []


@pytest.mark.parametrize("name", documents.PAGES)
def test_generated_pages_say_what_the_tables_say(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == documents.PAGES[name](), "run `make document`"


def test_the_top_level_holds_what_it_may():
    assert {path.relative_to(ROOT).parts[0] for path in TRACKED} <= TOP


def test_lock_files_hold_hashes_and_no_host():
    for path in ROOT.glob("requirements/*.txt"):
        text = path.read_text()
        assert "://" not in text
        pinned = re.findall(r"^\S+==.*?(?=^\S|\Z)", text, re.M | re.S)
        assert len(pinned) > 20
        assert all("--hash=sha256:" in one for one in pinned)


def test_few_direct_dependencies():
    names = [line for line in (ROOT / "requirements/runtime.in").read_text().splitlines() if line[:1].isalpha()]
    assert len(names) <= 25


def test_no_path_of_a_machine_and_no_key_is_committed():
    patterns = ["/wo" + "rk/", "/ro" + "ot/", "BEGIN [A-Z ]*PRIV" + "ATE KEY", "AGE-SECRET-" + "KEY-1[A-Z0-9]{20}"]
    for path in TRACKED:
        if path.is_file() and path.suffix not in (".png", ".woff2", ".mo", ".docx"):
            text = path.read_text(encoding="utf-8")
            assert not [p for p in patterns if re.search(p, text)], path


def test_a_real_installation_does_not_start_half_configured(monkeypatch):
    for name in ("SECRET_KEY", "BASE_URL", "DEMONSTRATION"):
        monkeypatch.delenv(f"RONDETAFEL_{name}", raising=False)
    with pytest.raises(WrongSettings, match="SECRET_KEY"):
        Config()
    with pytest.raises(WrongSettings, match="BASE_URL"):
        Config(SECRET_KEY="x" * 32)
    with pytest.raises(WrongSettings, match="https"):
        Config(SECRET_KEY="x" * 32, BASE_URL="http://rondetafel.example")
    assert Config(SECRET_KEY="x" * 32, BASE_URL="https://rondetafel.example").https
    assert not Config(SECRET_KEY="x" * 32, BASE_URL="https://rondetafel.example").DEMONSTRATION
    assert DemonstrationConfig(SECRET_KEY="x" * 32).DEMONSTRATION


NO_PAGE = {"door.link", "door.invitation", "door.language", "door.sign_in", "rounds.answer", "dossiers.offer"}
"""With the secret of the example, or for who is in already, these answer something else than a page."""
MOST = {
    "meetings.show": 30,  # everything of a meeting at once: its book, who comes, what is missing, its neighbours
    "home.index": 23,  # it looks everywhere, and for each next meeting at what it waits for
    "workgroups.show": 11,  # the group, its members, its tree, its mandate and its story
    "history.index": 10,  # three lists and the contradictions, each with where it comes from
    "overview.show": 26,  # a year with everything in it: its meetings, what came of them, members, subgroups, work
    "overview.document": 26,
    "overview.write": 26,
    "dossiers.index": 10,  # the list, what it can be filtered on, who uses each, what each is of use for, what she kept
    "dossiers.show": 22,  # its texts, remarks, files, rounds with answers, ties, story and pace, each in one question
    "dossiers.effort": 9,
    "matching.index": 10,  # what each organisation did and uses, and who speaks for it
    "rounds.matrix": 9,
    "rounds.show": 14,  # its seats, their answers, those of last time, what it is about, the steps and the story
    "rounds.now": 10,  # when there is news: its seats, their answers, those of last time and the steps
    "papers.paper": 15,  # a meeting with its book and its editions
    "city_sheets.show": 14,  # an organisation with all it promised, brought, worked on and led
    "city_sheets.document": 14,
    "actions.change": 9,  # reads its agreement twice: once for the form, once for the page
}
"""Whatever is not named here asks at most eight."""


@pytest.fixture
def filling(request, filling):
    from tests.app.world import the_world

    return the_world if "world" in request.fixturenames else filling


@pytest.fixture
def world(app, session, found):
    from tests.app.world import World

    return World(app, session, found["world"])


@pytest.mark.both
def test_pages_ask_the_database_a_constant_number_of_times(world, cast, browser, statements, session, do):
    """One row or thirty cost the same, and never more than is said above."""
    from tests.app.policy import POLICY
    from tests.conftest import person

    table = world.table
    remember(do, cast, 0)
    names = sorted(name for name, method in POLICY if method == "GET")
    pages = {world.path(name, world.example(name, "coordinator")[0]): name for name in names}
    del pages[world.path("steps.ask", world.example("steps.ask", "coordinator")[0])]
    pages[f"/obmi/steps/meeting/{table.meetings['planned'].id}/convene"] = "steps.ask"
    pages |= {f"/obmi/meetings/{one.number}": "meetings.show" for one in table.meetings.values()}
    pages |= {"/obmi/members?on=2020-01-01": "workgroups.members_on"}

    def questions() -> dict[str, int]:
        found = {}
        els, nobody = browser.as_(cast.els), browser.as_(None)
        for page, name in pages.items():
            visitor = nobody if name.startswith("from_mail") else els
            status = visitor.open(page).status_code
            statements.clear()
            assert visitor.open(page).status_code == status
            assert status == 200 or name in NO_PAGE, (page, status)
            found[page] = len([sent for sent in statements if sent.lstrip().upper().startswith("SELECT")])
        return found

    browser.as_(cast.els).get("/")  # from now on nothing changed since her last visit
    few = questions()
    for nth in range(12):
        person(session, f"extra{nth}", "Gent", cast.obmi, cast.griet.seats[0].role)
        for name in ("running", "planned", "convened"):
            table.add(table.meetings[name], f"nog een punt {nth}")
        item = table.items(table.meetings["running"])[-1]
        remember(do, cast, nth + 1)
        table.write(item, f"tekst {nth}\n! Genk: nog een afspraak {nth}\n= beslissing {nth}")
    assert questions() == few
    over = {page: asked for page, asked in few.items() if asked > MOST.get(pages[page], 8)}
    assert over == {}


def remember(do, cast, nth):
    """One more of everything that the page of the history shows."""
    at = {"by": cast.els, "source": "een boekje"}
    do(milestone.ADD_MILESTONE, cast.obmi, title=f"Feit {nth}", happened_on=day(nth), precision=Precision.DAY, **at)
    do(milestone.ADD_THEME, cast.obmi, name=f"Thema {nth}", since_year=2020, until_year=None, **at)
    asked = ask(do, cast.obmi, cast.els, RoundKind.STATUS, question=f"Hoe staat het {nth}?")
    say(do, asked, cast.griet, "on_track")
    do(milestone.ADD_FIGURE, cast.obmi, title=f"Cijfer {nth}", value="12", year=2020, **at)


def day(nth):
    return date(2020, 1, 1) + timedelta(days=nth)
