"""The nouns. SQLAlchemy only: this package knows nothing of Flask, forms or pages."""

from models.action import Action, ActionKind, ActionOwner, ActionState
from models.agenda import RETURNS, AgendaItem, AgendaVersion, Disposition, ItemType, Purpose
from models.answered import Answered
from models.audience import Audience, narrowest, open_to
from models.audit import Actor, AuditEntry, AuditPayload
from models.base import Base, Precision, now
from models.calendar_feed import CalendarFeed
from models.decision import Decision, DecisionState
from models.document import Document, FileRole
from models.dossier import (
    Dossier,
    DossierKind,
    DossierLink,
    DossierOccasion,
    DossierState,
    DossierTheme,
    LeadOffer,
    Occasion,
    Relation,
)
from models.history import StepTaken
from models.mailbox import Mailbox, Mute
from models.mandate import Deliverable, MandateQuestion, MandateReport
from models.meeting import Attendance, Meeting, MeetingState, Presence, Reply
from models.message import Delivery, Message, MessageState, Reason, Withheld
from models.milestone import KeyFigure, Milestone, YearTheme
from models.minutes import Edition, MinuteBlock, MinuteRevision, Minutes, MinutesState, Part, Remark
from models.organisation import FormerName, Organisation, OrganisationKind, WebsiteAnswer, WebsiteCheck
from models.overview import OverviewEdition, OverviewText
from models.person import Language, Person, PersonState, Theme
from models.provenance import Certainty, Claim, Contradiction, Provenance, SourceDocument
from models.received import Received, ReceivedKind
from models.report_template import Output, Ownership, ReportTemplate
from models.revision import Comment, CommentKind, Publication, Revision, RevisionKind
from models.round import (
    Addressees,
    Answer,
    Capacity,
    Handling,
    Round,
    RoundKind,
    RoundLink,
    RoundParty,
    RoundState,
    Treatment,
)
from models.saved_view import SavedView
from models.seat import Seat, SeatRole
from models.series import Series, StandingItem
from models.sign_in import Attempt, LinkKind, OneTimeLink, Visit, Way
from models.voting import Preset, Verdict
from models.workgroup import Membership, MembershipRole, Workgroup, WorkgroupKind, WorkgroupState

__all__ = [
    "RETURNS",
    "Action",
    "ActionKind",
    "ActionOwner",
    "ActionState",
    "Actor",
    "Addressees",
    "AgendaItem",
    "AgendaVersion",
    "Answer",
    "Answered",
    "Attempt",
    "Attendance",
    "Audience",
    "AuditEntry",
    "AuditPayload",
    "Base",
    "CalendarFeed",
    "Capacity",
    "Certainty",
    "Claim",
    "Comment",
    "CommentKind",
    "Contradiction",
    "Decision",
    "DecisionState",
    "Deliverable",
    "Delivery",
    "Disposition",
    "Document",
    "Dossier",
    "DossierKind",
    "DossierLink",
    "DossierOccasion",
    "DossierState",
    "DossierTheme",
    "Edition",
    "FileRole",
    "FormerName",
    "Handling",
    "ItemType",
    "KeyFigure",
    "Language",
    "LeadOffer",
    "LinkKind",
    "Mailbox",
    "MandateQuestion",
    "MandateReport",
    "Meeting",
    "MeetingState",
    "Membership",
    "MembershipRole",
    "Message",
    "MessageState",
    "Milestone",
    "MinuteBlock",
    "MinuteRevision",
    "Minutes",
    "MinutesState",
    "Mute",
    "Occasion",
    "OneTimeLink",
    "Organisation",
    "OrganisationKind",
    "Output",
    "OverviewEdition",
    "OverviewText",
    "Ownership",
    "Part",
    "Person",
    "PersonState",
    "Precision",
    "Presence",
    "Preset",
    "Provenance",
    "Publication",
    "Purpose",
    "Reason",
    "Received",
    "ReceivedKind",
    "Relation",
    "Remark",
    "Reply",
    "ReportTemplate",
    "Revision",
    "RevisionKind",
    "Round",
    "RoundKind",
    "RoundLink",
    "RoundParty",
    "RoundState",
    "SavedView",
    "Seat",
    "SeatRole",
    "Series",
    "SourceDocument",
    "StandingItem",
    "StepTaken",
    "Theme",
    "Treatment",
    "Verdict",
    "Visit",
    "Way",
    "WebsiteAnswer",
    "WebsiteCheck",
    "Withheld",
    "Workgroup",
    "WorkgroupKind",
    "WorkgroupState",
    "YearTheme",
    "narrowest",
    "now",
    "open_to",
]
