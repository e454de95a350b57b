"""Taking minutes while people talk: with the keys alone, without a connection, after the session ended, together."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Action, Decision, Meeting, MeetingState, MinuteBlock, Visit, now

pytestmark = pytest.mark.browser


@pytest.fixture
def running(site):
    """The address of the meeting that runs."""
    number = site.behind(
        lambda session: session.scalars(select(Meeting.number).where(Meeting.state == MeetingState.RUNNING)).first()
    )
    return f"/obmi/meetings/{number}"


def texts(site):
    return site.behind(lambda session: session.scalars(select(MinuteBlock.text).where(MinuteBlock.text != "")).all())


def field(page, title):
    return page.get_by_role("textbox", name=f"Verslag van {title}")


def saved(page, title):
    return page.locator("form[data-minute]").filter(has=field(page, title)).get_by_role("status")


def test_a_sign_becomes_a_record_while_she_types(site, visit, running):
    els = visit("Coördinator")
    els.goto(running)
    block = field(els, "puntbezig")
    block.click()
    block.press("Control+End")
    els.keyboard.type("\nWe gaan verder.\n! GNK: lijst bezorgen tegen 15/10/2030")
    els.wait_for_timeout(2_500)
    assert "lijst bezorgen" in block.input_value(), "a line that is not finished is not yet an agreement"
    els.keyboard.type("\n")
    item = els.locator(".agenda > li").filter(has=block)
    expect(item.locator(".outcome").filter(has_text="lijst bezorgen")).to_contain_text("Genk")
    expect(item.locator(".outcome").filter(has_text="lijst bezorgen")).to_contain_text("15 oktober 2030")
    expect(saved(els, "puntbezig")).to_have_text("bewaard")
    assert "!" not in block.input_value()
    made = site.behind(lambda session: session.scalars(select(Action).where(Action.text == "lijst bezorgen")).all())
    assert [one.due_on for one in made] == [date(2030, 10, 15)]


def test_one_press_makes_a_line_a_decision_also_afterwards(visit, running):
    els = visit("Coördinator")
    els.goto(running)
    block = field(els, "puntbezig")
    block.click()
    block.press("Control+End")
    els.keyboard.type("\nElke stad kiest zelf")
    els.get_by_role("button", name="Beslissing Verslag van puntbezig").click()
    assert block.input_value().endswith("= Elke stad kiest zelf")
    block.press("Control+Enter")
    expect(els.locator(".outcome").filter(has_text="Elke stad kiest zelf")).to_contain_text("ontwerp")


def test_a_minute_without_a_connection_loses_nothing(site, visit, running):
    els = visit("Coördinator")
    els.clock.install()
    els.goto(running)
    block = field(els, "vastpunt")
    block.fill("Voor de storing.")
    els.clock.run_for(2_000)
    expect(saved(els, "vastpunt")).to_have_text("bewaard")
    els.context.set_offline(True)
    for nth in range(6):
        block.press("Control+End")
        els.keyboard.type(f"\nTijdens de storing {nth}.")
        els.clock.run_for(10_000)
    els.keyboard.type("\n! Gent: kabel vervangen\n")
    els.clock.run_for(10_000)
    expect(saved(els, "vastpunt")).to_contain_text("geen verbinding")
    assert not any("Tijdens de storing" in text for text in texts(site))
    els.context.set_offline(False)
    els.clock.run_for(5_000)
    expect(saved(els, "vastpunt")).to_have_text("bewaard")
    els.clock.run_for(5_000)
    expect(els.locator(".outcome").filter(has_text="kabel vervangen")).to_have_count(1)
    [text] = [text for text in texts(site) if "Voor de storing." in text]
    assert [f"Tijdens de storing {nth}." in text for nth in range(6)] == [True] * 6
    made = site.behind(lambda session: session.scalars(select(Action.text)).all())
    assert made.count("kabel vervangen") == 1, "what was sent twice counts once"


def test_who_comes_back_to_the_page_finds_what_was_not_saved(site, visit, running):
    els = visit("Coördinator")
    els.goto(running)
    els.context.set_offline(True)
    block = field(els, "vastpunt")
    block.press("Control+End")
    els.keyboard.type("\nNog niet bewaard.")
    els.goto("about:blank")
    els.context.set_offline(False)
    els.goto(running)
    expect(field(els, "vastpunt")).to_have_value(re.compile("Nog niet bewaard"))
    expect(saved(els, "vastpunt")).to_have_text("bewaard")
    assert any("Nog niet bewaard." in text for text in texts(site))


def test_an_ended_session_keeps_the_text_until_she_is_back(site, visit, running):
    els = visit("Coördinator")
    els.goto(running)

    def end(session):
        for row in session.scalars(select(Visit).where(Visit.ended_at.is_(None))):
            row.ended_at = now()
        session.commit()

    site.behind(end)
    block = field(els, "vastpunt")
    block.press("Control+End")
    els.keyboard.type("\nNa het einde van de sessie.")
    expect(saved(els, "vastpunt")).to_contain_text("meld je aan in een ander venster", timeout=10_000)
    other = els.context.new_page()
    other.goto("/demonstration")
    other.get_by_role("button").filter(has=other.get_by_text("Coördinator", exact=True)).first.click()
    other.wait_for_url("**/")
    expect(saved(els, "vastpunt")).to_have_text("bewaard", timeout=15_000)
    assert any("Na het einde van de sessie." in text for text in texts(site))


def test_two_in_one_line_see_three_texts_and_keep_both(site, visit, running):
    one, two = visit("Coördinator"), visit("Coördinator")
    one.goto(running)
    block = field(one, "puntbezig")
    block.fill("Dezelfde regel.")
    block.press("Control+Enter")
    expect(saved(one, "puntbezig")).to_have_text("bewaard")
    two.goto(running)
    block.fill("Dezelfde regel, door de eerste.")
    block.press("Control+Enter")
    expect(saved(one, "puntbezig")).to_have_text("bewaard")
    field(two, "puntbezig").fill("Dezelfde regel, door de tweede.")
    field(two, "puntbezig").press("Control+Enter")
    panes = two.get_by_role("alertdialog")
    expect(panes).to_contain_text("Dezelfde regel.")
    expect(panes).to_contain_text("door de eerste")
    expect(panes).to_contain_text("door de tweede")
    panes.get_by_role("button", name="Zet beide onder elkaar").click()
    expect(saved(two, "puntbezig")).to_have_text("bewaard")
    [text] = [text for text in texts(site) if "door de eerste" in text]
    assert "door de tweede" in text


def test_what_another_saves_appears_by_itself(visit, running):
    one, two = visit("Coördinator"), visit("Coördinator")
    two.clock.install()
    one.goto(running)
    two.goto(running)
    field(one, "vastpunt").fill("Geschreven aan de overkant.")
    field(one, "vastpunt").press("Control+Enter")
    expect(saved(one, "vastpunt")).to_have_text("bewaard")
    two.clock.run_for(16_000)
    expect(field(two, "vastpunt")).to_have_value("Geschreven aan de overkant.")


def test_without_javascript_a_block_is_a_form(site, visit, running):
    els = visit("Coördinator", java_script_enabled=False)
    els.goto(running)
    expect(els.get_by_text("De rest is aanwezig")).to_be_hidden()  # it would do nothing
    field(els, "vastpunt").fill("Zonder script.\n= En toch beslist")
    els.get_by_role("button", name="Bewaar Verslag van vastpunt").click()
    expect(els.locator(".outcome").filter(has_text="En toch beslist")).to_have_count(1)
    expect(field(els, "vastpunt")).to_have_value("Zonder script.")


def tab_to(page, matches, presses=250):
    """Press Tab until what has the focus is what is looked for."""
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({matches!r})"):
            return
    raise AssertionError(f"the keyboard does not reach {matches}")


def test_the_keyboard_alone_minutes_and_closes_a_meeting(site, visit, running):
    """No click anywhere after the page is open."""
    els = visit("Coördinator")
    els.goto(running)
    items = els.locator(".agenda > li").count()
    els.keyboard.press("Alt+ArrowDown")
    els.keyboard.type("De voorzitter opent.")
    for nth in range(items):
        els.keyboard.press("Alt+ArrowDown")
        els.keyboard.press("Control+End")
        els.keyboard.type(f"\nMet het klavier {nth}.\n= klavierbeslissing {nth}\n")
        tab_to(els, f".agenda > li:nth-child({nth + 1}) select[name=disposition]", 25)
        with els.expect_response("**/dispose"):
            els.keyboard.type("bes")
        expect(els.locator("select:focus")).to_have_count(1)
    expect(els.locator(".outcome").filter(has_text="klavierbeslissing")).to_have_count(items)
    tab_to(els, "[data-all-present]")
    els.keyboard.press("Enter")
    els.keyboard.press("Shift+Tab")
    with els.expect_response("**/attendance"):
        els.keyboard.press("Enter")
    expect(els.locator("#next-meeting a")).to_be_visible()
    for _ in range(80):
        els.keyboard.press("Shift+Tab")
        if els.evaluate("document.activeElement.matches('#next-meeting a')"):
            break
    else:
        raise AssertionError("the keyboard does not reach the step that closes")
    els.keyboard.press("Enter")
    els.wait_for_url("**/close")
    tab_to(els, "main .button--primary", 40)
    els.keyboard.press("Enter")
    els.wait_for_url(f"**{running}")
    expect(els.get_by_text("gehouden, verslag: ontwerp")).to_be_visible()
    numbers = site.behind(
        lambda session: session.scalars(select(Decision.number).where(Decision.text.like("klavierbeslissing%"))).all()
    )
    assert len(numbers) == items
    assert all(numbers)
