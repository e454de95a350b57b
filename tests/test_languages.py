"""French and English are whole: every sentence, with its parameters, compiled."""

import re
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo

from app.translations.__main__ import LANGUAGES, extracted, file_of, translated

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
    from app.mail.saying import as_mail
    from models import Language, Message, SeatRole
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
        assert as_mail(session.query(Message).one())["Subject"] == "Vous avez un siège dans OBMi"


TEXT = re.compile(r">([^<>{}%]*[A-Za-z]{3,}[^<>{}%]*)<")


def test_no_text_on_a_page_is_outside_the_catalogues():
    from tests.test_architecture import TEMPLATES

    loose = []
    for path in TEMPLATES:
        text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(), flags=re.S)
        loose += [(path.name, found.strip()) for found in TEXT.findall(text) if found.strip()]
    assert {found for _, found in loose} <= {"Rondetafel", "Ctrl", "Enter", "· Rondetafel"}
