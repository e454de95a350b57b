"""What is asked about an organisation."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Email, Length, Optional, Regexp

from app.forms import EditForm, PickField, a_link, line, prose, sound


def shortened(value: str | None) -> str | None:
    return value.strip() or None if value else None


class DescribeForm(EditForm):
    name = line(_l("Naam"), description=_l("Wie van naam verandert, blijft ook onder de oude gevonden."))
    code = StringField(
        _l("Zetel"),
        description=_l("Drie hoofdletters, zoals GNT. Mag leeg blijven."),
        filters=[lambda value: value.strip().upper() if value else None],
        validators=[Optional(), Regexp(r"\A[A-Z]{3}\Z", message=_l("Een zetel heeft precies drie letters."))],
    )
    abbreviation = StringField(_l("Afkorting"), validators=[Optional(), sound, Length(max=40)], filters=[shortened])
    website = a_link(_l("Website"))
    mailbox = StringField(
        _l("Functionele mailbox"),
        validators=[Optional(), sound, Length(max=254), Email(message=_l("Dit is geen e-mailadres."))],
        filters=[shortened],
    )
    parent = PickField(_l("Deel van"), none=_l("geen andere organisatie"))
    about = prose(_l("Over deze organisatie"), longest=20_000, render_kw={"rows": 8})
