"""GET changes nothing, on no page, for nobody: every address is opened, and the whole database compared."""

import re

from app.mail import tokens
from models import Meeting, Message, Round
from tests.app.world import World
from tests.whole import whole


def addresses(app):
    """Every rule that answers to GET, but for files of the program itself."""
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set()) and rule.endpoint != "static"]


def test_every_address_is_opened_by_everyone_and_nothing_changes(app, session, world: World, browser):
    session.rollback()
    keys = Keys(app, session, world)
    opened = 0
    for who in (*world.people.values(), None):
        visitor = browser.as_(who)
        before = whole(app)
        for rule in addresses(app):
            for path in keys.paths(rule):
                for method in ("GET", "HEAD"):
                    answer = visitor.open(path, method)
                    assert answer.status_code < 500, path
                    opened += 1
        assert whole(app) == before, who
    assert opened > 1000


class Keys:
    """What stands in the place of each part of an address."""

    def __init__(self, app, session, world: World) -> None:
        self.app, self.world = app, world
        self.rounds = [row.id for row in session.query(Round)]
        self.meetings = [row.number for row in session.query(Meeting)]
        someone = next(iter(world.people.values()))
        with app.app_context():
            self.secrets = [
                *(tokens.to_answer(someone.id, key) for key in self.rounds),
                *(tokens.to_come(someone.id, row.id) for row in session.query(Meeting)),
                *(tokens.to_stop(row) for row in session.query(Message).limit(5)),
                "rt_nonsense",
            ]

    def paths(self, rule) -> list[str]:
        """The address with each of a few keys that lead somewhere."""
        choices = {
            "workgroup": ["obmi"], "number": self.meetings, "secret": self.secrets, "kind": ["docx", "round", "vote"],
        }  # fmt: skip
        found = [rule.rule]
        for part in re.findall(r"<[^>]+>", rule.rule):
            name = part.strip("<>").rpartition(":")[2]
            keys = choices.get(name) or (self.rounds if name == "round_id" else [1, 2, 3])
            found = [path.replace(part, str(key), 1) for path in found for key in keys[:6]]
        return found
