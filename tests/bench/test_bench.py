"""The bench does not rot: a hundred rows, and every page that it measures opens. Nothing is timed here."""

from pathlib import Path

import pytest

from tests.bench import fill, poll, twin
from tests.bench.explain import Looker
from tests.bench.pages import MAIN, OTHERS
from tests.databases import SqliteServer

pytestmark = [pytest.mark.sqlite, pytest.mark.prove]


def test_every_benched_page_opens_beside_its_twin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = SqliteServer(tmp_path, fill.lay)
    with server.fresh() as url:
        fill.fill(url, 100)
        looker = Looker(url)
        twin.Table.metadata.create_all(looker.engine)
        monkeypatch.setenv("TWIN_DATABASE", url)
        monkeypatch.setenv("TWIN_SECRET", fill.SECRET)
        bare = twin.make().test_client()
        with bare.session_transaction() as cookie, looker.browser.client.session_transaction() as ours:
            cookie["_user_id"] = ours["_user_id"]
        for page in MAIN:
            assert looker.look(page, 0).size > 5_000
            answer = bare.get(page.twin.format(**looker.keys))
            assert answer.status_code == 200, page.name
            assert len(answer.data) > 5_000, page.name
        assert [page.name for page in OTHERS if not looker.look(page, 0).size] == []
        poll.put_to_the_table(looker.session)
        now = poll.NOW.format(**looker.keys)
        mark = looker.browser.open(now).headers["ETag"]
        assert looker.browser.open(now, headers={"If-None-Match": mark}).status_code == 304
        looker.close()
