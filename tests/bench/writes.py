"""What a write costs: an agenda item, a block of minutes, beside one insert through the ORM; and eight at once."""

import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.measure import CLIENTS, Cost, Costs, Server, Site, alone, token

ITEM = {
    "title": "Nog een punt", "purpose": "discuss", "item_type": "discussion", "planned_minutes": "10",
    "presenting": "", "presenter": "", "audience": "partners", "proposal": "Wat wordt voorgelegd.",
}  # fmt: skip
INSERT = "one insert"


def form(**more: Any) -> dict[str, Any]:
    """With a token and a key that was not used before."""
    return {"csrf_token": token(), "key": secrets.token_hex(16), **more}


def value_of(page: str, name: str) -> str:
    """What a hidden field of a page holds."""
    return page.split(f'name="{name}"')[1].split('value="')[1].split('"')[0]


class Writer:
    """Somebody who writes on one connection; each method is one write, and gives its milliseconds."""

    def __init__(self, site: Site, block: int) -> None:
        self.site, self.block, self.base, self.nth = site, block, 0, 0
        self.answered: dict[str, str] = {}
        self.connections = {id(server): server.connect() for server in (site.ours, site.twin)}

    def send(
        self, server: Server, path: str, given: dict[str, Any], good: int, accept: str = "text/html"
    ) -> tuple[float, bytes]:
        began = time.perf_counter()
        status, body = server.ask(self.connections[id(server)], "POST", path, given, accept)
        took = (time.perf_counter() - began) * 1000
        assert status == good, (path, status, body[:3000])
        return took, body

    def add_item(self) -> float:
        path = f"/obmi/meetings/{self.site.keys['planned']}/items/add"
        return self.send(self.site.ours, path, form(**ITEM | {"title": f"Nog een punt {secrets.token_hex(4)}"}), 302)[0]

    def save_block(self) -> float:
        """As the script of the live page does, each time with another text."""
        path = f"/obmi/meetings/{self.site.keys['running']}/minutes/blocks/{self.block}"
        if not self.base:
            status, body = self.site.ours.ask(self.connections[id(self.site.ours)], "GET", path)
            assert status == 200
            self.base = int(body.decode().split('name="base"')[1].split('value="')[1].split('"')[0])
        self.nth += 1
        text = f"Wat er gezegd werd, voor de {self.nth}e keer opgeschreven.\n\nEn er is nog een tweede alinea."
        took, answer = self.send(
            self.site.ours, path, form(written=text, base=self.base), 200, accept="application/json"
        )
        self.base = json.loads(answer)["version"]
        return took

    def answer(self) -> float:
        """Written down by the secretary for Gent, each time in the place of the one before."""
        path = f"/obmi/rounds/{self.site.keys['vote']}/record"
        if not self.answered:
            organisation = self.site.keys["organisation_asked"]
            asked = f"{path}?organisation={organisation}"
            _status, body = self.site.ours.ask(self.connections[id(self.site.ours)], "GET", asked)
            said = {name: value_of(body.decode(), name) for name in ("seen", "replaces")}
            self.answered = {"organisation": str(organisation), "choice": "for", **said}
        took, _body = self.send(self.site.ours, path, form(**self.answered), 302)
        self.answered["replaces"] = str(self.site.keys["answers"] + 1)
        self.site.keys["answers"] += 1
        return took

    def insert(self) -> float:
        text = "Wat er gezegd werd, opgeschreven.\n\nEn er is nog een tweede alinea."
        return self.send(self.site.twin, "/write", {"title": "Nog een punt", "text": text}, 302)[0]


def measure(sites: list[Site], rounds: int, times: int) -> Costs:
    """Interleaved, as the pages are."""
    costs: Costs = {}
    for nth in range(rounds + 1):
        for site in sites:
            writer = Writer(site, site.keys["block"])
            works = [
                ("agenda item added", site.ours, writer.add_item), ("minute block saved", site.ours, writer.save_block),
                ("answer given", site.ours, writer.answer), (INSERT, site.twin, writer.insert),
            ]  # fmt: skip
            for name, server, work in works:
                if nth == 0:
                    work()
                    continue
                cost = costs.setdefault((name, site.rows, "ours"), Cost())
                alone(server, cost, times, lambda w=work: [w() for _ in range(times)])  # type: ignore[misc]
    return costs


@dataclass
class Crowd:
    """Eight writers for a few seconds: what each of them got."""

    waits: list[list[float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def worst(self) -> float:
        return max(max(one, default=0.0) for one in self.waits)

    @property
    def least(self) -> float:
        """The slowest writer's share of the mean."""
        counts = [len(one) for one in self.waits]
        return min(counts) / (sum(counts) / len(counts))

    def rate(self, seconds: float) -> float:
        return sum(len(one) for one in self.waits) / seconds


def eight_at_once(site: Site, seconds: float, *, twin: bool = False) -> Crowd:
    """Each writes in a block of its own, as fast as it is answered."""
    crowd = Crowd()
    writers = [Writer(site, block) for block in site.keys["blocks"][1 : CLIENTS + 1]]
    until = time.perf_counter() + seconds

    def work(writer: Writer) -> None:
        mine: list[float] = []
        crowd.waits.append(mine)
        try:
            while time.perf_counter() < until:
                mine.append(writer.insert() if twin else writer.save_block())
        except AssertionError as error:
            crowd.errors.append(str(error)[:200])

    threads = [threading.Thread(target=work, args=[writer]) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd
