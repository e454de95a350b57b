"""The kinds of round, as one table: which choices, what settles them, what has to be said, who may see it.

A new sort of question is a row here; the pages, the counts, the table and the exports follow.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from models import RoundKind
from workflows.words import Words


class Shape(StrEnum):
    """How a choice is drawn; never by its colour alone: the seat carries its sign and its word too."""

    YES = "yes"
    NO = "no"
    HOLD = "hold"
    PLAIN = "plain"
    NONE = "none"


@dataclass(frozen=True)
class Choice:
    """One thing an organisation can answer. `reason`: the text is required. `counts`: it is in the percentages."""

    code: str
    says: Words
    shape: Shape = Shape.PLAIN
    reason: bool = False
    counts: bool = True
    link: bool = False
    """An address has to be given with it."""
    in_place: bool = True
    """It can be given with one click where the question stands; the others open the page first."""

    @property
    def sign(self) -> str:
        """Beside the colour, for who does not see it."""
        return {Shape.YES: "✓", Shape.NO: "✗", Shape.HOLD: "~", Shape.NONE: "–"}.get(self.shape, "•")


@dataclass(frozen=True)
class Kind:
    """`settled` are the choices after which nothing is left to do; the table's centre counts them, or all answers."""

    code: RoundKind
    says: Words
    what_for: Words
    icon: str
    choices: tuple[Choice, ...]
    settled: frozenset[str] = frozenset()
    text: Words = field(default_factory=lambda: Words("Toelichting"))
    late: bool = False
    """An answer may still come, or change, after it is closed and until it is certified."""
    vendor: bool = False
    """It may be opened to the vendor."""
    remembers: bool = False
    """The answer of last time stands ready."""
    by_itself: bool = True
    """A coordinator can start one; the others come out of the procedure of a dossier."""
    options: Words | None = None
    """What the lines of its list are, for a kind that asks several things at once."""

    def choice(self, code: str) -> Choice | None:
        return next((one for one in self.choices if one.code == code), None)

    @property
    def counted(self) -> frozenset[str]:
        """The choices that the centre of the table counts."""
        return self.settled or frozenset(one.code for one in self.choices if one.counts)


NOT_APPLICABLE = Choice(
    "not_applicable", Words("niet van toepassing"), Shape.NONE, reason=True, counts=False, in_place=False
)

