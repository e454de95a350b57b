"""The sentence bank: what a yearly overview says of an item, by its kind, by who brought it and by how it ended."""

from models import AgendaItem, Disposition
from models import ItemType as T
from workflows.words import Words

SAYS: dict[T, tuple[Words, Words]] = {
    T.STATUS_ROUND: (
        Words("De stand van zaken werd per stad overlopen: {title}."),
        Words("De stand van zaken werd per stad overlopen, ingeleid door {who}: {title}."),
    ),
    T.PRESENTATION_ROUND: (
        Words("De steden stelden elk in het kort voor: {title}."),
        Words("De steden stelden elk in het kort voor, ingeleid door {who}: {title}."),
    ),
    T.PRESENTATION: (
        Words("Op de agenda stond een voorstelling: {title}."),
        Words("{who} stelde voor: {title}."),
    ),
    T.ACTION: (
        Words("Er werd afgesproken: {title}."),
        Words("Op voorstel van {who} werd afgesproken: {title}."),
    ),
    T.DECISION: (
        Words("De vergadering besliste: {title}."),
        Words("Op voorstel van {who} besliste de vergadering: {title}."),
    ),
    T.PROPOSAL: (
        Words("Er lag een voorstel op tafel: {title}."),
        Words("{who} deed een voorstel: {title}."),
    ),
    T.DISCUSSION: (
        Words("De vergadering besprak: {title}."),
        Words("De vergadering besprak met {who}: {title}."),
    ),
    T.FEEDBACK_REQUEST: (
        Words("Aan de steden werd feedback gevraagd: {title}."),
        Words("{who} vroeg feedback aan de steden: {title}."),
    ),
    T.FEEDBACK_PROCESSING: (
        Words("De feedback van de steden werd besproken: {title}."),
        Words("De feedback van de steden werd met {who} besproken: {title}."),
    ),
    T.DATA_REQUEST: (
        Words("Er werd gewerkt aan een data-aanvraag: {title}."),
        Words("{who} werkte mee aan een data-aanvraag: {title}."),
    ),
    T.AGREEMENT: (
        Words("Een overeenkomst kwam aan bod: {title}."),
        Words("{who} bracht een overeenkomst aan: {title}."),
    ),
    T.REPORT_TEMPLATE: (
        Words("Er werd gewerkt aan een rapport: {title}."),
        Words("Met {who} werd gewerkt aan een rapport: {title}."),
    ),
    T.REPORT_RELEASE: (
        Words("Er kwamen rapporten beschikbaar: {title}."),
        Words("{who} maakte rapporten beschikbaar: {title}."),
    ),
    T.SUBGROUP_FOUNDING: (
        Words("Een subwerkgroep kreeg een opdracht: {title}."),
        Words("Op voorstel van {who} kreeg een subwerkgroep een opdracht: {title}."),
    ),
    T.SUBGROUP_REPORT: (
        Words("Een subwerkgroep rapporteerde: {title}."),
        Words("{who} rapporteerde voor een subwerkgroep: {title}."),
    ),
    T.VENDOR_ISSUE: (
        Words("Problemen met de software werden opgevolgd: {title}."),
        Words("{who} rapporteerde over problemen met de software: {title}."),
    ),
    T.VENDOR_WISH: (
        Words("Wensen voor de software kwamen aan bod: {title}."),
        Words("{who} bracht wensen voor de software aan: {title}."),
    ),
    T.CONNECTOR_RELEASE: (
        Words("Er kwamen gegevens ter beschikking: {title}."),
        Words("{who} stelde gegevens ter beschikking: {title}."),
    ),
    T.TRAINING: (
        Words("Opleiding kwam ter sprake: {title}."),
        Words("{who} bracht opleiding ter sprake: {title}."),
    ),
    T.DATA_PROBLEM: (
        Words("Een probleem in de data werd gemeld: {title}."),
        Words("{who} meldde een probleem in de data: {title}."),
    ),
    T.INTEREST_POLL: (
        Words("De interesse van de steden werd gepeild: {title}."),
        Words("{who} peilde de interesse van de steden: {title}."),
    ),
    T.EVALUATION: (
        Words("De vergadering blikte terug: {title}."),
        Words("De vergadering blikte met {who} terug: {title}."),
    ),
    T.REPORT_BACK: (
        Words("Er kwam een terugkoppeling: {title}."),
        Words("{who} gaf een terugkoppeling: {title}."),
    ),
    T.PARTNER_CONSULTATION: (
        Words("Met een partner werd overlegd: {title}."),
        Words("Met {who} werd overlegd: {title}."),
    ),
    T.SOURCE_DOCUMENTATION: (
        Words("Een databron werd toegelicht: {title}."),
        Words("{who} lichtte een databron toe: {title}."),
    ),
    T.MEMBERSHIP: (
        Words("Over de deelname aan de werkgroep werd gesproken: {title}."),
        Words("Over de deelname van {who} werd gesproken: {title}."),
    ),
    T.MINUTES_APPROVAL: (
        Words("Het verslag van een vorige vergadering kwam aan bod: {title}."),
        Words("Het verslag van een vorige vergadering kwam aan bod: {title}."),
    ),
}
"""Of each kind: when nobody is named, and when somebody brought it."""

ENDED: dict[Disposition, Words] = {
    Disposition.POSTPONED: Words("Dit punt werd uitgesteld naar een volgende vergadering: {title}."),
    Disposition.NOT_REACHED: Words("Aan dit punt kwam de vergadering niet toe: {title}."),
    Disposition.WITHDRAWN: Words("Dit punt werd ingetrokken: {title}."),
}
"""How an item ended says more than its kind when nothing was done with it."""

FURTHER: dict[Disposition, Words] = {
    Disposition.TO_SUBGROUP: Words("Een subwerkgroep werkt dit verder uit."),
    Disposition.ASKED_CITIES: Words("De steden werden om hun antwoord gevraagd."),
    Disposition.WRITTEN_PROCEDURE: Words("Het wordt schriftelijk afgehandeld."),
}
"""What follows, after the sentence itself."""


def sentence_of(item: AgendaItem) -> Words:
    """The sentence that tells this item."""
    title, who = item.title.rstrip("."), item.presenting.name if item.presenting else item.presenter
    if item.disposition in ENDED:
        return Words(ENDED[item.disposition].one, title=title)
    alone, brought = SAYS[item.item_type]
    return Words(brought.one, title=title, who=who) if who else Words(alone.one, title=title)


def what_follows(item: AgendaItem) -> Words | None:
    """What is still to come of it, when its outcome says so."""
    return FURTHER.get(item.disposition) if item.disposition else None
