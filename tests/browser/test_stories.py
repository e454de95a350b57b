"""What people do here, in a real browser: with and without JavaScript, with the mouse and with the keys."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
GOOD = "vier natte eenden zwemmen"


def link_in_the_last_mail(page, to: str) -> str:
    page.goto("/demonstration/mail")
    return page.locator("article").filter(has_text=to).first.get_by_role("link").last.get_attribute("href")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_an_invitation_to_signing_in_by_password(site, visit, script):
    name, email = f"Mia {script}", f"mia{script}@stad.example".lower()
    els = visit("Coördinator", java_script_enabled=script)
    els.goto("/obmi/people/invite")
    els.get_by_label("Naam").fill(name)
    els.get_by_label("E-mailadres op het werk").fill(email)
    els.get_by_label("Organisatie").select_option(label="Brugge")
    els.get_by_role("button", name="Verstuur de uitnodiging").click()
    expect(els.get_by_role("status")).to_contain_text(f"{name} is uitgenodigd.")
    expect(els.get_by_role("row", name=re.compile(name))).to_contain_text("uitgenodigd")
    site.send_mail()

    mia = visit(java_script_enabled=script)
    address = link_in_the_last_mail(mia, email)
    mia.goto(address)
    els.goto("/obmi/people")
    expect(els.get_by_role("row", name=re.compile(name))).to_contain_text("uitgenodigd")  # opening it did nothing

    mia.get_by_label("Wachtwoord").fill("kort")
    mia.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(mia.get_by_role("alert")).to_contain_text("Neem minstens 12 tekens")
    mia.get_by_label("Wachtwoord").fill(GOOD)
    mia.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(mia.get_by_role("heading", level=1)).to_have_text(f"Dag, {name}")

    again = visit(java_script_enabled=script)
    again.goto(address)
    again.get_by_role("button", name="Neem de uitnodiging aan").click()
    expect(again.get_by_role("alert")).to_contain_text("werkt niet meer")
    again.goto("/sign-in")
    password = again.get_by_role("region", name="Met een wachtwoord")
    password.get_by_label("E-mailadres").fill(email)
    password.get_by_label("Wachtwoord").fill(GOOD)
    password.get_by_role("button", name="Meld aan").click()
    expect(again.get_by_role("heading", level=1)).to_have_text(f"Dag, {name}")

    again.goto("/account/sessions")
    again.get_by_role("row").filter(has_not_text="dit toestel").get_by_role("button").first.click()
    expect(again.get_by_role("status")).to_contain_text("beëindigd")
    mia.goto("/")
    expect(mia).to_have_url(re.compile("/sign-in"))


def test_the_keyboard_alone(site, visit):
    page = visit("Coördinator")
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page).to_have_url(re.compile("/obmi/people$"))
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("gent")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(3)
    page.goto("/obmi/people")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto("/obmi/describe")
    page.get_by_label("Naam").fill("OBMi werkgroep")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("OBMi werkgroep")
    page.goto("/obmi")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()


def test_the_list_follows_what_is_typed(visit):
    page = visit("Coördinator")
    page.goto("/obmi/people")
    page.get_by_role("searchbox").press_sequentially("gent")
    expect(page.get_by_role("row")).to_have_count(3)
    expect(page).to_have_url(re.compile("q=gent"))
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_two_clicks_make_one_organisation(visit):
    page = visit("Coördinator")
    page.goto("/obmi/members/add")
    page.get_by_label("Naam van de organisatie").fill("Halle")
    page.get_by_role("button", name="Voeg toe").dblclick()
    expect(page.get_by_role("row", name=re.compile("Halle"))).to_have_count(1)


def test_a_dangerous_button_asks_first(visit):
    page = visit("Coördinator")
    page.goto("/obmi/members/add")
    page.get_by_label("Naam van de organisatie").fill("Vilvoorde")
    page.get_by_role("button", name="Voeg toe").click()
    row = page.get_by_role("row", name=re.compile("Vilvoorde"))
    page.once("dialog", lambda dialog: dialog.dismiss())
    row.get_by_role("button").click()
    expect(row).to_have_count(1)
    page.once("dialog", lambda dialog: dialog.accept())
    row.get_by_role("button").click()
    expect(row).to_have_count(0)


def test_two_who_edit_at_once_lose_nothing(visit):
    one, other = visit("Coördinator"), visit("Coördinator")
    for page in (one, other):
        page.goto("/obmi/describe")
    one.get_by_label("Opdracht").fill("De eerste tekst")
    one.get_by_role("button", name="Bewaar").click()
    expect(one.get_by_role("status")).to_contain_text("Bewaard")
    other.get_by_label("Opdracht").fill("De tweede tekst")
    other.get_by_role("button", name="Bewaar").click()
    expect(other.get_by_role("alert")).to_contain_text("nieuwere versie")
    expect(other.get_by_text("De eerste tekst")).to_be_visible()
    expect(other.get_by_label("Opdracht")).to_have_value("De tweede tekst")


def test_the_look_and_the_language_are_hers(visit):
    page = visit("Vertegenwoordiger Aalst")
    page.goto("/account")
    page.get_by_label("Uitzicht").select_option(label="donker")
    page.get_by_label("Taal").select_option(label="Français")
    page.get_by_role("button", name="Bewaar").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes données")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(18, 24, 29)"


def test_the_vendor_meets_a_closed_door_with_a_sentence(visit):
    page = visit("Leverancier")
    page.goto("/obmi/trail")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit mag je niet")
    expect(page.get_by_role("alert")).to_contain_text("de coördinator van deze werkgroep")
    page.goto("/obmi")
    expect(page.get_by_text("Dit kan alleen de coördinator van deze werkgroep.").first).to_be_visible()
