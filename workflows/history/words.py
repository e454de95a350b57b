"""The one place where the words of the sources become our codes. The sources' own words are kept beside them."""

from datetime import date

from models import (
    ActionState,
    Certainty,
    DossierState,
    ItemType,
    Occasion,
    Output,
    Ownership,
    Purpose,
    RoundKind,
    WorkgroupKind,
    WorkgroupState,
)
from models import OrganisationKind as O

DOCUMENTS = {
    "000": ("Jaaroverzicht 2020 van de werkgroep OBMi", date(2020, 12, 31)),
    "001": ("Historiek en werking van de werkgroep OBMi, 2014-2016", date(2016, 12, 31)),
    "002": ("Presentatie over Data & Analyse, OBMi en de stadsmonitor, 2024", date(2024, 5, 30)),
    "003": ("Jaarverslag 2023 van het Kenniscentrum Vlaamse Steden", date(2023, 12, 31)),
    "004": ("Presentatie over de Gemeente-Stadsmonitor, 2024", date(2024, 12, 31)),
}
"""Short number → our title for it, and the last day it can speak of."""

SEATS = {
    "aalst": "AAL", "antwerpen": "ANT", "brugge": "BRG", "genk": "GNK", "gent": "GNT", "hasselt": "HAS",
    "kortrijk": "KOR", "leuven": "LEU", "mechelen": "MEC", "oostende": "OOS", "roeselare": "ROE",
    "sint-niklaas": "SNI", "turnhout": "TUR", "vgc": "VGC",
}  # fmt: skip
ORGANISATIONS = {
    "centrumstad": O.CITY, "stad (geen centrumstad)": O.CITY, "gemeenschapscommissie": O.COMMUNITY_COMMISSION,
    "kenniscentrum": O.KNOWLEDGE_CENTRE, "softwareleverancier": O.VENDOR, "vlaams agentschap": O.PARTNER,
    "vlaamse statistische autoriteit": O.PARTNER, "interprovinciale werking": O.PARTNER, "provincie": O.PARTNER,
    "team": O.PARTNER, "werkgroep partner": O.PARTNER, "provinciale dienst": O.PARTNER,
}  # fmt: skip
CERTAINTIES = {"vermeld": Certainty.STATED, "impliciet": Certainty.IMPLIED, "onbekend": Certainty.UNKNOWN}

KINDS = {
    "werkgroep": WorkgroupKind.WORKGROUP, "subwerkgroep": WorkgroupKind.SUBGROUP, "werkspoor": WorkgroupKind.TRACK,
    "speerpunt": WorkgroupKind.TRACK, "city_deal": WorkgroupKind.TRACK, "programma": WorkgroupKind.PROGRAMME,
    "project": WorkgroupKind.TRACK, "lerend_netwerk": WorkgroupKind.WORKGROUP, "stuurgroep": WorkgroupKind.BODY,
    "taskforce": WorkgroupKind.TASKFORCE, "workshop": WorkgroupKind.WORKGROUP, "dienstverlening": WorkgroupKind.BODY,
    "overleg": WorkgroupKind.BODY,
}  # fmt: skip
STATES = {
    "actief": WorkgroupState.ACTIVE, "piloot": WorkgroupState.ACTIVE, "opgestart": WorkgroupState.ACTIVE,
    "permanent": WorkgroupState.ACTIVE, "in_voorbereiding": WorkgroupState.PROPOSED,
    "in_onderzoek": WorkgroupState.PROPOSED, "on_hold": WorkgroupState.ON_HOLD, "afgerond": WorkgroupState.ENDED,
    "stopgezet": WorkgroupState.ENDED, "eenmalig": WorkgroupState.ENDED, "onbekend": WorkgroupState.ENDED,
}  # fmt: skip

