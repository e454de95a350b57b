"""Why something was not done. Each is a sentence for the person who tried."""

from workflows.words import Words


class Refused(Exception):
    """Nothing was changed. `words` says why, `field` where on the form."""

    def __init__(self, words: Words, field: str | None = None) -> None:
        super().__init__(words)
        self.words, self.field = words, field

    def __str__(self) -> str:
        return str(self.words)


class Unseen(Refused):
    """For this person it does not exist (404)."""

    def __init__(self) -> None:
        super().__init__(Words("Dit bestaat niet, of je hebt er geen toegang toe."))


class NotAllowed(Refused):
    """She sees it but may not do this (403)."""


class NotNow(Refused):
    """The work is not in a state from which this can be done (409)."""


class Overtaken(NotNow):
    """Somebody saved a newer version in the meantime (409)."""


class NotReady(Refused):
    """Something is missing or wrong first (422)."""


class TooOften(Refused):
    """Too many tries at a secret (429). `wait` is in seconds."""

    def __init__(self, wait: int) -> None:
        minutes = -(-wait // 60)
        if minutes < 100:
            words = Words("Te veel pogingen. Probeer het over {minutes} min opnieuw.", minutes=minutes)
        else:
            words = Words("Te veel pogingen. Probeer het over {hours} uur opnieuw.", hours=-(-minutes // 60))
        super().__init__(words)
        self.wait = wait
