"""Reports and stories: from a theme to a template that every city can use.

Read the table from top to bottom: it is the procedure of document 002, lines 544 to 560, sentence by sentence. Each
guard says in words what is missing; each effect does what the sentence of its row says.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from models import (
    Audience,
    Dossier,
    DossierTheme,
    Occasion,
    Output,
    Ownership,
    Person,
    Relation,
    ReportTemplate,
    Round,
    RoundKind,
    Verdict,
    Workgroup,
)
from models import DossierState as S
from workflows import dossier, follow_up, widening
from workflows import template_effects as effects
from workflows import template_guards as guards
from workflows.command import OUTCOMES, Command, text_of
from workflows.dossier_states import STATES
from workflows.engine import Offer, Procedure, Step, set_state
from workflows.refusals import NotAllowed, NotReady
from workflows.revision import latest
from workflows.rules import asked_to_lead, coordinator, describes, discusses, leads, tests
from workflows.words import Words

OUTPUTS = {
    Output.REPORT: Words("rapport"),
    Output.FACT_SHEET: Words("steekkaart"),
    Output.STORY: Words("story"),
    Output.DASHBOARD: Words("dashboard"),
    Output.FIGURES: Words("cijferlijst"),
    Output.INDICATORS: Words("overzicht van indicatoren"),
    Output.APPLICATION: Words("toepassing"),
    Output.DATASET: Words("dataset"),
    Output.PRACTICE: Words("praktijk"),
    Output.DIVISION: Words("gebiedsindeling"),
}
OWNERSHIPS = {
    Ownership.JOINT: Words("gezamenlijk sjabloon"),
    Ownership.CITY: Words("van één stad"),
    Ownership.PARTNER: Words("van een partner"),
}
TOLD = (Output.PRACTICE, Output.DIVISION)
"""What is not looked at on a screen but told: how a city works, how it divides its area (000:296-298, 003:89-93)."""
BEFORE_PUBLICATION = (
    S.IDEA, S.THEME_CHOSEN, S.LEAD_CHOSEN, S.FIRST_PROPOSAL, S.UNDER_DISCUSSION, S.FINAL_PROPOSAL, S.APPROVAL,
    S.APPROVED, S.IN_TEST, S.BEING_ADAPTED, S.READY,
)  # fmt: skip


def propose(  # noqa: PLR0913
    session: Session, workgroup: Workgroup, *, by: Person | None, title: str, output: Output, about: str = "",
    theme: DossierTheme | None = None, audience: Audience = Audience.PARTNERS, platform: str = "", level: str = "",
    ownership: Ownership = Ownership.JOINT, link: str | None = None, inspired_by: ReportTemplate | None = None,
    occasions: Iterable[Occasion] = (), contact: str = "",
) -> ReportTemplate:  # fmt: skip
    """An idea for all, or what one city already made and shows to the others."""
    widening.only_by_the_coordinator(by, workgroup, None, audience)
    made = ReportTemplate(
        state=S.IDEA, output=output, ownership=ownership, platform=platform, level=level, link=link,
        contact=contact, about=about, workgroup_id=workgroup.id,
    )  # fmt: skip
    if ownership is not Ownership.JOINT:
        made = shown_as_an_example(made, by)
    dossier.describe(session, made, title=title, about=about, theme=theme, audience=audience)
    dossier.begin(session, made, workgroup, by)
    dossier.good_for(session, made, occasions)
    if inspired_by is not None:
        dossier.tie(session, made, inspired_by, Relation.INSPIRED_BY)
    return made


def shown_as_an_example(made: ReportTemplate, by: Person | None) -> ReportTemplate:
    """It takes no part in the procedure: others look at it, and may make it a template for all."""
    if made.output in TOLD and not made.about.strip():
        raise NotReady(Words("Beschrijf wat jullie doen en hoe anderen het kunnen gebruiken."), field="about")
    if made.output not in TOLD and not made.link:
        raise NotReady(Words("Geef het adres waar anderen het kunnen bekijken."), field="link")
    set_state(made, S.EXAMPLE if made.ownership is Ownership.CITY else S.CATALOGUED)
    made.maker_id = by.organisation_id if by else None
    return made


def describe(  # noqa: PLR0913
    session: Session, template: ReportTemplate, *, by: Person, title: str, about: str, theme: DossierTheme | None,
    audience: Audience, output: Output, platform: str, level: str, link: str | None, occasions: Iterable[Occasion] = (),
    contact: str = "",
) -> ReportTemplate:  # fmt: skip
    """What it is called and what it is for. The theme stays once it was chosen in a meeting."""
    dossier.not_over(template)
    before = template.audience
    widening.only_by_the_coordinator(by, template, before, audience)
    if template.theme_id is not None and template.state not in (S.IDEA, S.EXAMPLE, S.CATALOGUED):
        theme = session.get(DossierTheme, template.theme_id)
    dossier.describe(session, template, title=title, about=about, theme=theme, audience=audience)
    dossier.good_for(session, template, occasions)
    template.output, template.platform, template.level, template.link = output, platform, level, link
    template.contact = contact
    widening.told(session, template, by, before, audience)
    return template


def begins_with(one: Dossier) -> str:
    """What the lead finds in the empty page: an overview of indicators is a table, of which others mend a row."""
    if not isinstance(one, ReportTemplate) or one.output is not Output.INDICATORS:
        return ""
    head = (Words("Indicator"), Words("Bron"), Words("Gebiedsniveau"), Words("Gebruik"))
    title, line = Words("Indicatoren"), " | ".join(str(one) for one in head)
    return f"# {title}\n\n| {line} |\n|{' --- |' * len(head)}\n"


def step(
    name: str, sources: tuple[S, ...], target: S, who: Any, says: Words, guard: Any = None,
    effect: Any = effects.nothing,
) -> Step:  # fmt: skip
    return Step(
        name=name, on=ReportTemplate, who=who, effect=effect, says=says, guard=guard, sources=frozenset(sources),
        target=target, at=guards.now_at_the_table,
    )  # fmt: skip


# fmt: off
procedure = Procedure(ReportTemplate, start=S.IDEA, says=STATES, apart=(S.EXAMPLE, S.CATALOGUED), steps=[
    # 002:559  What one city has, others may use too.
    step("ask_around", (S.EXAMPLE,), S.EXAMPLE, describes, Words("Vraag wie dit ook gebruikt"),
         guards.nobody_was_asked, effects.ask_who_uses_it),
    # 002:544  The meeting chooses, together, a theme for the report or the fact sheet.
    step("choose_theme", (S.IDEA,), S.THEME_CHOSEN, coordinator, Words("Leg het gekozen thema vast"),
         guards.it_came_to_a_meeting),
    # 002:546  On experience and earlier effort a lead is chosen.
    step("name_lead", (S.THEME_CHOSEN,), S.LEAD_CHOSEN, coordinator, Words("Kies wie zich aanbood als trekker"),
         guards.somebody_offered, effects.name_the_lead),
    step("ask_lead", (S.THEME_CHOSEN,), S.THEME_CHOSEN, coordinator, Words("Vraag een stad om trekker te zijn"),
         effect=effects.ask_to_lead),
    step("accept_lead", (S.THEME_CHOSEN,), S.LEAD_CHOSEN, asked_to_lead, Words("Neem de rol van trekker op"),
         guards.one_is_asked, effects.take_the_lead),
    step("decline_lead", (S.THEME_CHOSEN,), S.THEME_CHOSEN, asked_to_lead, Words("Liever geen trekker"),
         guards.one_is_asked, effects.decline),
    # 002:548  The lead works out a first proposal or a table of contents.
    step("first_proposal", (S.LEAD_CHOSEN,), S.FIRST_PROPOSAL, leads, Words("Dien het eerste voorstel in"),
         guards.a_text_is_written),
    # 002:550  The proposal is discussed in the workgroup.
    step("discuss", (S.FIRST_PROPOSAL,), S.UNDER_DISCUSSION, leads, Words("Leg het voorstel ter bespreking voor"),
         guards.it_is_on_an_agenda),
    # 002:552  The lead works out a final proposal.
    step("final_proposal", (S.UNDER_DISCUSSION,), S.FINAL_PROPOSAL, leads, Words("Dien het definitieve voorstel in"),
         guards.every_remark_is_answered),
    step("discuss_again", (S.FINAL_PROPOSAL,), S.UNDER_DISCUSSION, leads, Words("Open de bespreking opnieuw")),
    # 002:554  The proposal is approved in the workgroup.
    step("put_to_vote", (S.FINAL_PROPOSAL,), S.APPROVAL, coordinator, Words("Leg het voorstel ter goedkeuring voor"),
         guards.every_remark_is_answered, effects.open_the_vote),
    step("approve", (S.APPROVAL,), S.APPROVED, coordinator, Words("Het voorstel is goedgekeurd"),
         guards.the_vote_is_carried),
    step("send_back", (S.APPROVAL,), S.UNDER_DISCUSSION, coordinator, Words("Terug naar de bespreking"),
         guards.the_vote_failed, effects.objections_become_remarks),
    # 002:556  The templates and their instructions are tested for usability in one of the other cities.
    step("ask_test", (S.APPROVED,), S.IN_TEST, coordinator, Words("Laat een andere stad testen"),
         guards.instructions_are_there, effects.ask_a_city_to_test),
    step("adapt", (S.IN_TEST,), S.BEING_ADAPTED, tests, Words("Pas het sjabloon aan"),
         guards.changes_are_asked, effects.end_the_test),
    step("test_again", (S.BEING_ADAPTED,), S.IN_TEST, leads, Words("Laat opnieuw testen"),
         guards.no_material_change, effects.test_again),
    step("vote_again", (S.BEING_ADAPTED,), S.APPROVAL, coordinator, Words("Leg de gewijzigde tekst opnieuw voor"),
         guards.a_material_change, effects.open_the_vote),
    step("pass_test", (S.IN_TEST,), S.READY, tests, Words("De test is geslaagd"),
         guards.it_is_usable, effects.end_the_test),
    # 002:557  The reports and fact sheets come online, to be used again.
    step("publish", (S.READY,), S.PUBLISHED, coordinator, Words("Publiceer het pakket"),
         guards.nothing_blocks, effects.publish),
    # 002:560  What every city uses grows old: it is revised, replaced, or goes.
    step("revise", (S.PUBLISHED, S.SUNSET), S.UNDER_DISCUSSION, leads, Words("Begin een herziening")),
    step("corrected", (S.UNDER_DISCUSSION,), S.READY, leads, Words("Alleen verbeterd: klaar om opnieuw te publiceren"),
         guards.only_corrected),
    step("sunset", (S.PUBLISHED,), S.SUNSET, coordinator, Words("Laat het sjabloon uitdoven"),
         effect=effects.put_out),
    step("supersede", (S.PUBLISHED, S.SUNSET), S.SUPERSEDED, coordinator, Words("Vervang het door een ander sjabloon"),
         effect=effects.supersede),
    step("retire", (S.PUBLISHED, S.SUNSET, S.EXAMPLE, S.CATALOGUED), S.RETIRED, coordinator, Words("Voer af"),
         effect=effects.end),
    step("stop", BEFORE_PUBLICATION, S.STOPPED, coordinator, Words("Zet het dossier stop"), effect=effects.end),
    step("reopen", (S.STOPPED,), S.IDEA, coordinator, Words("Neem het dossier weer op"), effect=effects.begin_again),
])
# fmt: on


def worth_showing(offer: Offer, *, out: bool) -> bool:
    """Neither what somebody else takes, nor the correction of something that was never published."""
    return not isinstance(offer.refusal, NotAllowed) and (out or offer.step.name != "corrected")


SAYS = {one.name: one.says for one in procedure.steps} | widening.SAYS


def after_the_vote(session: Session, vote: Round, by: Person | None) -> None:
    """A vote that is certified moves the template by itself: approved, or back to the discussion."""
    template = session.get(ReportTemplate, vote.dossier_id)
    revision = latest(template) if template else None
    if template is None or revision is None or template.state is not S.APPROVAL or vote.revision_id != revision.id:
        return
    procedure["approve" if vote.verdict is Verdict.ADOPTED else "send_back"].apply(session, template, by, {})


follow_up.CERTIFIED[RoundKind.VOTE] = after_the_vote

PROPOSE = Command(
    "propose_template", Workgroup, discusses, propose, Words("Een rapportsjabloon voorstellen"), texts=text_of("about")
)
DESCRIBE = Command(
    "describe", ReportTemplate, describes, describe, Words("Een rapportsjabloon beschrijven"), texts=text_of("about")
)
OUTCOMES |= {"workgroup.propose_template": ReportTemplate}
