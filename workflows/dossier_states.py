"""The states of dossiers in words, and in which of them nothing is done any more."""

from models import DossierState as S
from workflows.words import Words

STATES = {
    S.IDEA: Words("idee"),
    S.THEME_CHOSEN: Words("thema gekozen"),
    S.LEAD_CHOSEN: Words("trekker gekozen"),
    S.FIRST_PROPOSAL: Words("eerste voorstel"),
    S.UNDER_DISCUSSION: Words("in bespreking"),
    S.FINAL_PROPOSAL: Words("definitief voorstel"),
    S.APPROVAL: Words("ter goedkeuring"),
    S.APPROVED: Words("goedgekeurd"),
    S.IN_TEST: Words("in test"),
    S.BEING_ADAPTED: Words("wordt aangepast"),
    S.READY: Words("klaar voor publicatie"),
    S.PUBLISHED: Words("gepubliceerd"),
    S.SUPERSEDED: Words("vervangen"),
    S.SUNSET: Words("uitdovend"),
    S.RETIRED: Words("afgevoerd"),
    S.STOPPED: Words("stopgezet"),
    S.EXAMPLE: Words("voorbeeld van een stad"),
    S.CATALOGUED: Words("in de catalogus van een partner"),
}
OVER = (S.SUPERSEDED, S.RETIRED, S.STOPPED)
"""Nothing waits for anybody any more."""
WAITS_FOR_A_MEETING = (S.IDEA, S.THEME_CHOSEN, S.FIRST_PROPOSAL, S.FINAL_PROPOSAL)
"""What comes next is done in a meeting: the draft agenda names these by itself."""
