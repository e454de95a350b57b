"""Who does this too: per theme the organisations that led, made, tested or use something, and whom to ask."""

from flask import Blueprint, render_template, request

from app import loading
from app.access import requires, somebody, the_workgroup
from app.extensions import session
from app.forms import a_key
from workflows import matching
from workflows.rules import discusses

bp = Blueprint("matching", __name__, url_prefix="/<workgroup>/who-else")


@bp.get("")
@requires(discusses)
def index() -> str:
    themes = loading.themes()
    asked = request.args.get("theme", type=a_key)
    theme = next((one for one in themes if one.id == asked), None)
    found = matching.doings(session(), the_workgroup(), somebody())
    return render_template(
        "matching/index.html",
        workgroup=the_workgroup(),
        themes=themes,
        theme=theme,
        by_theme=matching.by_theme(found, theme),
        speakers=matching.speakers(session(), the_workgroup(), somebody()),
    )
