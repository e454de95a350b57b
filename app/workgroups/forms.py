"""What is asked about a workgroup and its members."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Optional, Regexp

from app.forms import EditForm, Form, PickField, PickManyField, a_number, line, one_of, prose, required
from workflows.clock import today
from workflows.membership import KINDS, ROLES
from workflows.tally import PRESETS


def when_done() -> Any:
    return line(
        _l("Ze is klaar als"), longest=500, optional=True,
        description=_l("Wat er moet zijn voor ze eindigt. Mag leeg blijven."),
    )  # fmt: skip


class DescribeForm(EditForm):
    name = line(_l("Naam"))
    cadence_weeks = a_number(
        _l("Streefritme in weken"),
        1,
        104,
        description=_l("Om de hoeveel weken de werkgroep wil vergaderen. Mag leeg blijven."),
    )
    mandate = prose(
        _l("Opdracht"), description=_l("Waarvoor de werkgroep er is. Markdown mag."), render_kw={"rows": 12}
    )
    ends_when = when_done()
    voting = one_of(
        _l("Beslist gewoonlijk volgens"), PRESETS, default="consensus",
        description=_l("De regel van een stemming, tenzij ze er zelf een kiest voor ze opengaat."),
    )  # fmt: skip


class JoinForm(Form):
    name = line(_l("Naam van de organisatie"))
    code = StringField(
        _l("Zetel"),
        description=_l("Drie hoofdletters, zoals GNT. Mag leeg blijven."),
        filters=[lambda value: value.strip().upper() if value else None],
        validators=[Optional(), Regexp(r"\A[A-Z]{3}\Z", message=_l("Een zetel heeft precies drie letters."))],
    )
    kind = one_of(_l("Soort organisatie"), KINDS)
    role = one_of(_l("Rol in de werkgroep"), ROLES)
    since = DateField(_l("Lid sinds"), default=lambda: today(), validators=[InputRequired(_l("Vul een datum in."))])
    decided_by = line(
        _l("Op grond van"), longest=300, optional=True,
        description=_l("De vergadering, de afspraak of de overeenkomst die haar lid maakte. Mag leeg blijven."),
    )  # fmt: skip


class SubgroupForm(Form):
    name = line(_l("Naam"))
    slug = StringField(
        _l("Adres"),
        description=_l("Kort, in kleine letters, met streepjes: het komt in elk adres van de subwerkgroep."),
        filters=[lambda value: value.strip().lower() if value else None],
        validators=[
            required,
            Regexp(r"\A[a-z][a-z0-9-]{1,38}\Z", message=_l("Gebruik kleine letters, cijfers en streepjes.")),
        ],
    )
    mandate = prose(_l("Opdracht"), description=_l("Wat ze moet uitzoeken. Markdown mag."), render_kw={"rows": 8})
    questions = prose(
        _l("Vragen"), longest=10_000, render_kw={"rows": 5},
        description=_l("Eén vraag per regel: over elke vraag rapporteert ze. Mag leeg blijven."),
    )  # fmt: skip
    ends_when = when_done()
    organisations = PickManyField(_l("Wie doet mee"))
    lead = PickField(_l("Trekker"), none=_l("niet gekozen"))
    reason = line(
        _l("Beslist in"), longest=300, optional=True, description=_l("Vergadering of beslissing. Mag leeg blijven.")
    )


class LeaveForm(Form):
    """Only a button."""
