"""French and English are whole: every sentence, with its parameters, compiled."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo

from app.translations.__main__ import LANGUAGES, extracted, file_of, translated
from models import Language
from tests.asked import ask_everything
from workflows.clock import today

PARAMETER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def texts(message):
    ids = message.id if isinstance(message.id, tuple) else (message.id,)
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return ids, strings


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete(language):
    wanted = {message.id for message in extracted() if message.id}
    catalog = translated(language)
    held = {message.id for message in catalog if message.id}
    assert held == wanted, "run `make words` and translate what is new"
    assert len(wanted) > 200
    for message in catalog:
        if message.id:
            assert all(texts(message)[1]), message.id
            assert not message.fuzzy
    assert not catalog.obsolete, "run `make words`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_parameters_survive_the_translation(language):
    for message in translated(language):
        ids, strings = texts(message)
        wanted = set(PARAMETER.findall(ids[-1])) if message.id else set()
        for string in strings:
            assert not message.id or set(PARAMETER.findall(string)) == wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_is_what_was_translated(language):
    compiled = BytesIO()
    write_mo(compiled, translated(language))
    assert file_of(language).with_suffix(".mo").read_bytes() == compiled.getvalue(), "run `make words`"


@pytest.mark.parametrize(("language", "heading"), [("nl", "Aanmelden"), ("fr", "Se connecter"), ("en", "Sign in")])
def test_the_door_speaks_the_language_of_who_comes(browser, language, heading):
    page = browser.open("/sign-in", headers={"Accept-Language": language}).text
    assert f"<h1>{heading}</h1>" in page
    assert f'<html lang="{language}"' in page


def test_a_language_can_be_chosen_at_the_door(browser):
    browser.get("/language/en", status=302)
    assert "<h1>Sign in</h1>" in browser.get("/sign-in")
    browser.get("/language/xx", status=404)


def test_refusals_and_mail_are_in_her_language(cast, browser, session, do, app):
    from app.mail.envelope import as_mail
    from models import Message, SeatRole
    from workflows import seat

    cast.griet.language = Language.FR
    session.commit()
    assert "Seulement possible pour" in browser.as_(cast.griet).get("/obmi/people/invite", status=403)
    do(seat.LEAVE, cast.griet.seats[0], by=cast.els)
    place = cast.griet.organisation
    do(
        seat.INVITE, cast.obmi, by=cast.els,
        name="Griet", email=cast.griet.email, function="", organisation=place, role=SeatRole.READER,
    )  # fmt: skip
    with app.app_context():
        assert as_mail([session.query(Message).one()])["Subject"] == "Vous avez un siège dans OBMi"


TEXT = re.compile(r">([^<>{}]*[A-Za-z]{3,}[^<>{}]*)<")
SAID = re.compile(r'(?:title|aria-label|placeholder|alt)="([^"]*[A-Za-z]{3,}[^"]*)"')


def test_no_text_on_a_page_is_outside_the_catalogues():
    from tests.test_architecture import TEMPLATES

    loose = []
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(), flags=re.S)
        found_here = TEXT.findall(text) + SAID.findall(text)
        loose += [(path.name, found.strip()) for found in found_here if found.strip()]
    assert {found for _, found in loose} <= {"Rondetafel", "Ctrl", "Enter", "· Rondetafel", "·  · Rondetafel"}


ATTRIBUTES = re.compile(r'(?:title|aria-label|placeholder|alt|value|data-[a-z-]+)="([^"]*)"')
WITH_A_MEETING = [
    "/obmi/meetings/{held}",
    "/obmi/meetings/{running}",
    "/obmi/meetings/{planned}",
    "/obmi/meetings/{planned}/move",
    "/obmi/meetings/{planned}/items/add",
]
PAGES = {
    None: ["/sign-in", "/nowhere"],
    "els": [
        "/",
        "/obmi",
        "/obmi/people",
        "/obmi/people/invite",
        "/obmi/trail",
        "/account",
        "/account/sessions",
        "/account/calendars",
        "/obmi/meetings",
        "/obmi/meetings/plan",
        "/obmi/decisions",
        "/obmi/actions",
        "/obmi/history",
        "/organisations",
        "/obmi/members?on=2020-01-01",
        "/obmi/subgroups/found",
        "/obmi/history/add/milestone",
        "/obmi/history/add/theme",
        "/obmi/history/add/figure",
        "/obmi/mandate/questions/add",
        "/obmi/mandate/deliverables/add",
        "/obmi/overviews",
        f"/obmi/overviews/{today().year}",
        f"/obmi/overviews/{today().year}/intro/write",
        "/obmi/organisations/1",
        "/obmi/rounds?state=everything",
        "/obmi/rounds/matrix",
        "/obmi/rounds/new",
        "/obmi/rounds/new?kind=vote",
        *(f"/obmi/rounds/{{{name}}}" for name in ("status", "vote", "certified", "cancelled", "date")),
        "/obmi/rounds/{draft}/edit",
        "/obmi/rounds/{vote}/extend",
        *WITH_A_MEETING,
    ],
    "griet": [
        "/",
        "/obmi",
        "/obmi/people/invite",
        "/obmi/trail",
        "/obmi/meetings",
        "/obmi/rounds/{vote}/answer",
        *WITH_A_MEETING,
    ],
    "otto": ["/", "/obmi"],
}


def said(page):
    """What a person reads or hears: the texts, and the attributes that are shown or spoken."""
    page = re.sub(r'<(input type="hidden"|span id="live")[^>]*>', "", page)
    return [unescape(text).strip() for text in re.split(r"<[^>]*>", page) + ATTRIBUTES.findall(page)]


def dutch(language):
    """The Dutch sentences that are said otherwise in this language, with anything for a parameter."""
    for message in translated(language):
        ids, strings = texts(message)
        for one in ids:
            if one and one not in strings:
                yield re.compile(".*".join(map(re.escape, PARAMETER.split(one))))


def asked_rounds(table, cast):
    """Rounds of every kind, with questions and answers that are in no language."""
    made = ask_everything(table.do, cast.obmi, cast.els, cast.griet, "Xyz")
    return {name: one.id for name, one in made.items()}


def three_meetings(table):
    """One that is held, one that runs, one that is planned; their titles are in no language."""
    held = table.open_with(today() - timedelta(days=40), "Xyz")
    [item] = table.items(held)
    table.write(item, "abc\n! Gent: klm\n= nop\n? qrs")
    table.close(held)
    table.step(table.minutes(held), "circulate")
    running = table.plan(today(), title="Abc")
    for one in table.items(running):
        one.title = f"Xyz {one.id}"
    table.session.commit()
    table.open(running)
    planned = table.plan(today() + timedelta(days=40), title="Def")
    for one in table.items(planned):
        one.title = f"Xyz {one.id}"
    table.session.commit()
    return {"held": held.number, "running": running.number, "planned": planned.number}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PAGES)
def test_no_dutch_sentence_on_a_page_in_another_language(cast, browser, session, table, who, language):
    visitor = browser
    if who:
        person = getattr(cast, who)
        person.language = Language(language)
        session.commit()
        visitor = browser.as_(person)
    foreign = list(dutch(language))
    numbers = (three_meetings(table) | asked_rounds(table, cast)) if who in ("els", "griet") else {}
    for path in [path.format(**numbers) for path in PAGES[who]]:
        page = visitor.open(path, headers={"Accept-Language": language}, follow_redirects=True).text
        assert f'<html lang="{language}"' in page, path
        assert not [text for text in said(page) if text and any(shape.fullmatch(text) for shape in foreign)], path