SERIES = {
    "obmi": ("OBMi-werkgroep", 6),
    "secretarissenoverleg": ("Secretarissenoverleg", None),
    "workshop": ("Workshops", None),
}
"""Series of OBMi: name, and the cadence aimed at in weeks (002:627)."""
TYPES = {
    "statusronde": ItemType.STATUS_ROUND, "presentatieronde_per_stad": ItemType.PRESENTATION_ROUND,
    "presentatie": ItemType.PRESENTATION, "afspraak": ItemType.ACTION, "beslissing": ItemType.DECISION,
    "voorstel": ItemType.PROPOSAL, "bespreking": ItemType.DISCUSSION, "feedbackvraag": ItemType.FEEDBACK_REQUEST,
    "feedback_verwerking": ItemType.FEEDBACK_PROCESSING, "data_aanvraag": ItemType.DATA_REQUEST,
    "protocol_overeenkomst": ItemType.AGREEMENT, "rapportsjabloon": ItemType.REPORT_TEMPLATE,
    "rapport_release": ItemType.REPORT_RELEASE, "subwerkgroep_oprichting": ItemType.SUBGROUP_FOUNDING,
    "subwerkgroep_rapportering": ItemType.SUBGROUP_REPORT, "leveranciersissue": ItemType.VENDOR_ISSUE,
    "leverancierswens": ItemType.VENDOR_WISH, "connector_release": ItemType.CONNECTOR_RELEASE,
    "opleiding": ItemType.TRAINING, "gesignaleerd_dataprobleem": ItemType.DATA_PROBLEM,
    "interessepeiling": ItemType.INTEREST_POLL, "evaluatie": ItemType.EVALUATION,
    "terugkoppeling": ItemType.REPORT_BACK, "overleg_partner": ItemType.PARTNER_CONSULTATION,
    "databron_documentatie": ItemType.SOURCE_DOCUMENTATION, "lidmaatschap": ItemType.MEMBERSHIP,
}  # fmt: skip
PURPOSES = {
    ItemType.STATUS_ROUND: Purpose.ROUND, ItemType.PRESENTATION_ROUND: Purpose.ROUND,
    ItemType.INTEREST_POLL: Purpose.ROUND, ItemType.DECISION: Purpose.DECIDE,
    ItemType.PRESENTATION: Purpose.INFORM, ItemType.CONNECTOR_RELEASE: Purpose.INFORM,
    ItemType.REPORT_RELEASE: Purpose.INFORM, ItemType.SUBGROUP_REPORT: Purpose.INFORM,
    ItemType.REPORT_BACK: Purpose.INFORM, ItemType.TRAINING: Purpose.INFORM, ItemType.MEMBERSHIP: Purpose.INFORM,
}  # fmt: skip
"""What is not named here was discussed."""
STANDING = [
    ("statusronde", "Uitrol van Swing, per stad"),
    ("connector_release", "Nieuwe gegevens via de connector"),
]
"""Items that stood on every OBMi agenda of 2020."""

OUTCOMES = {
    "afs-2016-04-kadasterworkshop": (ActionState.DONE, "verg-2016-10-28", 1),
    "afs-2020-01-sv-vertegenwoordiging": (ActionState.DONE, "verg-2020-01-30", 2),
    "afs-2020-01-ksz": (ActionState.HANDED_OVER, "verg-2020-05-28", 3),
    "verg-2020-01-30/5/afspraak": (ActionState.HANDED_OVER, "verg-2020-05-28", 2),
    "verg-2020-05-28/2/afspraak": (ActionState.HANDED_OVER, "verg-2020-09-17", 2),
    "afs-2020-05-mobiliteit": (ActionState.DONE, "verg-2020-09-17", 5),
    "afs-2020-05-opschonen": (ActionState.DONE, "verg-2020-09-17", 9),
    "afs-2020-05-abf-issues": (ActionState.DONE, "verg-2020-09-17", 8),
}
"""What came of an action: how it ended, and which item of which meeting says so. Of the others: not recorded."""

ROUNDS = {
    "bevraging": RoundKind.QUESTIONNAIRE, "vragenlijst": RoundKind.QUESTIONNAIRE,
    "vragenlijst aan partner": RoundKind.QUESTIONNAIRE, "taak": RoundKind.TASK, "feedback": RoundKind.CALL,
    "feedback (centraal verzameld)": RoundKind.CALL, "inventaris": RoundKind.CALL,
    "gesprek en aanduiding": RoundKind.CALL, "interessepeiling": RoundKind.INTEREST,
    "onderzoek": RoundKind.INVESTIGATE, "presentatie per stad": RoundKind.PRESENTATION,
    "analyse per stad": RoundKind.STATUS,
}  # fmt: skip
"""What a request to the cities is called."""
ASKED: dict[str, tuple[str, ...]] = {
    "alle steden": (), "deelnemende steden": (), "steden": (), "centrumsteden": (), "centrumsteden en VGC": (),
    "andere steden": (), "andere steden dan Antwerpen": ("antwerpen",),
}  # fmt: skip
"""Words for the voting members of that day, and who of them they leave out beside the one who asks."""
NOT_NAMED = {"zes steden", "ruime doelgroep"}
"""Words that do not say which organisations were asked."""

