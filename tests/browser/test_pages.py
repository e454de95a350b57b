"""Every page, as its visitors see it: accessible, valid, as wide as the screen."""

from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from html5lib import HTMLParser
from playwright.sync_api import expect
from sqlalchemy import select

from models import (
    Action,
    AgendaItem,
    Answer,
    Comment,
    Contradiction,
    Decision,
    Document,
    Meeting,
    MinuteBlock,
    Minutes,
    ReportTemplate,
    Round,
    RoundParty,
    Series,
    Workgroup,
)
from tests.app.policy import DEMONSTRATION, POLICY
from tests.site import filled, open_site

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXAMPLES = {
    "secret": "x", "code": "nl", "seat_id": 1, "kind": "workgroup", "name": "pause", "n": 1, "organisation_id": 5,
    "year": 2020, "question_id": 1,
}  # fmt: skip
NO_PAGE = {
    "health.health", "health.security_txt", "door.language", "meetings.calendar_file", "papers.paper", "actions.sheet",
    "decisions.sheet", "city_sheets.document", "rounds.sheet", "rounds.matrix_sheet", "rounds.answer",
    "guests.answer", "rounds.bundle", "overview.document", "overview.edition_document", "calendar_feed.read",
    "files.download", "meetings.now", "rounds.now", "dossiers.sheet", "dossiers.offer", "files.package",
    "texts.sheets",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """With dossiers too."""
    beginning = filled(tmp_path_factory, laid=True, dossiers=True)
    with open_site(tmp_path_factory.mktemp("site"), beginning) as site:
        yield site


def examples(session):
    """For each address the parts of something that is there, in a state in which the page has most to show."""
    obmi = session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()
    laid = {
        one.number: one
        for one in session.scalars(
            select(Meeting)
            .where(Meeting.workgroup_id == obmi.id, Meeting.recorded.is_(False))
            .order_by(Meeting.held_on)
        )
    }
    approved, circulated, running, convened, planned = laid
    item = session.scalars(select(AgendaItem).join(AgendaItem.meeting).where(Meeting.number == planned)).first()
    block = select(MinuteBlock.id).join(Minutes, Minutes.id == MinuteBlock.minutes_id)

    rows = session.execute(select(Round.id, Round.kind, Round.state).where(Round.recorded.is_(False)))
    every_round = {(one.kind if one.state == "open" else one.state).value: one.id for one in rows}
    party = session.scalars(select(RoundParty).where(RoundParty.round_id == every_round["task"])).first()

    answer = session.scalars(select(Answer).where(Answer.round_id == every_round["call"])).first()

    found = {
        one.state.name: one.number
        for one in session.scalars(select(ReportTemplate).where(ReportTemplate.recorded.is_(False)))
    }
    comment = session.scalars(select(Comment.id).where(Comment.resolved_at.is_(None))).first()

    def block_of(number):
        return session.scalars(block.where(Minutes.meeting_id == laid[number].id)).first()

    return {
        "subject_id": obmi.id,
        "meetings": {"number": [running, planned, convened, circulated, approved, "2020-2", "workshop-2016-1"]},
        "agendas": {"number": [planned], "item_id": [item.id]},
        "minutes": {"number": [circulated], "block_id": [block_of(circulated)], "remark_id": [1]},
        "minutes.block": {"number": [running], "block_id": [block_of(running)]},
        "minutes.edition": {"number": [approved]},
        "overview": {"name": ["intro", "closing"]},
        "files": {
            "kind": ["item"],
            "parent_id": [item.id],
            "document_id": session.scalars(select(Document.id)).all()[:1],
        },
        "dossiers": {"number": [found["UNDER_DISCUSSION"]]},
        "dossiers.show": {"number": [*found.values(), "RAP-001"]},
        "texts": {"number": [found["UNDER_DISCUSSION"]], "nth": [1, 2], "comment_id": [comment]},
        "history.add": {"kind": ["milestone", "theme", "figure"]},
        "decisions": {"number": session.scalars(select(Decision.number).where(Decision.number.is_not(None))).all()[:2]},
        "decision_id": session.scalars(select(Decision.id).where(Decision.state == "draft")).first(),
        "action_id": session.scalars(select(Action.id).where(Action.recorded.is_(False))).first(),
        "rounds.show": {"round_id": every_round.values()},
        "rounds.edit": {"round_id": [every_round["draft"]]},
        "rounds.excuse": {"round_id": [every_round["task"]], "party_id": [party.id]},
        "rounds.treat": {"round_id": [every_round["call"]], "answer_id": [answer.id]},
        "round_id": every_round["task"],
        "series_id": session.scalars(select(Series.id).where(Series.workgroup_id == obmi.id, Series.main)).first(),
        "contradiction_id": session.scalars(select(Contradiction.id)).first(),
    }


def parts_of(endpoint, arguments, known):
    """Every combination of parts that the page should be seen with."""
    own = known.get(endpoint) or known.get(endpoint.split(".")[0]) or {}
    rows = [{}]
    for name in sorted(arguments):
        values = own.get(name) or [known.get(name) or EXAMPLES.get(name) or "obmi"]
        only_one = endpoint.startswith("meetings.") and endpoint not in ("meetings.show", "meetings.screen")
        rows = [
            {**row, name: value} for row in rows for value in (values[1:2] if only_one and name == "number" else values)
        ]
    return rows


def addresses(site, *rules) -> list[str]:
    """Every address that answers GET (or those under these rules of the policy), with examples for its parts."""
    found = []
    here = site.app.url_map.bind("localhost")
    known = site.behind(examples)
    for (endpoint, method), ruled in {**POLICY, **DEMONSTRATION}.items():
        if method == "GET" and endpoint not in NO_PAGE and (not rules or ruled in rules):
            rule = next(site.app.url_map.iter_rules(endpoint))
            found += [here.build(endpoint, parts) for parts in parts_of(endpoint, rule.arguments, known)]
    compared = [f"{address}?with=1" for address in found if address.endswith("/versions/2")]
    return [*found, *compared, "/obmi/nergens"]


LOOKS = [(1440, "light"), (390, "dark")]


def with_axe(page):
    """Axe comes along with every page that is opened here."""
    page.add_init_script(Axe().axe_script)
    return page


def faults(page) -> list[str]:
    """Of what is in order axe need not tell where: that takes it twice as long as looking."""
    options = {"runOnly": TAGS, "resultTypes": ["violations"]}
    violations = page.evaluate("options => axe.run(document, options).then(found => found.violations)", options)
    return [f"{v['id']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in violations]


SHAPE = """() => ['body > :not(main)', 'main'].map(part => [...document.querySelectorAll(`${part}, ${part} *`)].map(
  one => [one.tagName, one.className.baseVal ?? one.className, one.textContent.trim() ? 't' : '',
          ...one.getAttributeNames().map(name => /^(aria|role|type|for|lang|alt|title|tab)/.test(name)
            ? name + (one.getAttribute(name) ? '=' : '') : name)].join(' ')).join('\\n'))"""
"""What surrounds a page and what is in it: which elements, of which class, with which attributes, empty or not."""


def shape_of(page) -> set[int]:
    """Two pages of which this is the same look and read alike, whatever the words are."""
    return {hash(part) for part in page.evaluate(SHAPE)}


def turn_to(page, width, scheme) -> None:
    """The page that is open, on another screen and in other colours: all that makes a difference is in its CSS."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize(("who", "rules"), [("Coördinator", ()), (None, ("everyone",))])
def test_no_page_shuts_anybody_out(site, visit, who, rules):
    page, found = with_axe(visit(who)), {}
    for address in addresses(site, *rules):
        page.goto(address)
        for look in LOOKS:
            turn_to(page, *look)
            if problems := faults(page):
                found[address, look] = problems
        if width := too_wide(page):
            found[address, "narrow"] = [f"it scrolls sideways at {width} px"]
        if shown := page.locator("[hidden]:visible").evaluate_all("all => all.map((one) => one.outerHTML)"):
            found[address, "hidden"] = shown
    assert found == {}


def too_wide(page) -> int | None:
    """The width at which this page does not fit in it, of the screens that people carry."""
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            return width
    return None


def test_a_page_that_is_too_wide_is_seen(visit):
    """The check itself: fits on a phone, and not any more with a line that cannot break."""
    page = visit("Coördinator")
    assert too_wide(page) is None
    page.evaluate("document.querySelector('h1').textContent = 'x'.repeat(200)")
    page.evaluate("document.querySelector('h1').style.overflowWrap = 'normal'")
    assert too_wide(page) == 390


def test_no_page_shuts_out_who_may_do_less(site, visit):
    """Who speaks for a city, and the vendor; of a page that both see alike one is looked at."""
    found, seen = {}, set()
    for who in ("Vertegenwoordiger Gent", "Leverancier"):
        page = with_axe(visit(who))
        for address in addresses(site, "everyone", "signed_in", "seated", "speaks", "table mates"):
            page.goto(address)
            shape = shape_of(page)
            if not shape <= seen and (problems := faults(page)):
                found[who, address] = problems
            seen |= shape
    assert found == {}


def test_what_can_be_read_in_one_look_alone_is_seen(visit):
    """The check itself, with a word in the colour of the other look and with a page in no language."""
    page = with_axe(visit("Coördinator"))
    for look, other in (LOOKS, reversed(LOOKS)):
        page.goto("/")
        turn_to(page, *look)
        page.evaluate(
            "const {color} = getComputedStyle(document.body);"
            "for (const heading of document.querySelectorAll('h1')) heading.style.color = color"
        )
        assert faults(page) == []
        turn_to(page, *other)
        assert [fault.partition(":")[0] for fault in faults(page)] == ["color-contrast"]
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any(fault.startswith("html-has-lang") for fault in faults(page))


def test_a_matrix_of_many_columns_scrolls_by_itself(site, visit):
    """The words for who listens stand outside the flow: they may not make the page as wide as the table."""
    page = visit("Coördinator", viewport={"width": 390, "height": 800})
    page.goto("/obmi/rounds/matrix")
    page.evaluate(
        "for (const row of document.querySelectorAll('.matrix tr'))"
        "  for (let n = 0; n < 20; n++) row.append(row.lastElementChild.cloneNode(true))"
    )
    assert page.evaluate("document.querySelector('.scroll').scrollWidth") > 390
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_every_page_is_valid_html(site, visit):
    page = visit("Coördinator")
    for address in addresses(site):
        text = page.request.get(address).text()
        document = HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
        ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
        assert [name for name, times in ids.items() if times > 1] == [], address
        for label in document.iter("label"):
            assert label.get("for") in ids, address
        assert len(list(document.iter("h1"))) == 1, address


def test_a_letter_type_that_comes_late_moves_nothing(visit):
    """What is being pressed stays under the hand: a press on a button that moves away is lost."""
    page, on_its_way = visit(), []
    page.route("**/*.woff2", lambda route: on_its_way.append(route))
    page.goto("/demonstration", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_timeout(500)  # a browser that waits a moment for it has given up by then
    widths = "[...document.querySelectorAll('h1, button')].map((one) => one.getBoundingClientRect().width)"
    before = page.evaluate(widths)
    assert on_its_way, "nothing comes late here"
    for one in on_its_way:
        one.continue_()
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_timeout(500)
    assert page.evaluate(widths) == before
