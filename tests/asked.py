"""Rounds of every kind and in every state, as the coordinator would ask them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from models import Addressees, Person, Preset, Round, RoundKind, Workgroup
from workflows import answer
from workflows import round as rounds
from workflows.clock import today

QUESTIONS = {
    RoundKind.STATUS: "Stand van zaken Swing",
    RoundKind.VOTE: "Rapport mobiliteit: definitief voorstel goedkeuren",
    RoundKind.CALL: "Feedback op het klimaatrapport",
    RoundKind.TASK: "Uitdovende onderwerpen verwijderen",
    RoundKind.INTEREST: "Interesse in de Corona Impact Monitor",
    RoundKind.QUESTIONNAIRE: "Vijf vragen aan de steunpunten",
    RoundKind.PRESENTATION: "Visie op Stad in Cijfers",
    RoundKind.INVESTIGATE: "Overleden bewoners in het Rijksregister",
    RoundKind.DATE: "Wanneer komen we samen?",
    RoundKind.TEST: "Is het sjabloon bruikbaar bij jullie?",
    RoundKind.ADOPTION: "Gebruiken jullie het rapport mobiliteit?",
}

SHOWN = (RoundKind.STATUS, RoundKind.VOTE, RoundKind.INTEREST, RoundKind.TASK, RoundKind.DATE, RoundKind.CALL)
"""Those of the pictures."""


def in_days(days: int) -> Any:
    return today() + timedelta(days=days)


def ask(do: Callable[..., Any], group: Workgroup, els: Person, kind: RoundKind, **given: Any) -> Round:
    """A round of this kind, opened; what is not given is filled in sensibly."""
    asked: dict[str, Any] = {"question": QUESTIONS[kind], "due_on": in_days(14)}
    if kind is RoundKind.VOTE:
        asked |= {"preset": Preset.WRITTEN, "text": "We nemen de indeling in **zes** categorieën over."}
    if kind is RoundKind.QUESTIONNAIRE:
        asked |= {"options": ["Welke bron is de beste?", "Wat ontbreekt er?"]}
    if kind is RoundKind.DATE:
        asked |= {"options": [in_days(20).isoformat(), in_days(27).isoformat()]}
    made: Round = do(rounds.START_AND_OPEN, group, by=els, kind=kind, **(asked | given))
    return made


def say(do: Callable[..., Any], the_round: Round, by: Person, choice: str, **given: Any) -> Any:
    """Answer for her own organisation, having read what stands there now."""
    return do(answer.GIVE, the_round, by=by, choice=choice, **({"seen": the_round.digest} | given))


def ask_everything(
    do: Callable[..., Any], group: Workgroup, els: Person, griet: Person, question: str = ""
) -> dict[str, Round]:
    """One of each kind, open; a status round of before; a vote that was certified; a draft; a cancelled one.

    With a `question`, all of them ask that.
    """
    same = {"question": question, "text": question} if question else {}
    before = ask(do, group, els, RoundKind.STATUS, **same)
    say(do, before, griet, "attention", text="De adreszoeker is traag.")
    do(rounds.procedure["close"], before, by=els)
    made = {kind.value: ask(do, group, els, kind, **same) for kind in RoundKind}
    say(do, made["vote"], griet, "for")
    say(do, made["call"], griet, "answered", text="Zie de nota.", link="https://gent.example/nota")
    days = dict.fromkeys(made["date"].options, "yes")
    say(do, made["date"], griet, "answered", extra=days)
    texts = dict.fromkeys(made["questionnaire"].options, "De derde.")
    say(do, made["questionnaire"], griet, "answered", extra=texts)
    named = {"question": "De zes categorieën"} | same
    certified = ask(do, group, els, RoundKind.VOTE, preset=Preset.CONSENSUS, **named)
    say(do, certified, griet, "against", text="Te ruim")
    do(rounds.procedure["close"], certified, by=els)
    do(rounds.procedure["certify"], certified, by=els, conclusion="Terug naar de tafel.")
    draft = do(
        rounds.START, group, by=els, kind=RoundKind.CALL, question=question or "Nog niet gevraagd", due_on=in_days(30),
        addressees=Addressees.SELECTION, chosen=[griet.organisation],
    )  # fmt: skip
    gone = ask(do, group, els, RoundKind.INTEREST, question=question or "Toch niet")
    do(rounds.procedure["cancel"], gone, by=els, reason=question or "Al beantwoord op de gebruikersdag.")
    return made | {"before": before, "certified": certified, "draft": draft, "cancelled": gone}
