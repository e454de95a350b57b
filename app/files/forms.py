"""What is asked about a file."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]

from app.files.inspection.kinds import KINDS
from app.forms import Form, at_most, one_of, required, sound
from models import Audience, FileRole, open_to
from workflows.template_guards import FILE_ROLES
from workflows.widening import AUDIENCES

ACCEPT = ",".join(f".{ending}" for ending in KINDS)
ALLOWED = ", ".join(ending for ending in KINDS if ending != "jpeg")


class AttachForm(Form):
    """One file, and for whom it is: never wider than what it belongs to."""

    enctype = "multipart/form-data"

    file = FileField(
        _l("Bestand"),
        validators=[FileRequired(_l("Kies een bestand."))],
        render_kw={"accept": ACCEPT},
    )
    role = SelectField(
        _l("Waarvoor in het pakket"), coerce=lambda value: FileRole(value) if value else None,
        choices=[
            SelectChoice("", _l("hoort niet in het pakket")),
            *(SelectChoice(one.value, says) for one, says in FILE_ROLES.items()),
        ],
    )  # fmt: skip
    audience = one_of(
        _l("Voor wie"), AUDIENCES, description=_l("Voor de leverancier of het publiek opent het alleen de coördinator.")
    )

    def offer(self, widest: Audience, most: int) -> None:
        """The circles that the parent allows, its own chosen at first; how large a file may be, in bytes."""
        narrower = [member for member in Audience if widest in open_to(member)]
        self.audience.choices = [SelectChoice(one.value, says) for one, says in AUDIENCES.items() if one in narrower]
        if self.audience.data is None:
            self.audience.data = widest
        self.file.description = gettext(
            "Hoogstens %(most)d MB: %(kinds)s. Zonder macro's, scripts of andere bestanden erin.",
            most=most // 1_000_000, kinds=ALLOWED,
        )  # fmt: skip


class WithdrawForm(Form):
    reason: Any = TextAreaField(
        _l("Waarom"),
        validators=[sound, required, at_most(1_000)],
        description=_l("Iedereen die het bestand mocht zien, ziet dat het er was en waarom het weg is."),
        render_kw={"rows": 3},
    )