CHOSEN = {
    "cf-start-obmi": 0, "cf-laatste-stad": 0, "cf-survey-indicatoren": 1, "cf-totaal-indicatoren": 1, "cf-ritme": 0,
    "cf-rapport-link": 0, "cf-oostende-link": 0, "cf-editie-stadsmonitor": 0, "cf-ocr-schema": 0,
    "cf-partijen-protocol": 1,
}  # fmt: skip
"""Which of the claims (from 0) the choice in words leans on."""
FIGURES = {
    "kg-gdpr-2023": "gdpr",
    "kg-schillenboek": "schillenboek",
    "kg-orba": "orba",
    "kg-budget-2023": "afrekening-2023",
}
"""Figures of another workgroup than OBMi."""

OUTPUTS = {
    "rapport": Output.REPORT, "webrapport": Output.REPORT, "downloadrapport": Output.REPORT,
    "steekkaart": Output.FACT_SHEET, "story": Output.STORY, "dashboard": Output.DASHBOARD,
    "cijferlijst": Output.FIGURES, "overzicht": Output.INDICATORS, "toepassing": Output.APPLICATION,
    "dataset": Output.DATASET,
}  # fmt: skip
OWNERSHIPS = {"obmi": Ownership.JOINT, "stad": Ownership.CITY, "partner": Ownership.PARTNER}
OF_OTHERS = {Ownership.CITY: DossierState.EXAMPLE, Ownership.PARTNER: DossierState.CATALOGUED}
TEMPLATE_STATES = {
    "sj-mobiliteit": DossierState.UNDER_DISCUSSION,
    "sj-omgevingsanalyse-indicatoren": DossierState.PUBLISHED,
    "sj-stadsmonitor-2024": DossierState.FIRST_PROPOSAL,
    "sj-steekkaart": DossierState.PUBLISHED,
    "sj-story": DossierState.PUBLISHED,
}
"""Of what the cities make together: our state, beside the words of the source that stay with it."""
TEMPLATE_DAYS = {
    "sj-covid-genk": date(2020, 9, 17), "sj-brandweer-antwerpen": date(2020, 9, 17),
    "sj-omgeving-antwerpen": date(2016, 9, 5), "sj-klimaat-pinc": date(2020, 1, 30),
    "sj-pinc-tabellen-bevolking": date(2020, 10, 26), "sj-pinc-tabellen-huishoudens": date(2020, 10, 26),
    "sj-pinc-nationaliteit-herkomst": date(2020, 10, 26), "sj-pinc-demografie": date(2020, 10, 26),
    "sj-pinc-buurtgerichte-zorg": date(2020, 10, 26),
}  # fmt: skip
"""When it was on the table, where the words of its state do not say so in a way that can be read."""
TEMPLATE_THEMES = {
    "sj-mobiliteit": "Mobiliteit en verkeersveiligheid", "sj-klimaat-pinc": "Leefmilieu en klimaat",
    "sj-pinc-tabellen-bevolking": "Demografie", "sj-pinc-tabellen-huishoudens": "Demografie",
    "sj-pinc-nationaliteit-herkomst": "Demografie", "sj-pinc-demografie": "Demografie",
    "sj-pinc-buurtgerichte-zorg": "Samenleving en welzijn", "sj-detailhandel": "Werken en ondernemen",
    "sj-arbeidsmarkt": "Werken en ondernemen",
}  # fmt: skip
"""Where the source names no theme and the title leaves no doubt."""
TEMPLATE_OCCASIONS = {
    "sj-omgevingsanalyse-indicatoren": (Occasion.CONTEXT_ANALYSIS,),
    "sj-pinc-omgevingsanalyse": (Occasion.CONTEXT_ANALYSIS,),
}
"""For which occasion it is of use, where its name says so."""
TEMPLATE_SUBGROUPS = {"sj-mobiliteit": "obmi-mobiliteitsdata"}