KINDS: dict[RoundKind, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            RoundKind.STATUS, Words("Stand van zaken"),
            Words("Hoe staat het bij elke stad? Het vorige antwoord staat klaar."),
            "arrow-repeat",
            (
                Choice("on_track", Words("op schema"), Shape.YES),
                Choice("attention", Words("vraagt aandacht"), Shape.HOLD, reason=True, in_place=False),
                Choice("blocked", Words("geblokkeerd"), Shape.NO, reason=True, in_place=False),
                Choice("nothing_new", Words("niets nieuws"), Shape.PLAIN),
                NOT_APPLICABLE,
            ),
            remembers=True,
        ),
        Kind(
            RoundKind.VOTE, Words("Stemming"),
            Words("Keuren de leden dit goed? Eén stem per organisatie."), "hand-thumbs-up",
            (
                Choice("for", Words("voor"), Shape.YES),
                Choice("against", Words("tegen"), Shape.NO, reason=True, in_place=False),
                Choice("abstain", Words("onthouding"), Shape.HOLD),
                Choice("recuse", Words("neemt niet deel"), Shape.NONE, reason=True, counts=False, in_place=False),
            ),
            settled=frozenset({"for"}), text=Words("Reden"),
        ),
        Kind(
            RoundKind.CALL, Words("Oproep"),
            Words("Input of feedback gevraagd, tegen een termijn."), "chat-left-text",
            (
                Choice("answered", Words("geantwoord"), Shape.YES, reason=True, in_place=False),
                Choice("nothing", Words("niets te melden"), Shape.PLAIN),
                NOT_APPLICABLE,
            ),
            text=Words("Antwoord"), late=True, vendor=True,
        ),
        Kind(
            RoundKind.TASK, Words("Taak voor iedereen"),
            Words("Een afspraak die elke organisatie zelf uitvoert."), "check2-square",
            (
                Choice("done", Words("gedaan"), Shape.YES),
                Choice("not_done", Words("nog niet gedaan"), Shape.NO),
                NOT_APPLICABLE,
            ),
            settled=frozenset({"done"}), late=True,
        ),
        Kind(
            RoundKind.INTEREST, Words("Interessepeiling"),
            Words("Wie wil meedoen?"), "question-circle",
            (
                Choice("yes", Words("ja"), Shape.YES),
                Choice("maybe", Words("misschien"), Shape.HOLD),
                Choice("no", Words("nee"), Shape.NO),
            ),
        ),
        Kind(
            RoundKind.QUESTIONNAIRE, Words("Vragenlijst"),
            Words("Enkele vragen, een tekst per vraag. Ook voor gasten."), "list-check",
            (Choice("answered", Words("ingevuld"), Shape.YES, in_place=False), NOT_APPLICABLE),
            vendor=True, options=Words("Vragen, één per regel"),
        ),
        Kind(
            RoundKind.PRESENTATION, Words("Presentatieronde"),
            Words("Elke organisatie stelt iets voor."), "easel",
            (
                Choice("presented", Words("gepresenteerd"), Shape.YES),
                Choice("not_presented", Words("niet gepresenteerd"), Shape.NO),
                NOT_APPLICABLE,
            ),
            settled=frozenset({"presented"}), late=True, vendor=True,
        ),
        Kind(
            RoundKind.INVESTIGATE, Words("Onderzoek"),
            Words("Een gesignaleerd probleem: speelt het ook bij de andere?"), "search",
            (
                Choice("also_here", Words("ook bij ons"), Shape.NO),
                Choice("not_here", Words("niet bij ons"), Shape.YES),
                Choice("unknown", Words("weten we niet"), Shape.HOLD),
            ),
            late=True,
        ),
        Kind(
            RoundKind.DATE, Words("Datumprikker"),
            Words("Welke dag past? Elke organisatie zegt het per voorgestelde dag."), "calendar3",
            (Choice("answered", Words("ingevuld"), Shape.YES, in_place=False),),
            vendor=True, options=Words("Voorgestelde dagen, één per regel (jjjj-mm-dd)"),
        ),
        Kind(
            RoundKind.TEST, Words("Test door een stad"),
            Words("Is het sjabloon met zijn instructies bruikbaar in een andere stad?"), "clipboard-check",
            (
                Choice("usable", Words("bruikbaar"), Shape.YES),
                Choice("after_changes", Words("bruikbaar na aanpassing"), Shape.HOLD, reason=True, in_place=False),
                Choice("not_usable", Words("niet bruikbaar"), Shape.NO, reason=True, in_place=False),
            ),
            settled=frozenset({"usable"}), text=Words("Oordeel"), by_itself=False,
        ),
        Kind(
            RoundKind.ADOPTION, Words("Gebruik door de steden"),
            Words("Wie gebruikt het sjabloon, en waar staat het online?"), "broadcast",
            (
                Choice("interested", Words("geïnteresseerd"), Shape.PLAIN),
                Choice("planned", Words("gepland"), Shape.HOLD),
                Choice("building", Words("in opbouw"), Shape.HOLD),
                Choice("online", Words("staat online"), Shape.YES, link=True, in_place=False),
                Choice("renounces", Words("ziet ervan af"), Shape.NO, reason=True, in_place=False),
                NOT_APPLICABLE,
            ),
            settled=frozenset({"online"}), late=True, by_itself=False,
        ),
    )
}  # fmt: skip
"""In the order of the list from which a coordinator chooses."""

DAY_CHOICES = (
    Choice("yes", Words("ja"), Shape.YES),
    Choice("if_need_be", Words("als het moet"), Shape.HOLD),
    Choice("no", Words("nee"), Shape.NO),
)
"""What is said of each proposed day in a date round."""
