"""The bare twin: signs the visitor in by a cookie, one hand-written count, one hand-written SELECT, one template."""

import os
import sqlite3

from flask import Flask, g, render_template_string, request

ROWS = (
    "SELECT o.code, o.name, p.name, s.role, p.function FROM seat s JOIN person p ON p.id = s.person_id "
    "JOIN organisation o ON o.id = p.organisation_id WHERE s.workgroup_id = 1 AND s.until IS NULL "
    "ORDER BY o.name, p.name"
)
PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Mensen</title></head><body>
<nav>{% for n in range(8) %}<a href="/{{ n }}">{{ n }}</a>{% endfor %}</nav><h1>Mensen</h1><p>{{ total }} personen</p>
<table><tbody>{% for code, place, name, role, function in rows %}<tr>
<td><span class="seat" title="{{ place }}"><span aria-hidden="true">{{ code or place[:3] }}</span>
<span class="hidden">{{ place }}</span></span></td>
<th scope="row"><a href="/obmi/people/{{ loop.index }}">{{ name }}</a></th>
<td>{{ place }}</td><td>{{ role }}</td><td>{{ function }}</td></tr>{% endfor %}</tbody></table></body></html>"""


def make() -> Flask:
    app = Flask(__name__)

    @app.before_request
    def visitor() -> None:
        g.db = sqlite3.connect(os.environ["TWIN_DATABASE"])
        g.person = g.db.execute("SELECT id, name FROM person WHERE id = ?", (request.cookies["who"],)).fetchone()

    @app.get("/obmi/people")
    def people() -> str:
        total = g.db.execute("SELECT count(*) FROM seat WHERE workgroup_id = 1 AND until IS NULL").fetchone()[0]
        return render_template_string(PAGE, total=total, rows=g.db.execute(ROWS).fetchall())

    @app.teardown_appcontext
    def close(_error: BaseException | None) -> None:
        if "db" in g:
            g.db.close()

    return app
