"""What comes of a look inside: what the file is, or a sentence why it may not come in."""

from dataclasses import dataclass

from workflows.words import Words


class Unacceptable(Exception):
    """The file may not come in. `words` is for the person who chose it."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Verdict:
    """Exactly one of the two is set."""

    media_type: str | None = None
    refusal: Words | None = None


EMPTY = Words("Het bestand is leeg.")
DAMAGED = Words("Het bestand is beschadigd of niet volledig.")
RECOGNISED = Words("In het bestand zit iets wat een virusscanner herkent.")
TWO_IN_ONE = Words("In of achter het bestand zit nog een ander bestand verstopt.")
LOCKED = Words("Het bestand is versleuteld: niemand kan nakijken wat erin zit. Haal het wachtwoord eraf.")
TOO_MUCH = Words("Het bestand pakt uit tot veel meer dan het lijkt. Splits het of bewaar het eenvoudiger.")
POINTS_OUTSIDE = Words("In het bestand zit een naam die buiten het bestand wijst.")
ACTS = Words("In het bestand zitten macro's of scripts. Bewaar het zonder en probeer opnieuw.")
EMBEDS = Words("In het bestand zit een ander bestand of object. Haal het eruit en stuur het apart.")
FETCHES = Words(
    "Het bestand haalt iets van elders op, zoals een sjabloon, een afbeelding of cijfers. "
    "Verbreek die koppeling en probeer opnieuw."
)
DEFINES = Words("De XML in het bestand heeft eigen definities (DTD). Dat wordt niet aangenomen.")
STARTS = Words("In een cel staat een formule die een programma start (DDE). Haal ze eruit en probeer opnieuw.")
NO_TEXT = Words("Hierin staan tekens die niet in een tekst horen.")
A_PAGE = Words("Dit is een webpagina of een tekening met code, geen gewone tekst.")
TOO_WIDE = Words(
    "De afbeelding is te groot: hoogstens {side} beeldpunten breed of hoog, en {most} miljoen in het geheel."
)
