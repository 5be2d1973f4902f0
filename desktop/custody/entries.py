"""The body of an entry: which events there are, and how they are spelt as bytes.

Rule: an event is written in one way, canonical JSON, and a kind that was ever written is read for ever. Kinds
and their fields are only ever added to.
"""

from typing import get_args

import msgspec

from desktop.custody import (
    access,
    action_plans,
    advice,
    agencies,
    agency_plans,
    appointments,
    approved_exceptions,
    batches,
    board,
    calendar,
    chases,
    children,
    clock,
    closed_days,
    closing,
    conclusion,
    course_corrections,
    disposal_traces,
    disposals,
    documents,
    electronic,
    finding,
    foi,
    handover,
    health,
    hold_lifting,
    holder_certificates,
    holds,
    incidents,
    information,
    interest,
    kept_until,
    keys,
    leaving,
    letters,
    limits,
    loans,
    media,
    mishaps,
    muster,
    muster_schedule,
    notifications,
    numbers,
    objectives,
    observations,
    packages,
    panel_pack,
    people,
    plan_import,
    print_jobs,
    printers,
    proceedings,
    publication,
    record_reviews,
    regimes,
    released,
    renditions,
    replays,
    restores,
    retention_rules,
    reviews,
    scans,
    settings,
    showing,
    subject_access,
    submissions,
    timetable,
    wordings,
)
from desktop.custody.errors import LedgerAlteredError, LedgerTooNewError
from desktop.custody.hand import Event, Hand

AnyEvent = (
    board.VaultFounded
    | board.OperatorAdded
    | keys.OperatorRemoved
    | keys.PassphraseChanged
    | keys.KeysRenewed
    | keys.RecoveryMade
    | keys.RecoveryDrilled
    | keys.RecoveryUsed
    | keys.RecoveryRevoked
    | handover.CustodianChanged
    | handover.HandoverConfirmed
    | media.MediumRegistered
    | media.MediumMoved
    | media.BackupMade
    | media.MediumTested
    | media.MediumDestroyed
    | restores.VaultRestored
    | clock.Events
    | reviews.Events
    | children.Events
    | agencies.Events
    | appointments.Events
    | regimes.Events
    | timetable.Events
    | course_corrections.Events
    | notifications.Events
    | proceedings.Events
    | people.PersonAdded
    | people.ContactChanged
    | people.RoleGiven
    | people.RoleEnded
    | documents.DocumentTakenIn
    | documents.VersionTakenIn
    | access.AccessRequested
    | access.AccessDecided
    | advice.AdviceRecorded
    | publication.PublicationDecided
    | publication.ProceedingsConsidered
    | publication.BodyBriefed
    | publication.AnonymisationChecked
    | publication.SummaryPublished
    | publication.PublicationWithdrawn
    | numbers.CopiesAllotted
    | numbers.CopyPrinted
    | numbers.CopySpoilt
    | numbers.CopiesAccountedFor
    | loans.CopySignedOut
    | loans.SlipConfirmed
    | loans.CopyReturned
    | loans.ReturnMiscounted
    | interest.InterestRecorded
    | interest.InterestAnswered
    | mishaps.CopyClaimedReturned
    | mishaps.CopyLost
    | mishaps.CopyDamaged
    | mishaps.CopyFound
    | mishaps.CopyMended
    | incidents.IncidentOpened
    | incidents.IncidentNoted
    | incidents.IncidentAssessed
    | incidents.IncidentClosed
    | muster.MusterBegun
    | muster.MusterCounted
    | muster.MusterExtra
    | muster.MusterFinished
    | muster.MusterAbandoned
    | muster_schedule.MusterDaysChanged
    | finding.RegisterSearched
    | observations.ActRefused
    | observations.UnlocksFailed
    | observations.PaperMade
    | observations.DocumentViewed
    | showing.DocumentShown
    | observations.LedgerSearched
    | observations.VaultVerified
    | packages.PackageMade
    | packages.PackageFinished
    | panel_pack.Events
    | observations.HeadNotKept
    | renditions.RenditionMade
    | renditions.RenditionCompared
    | limits.LimitChanged
    | settings.KindAdded
    | settings.KindChanged
    | settings.ListChanged
    | settings.RecipientAdded
    | settings.RecipientRemoved
    | settings.MarkingChanged
    | settings.CopyLimitChanged
    | settings.ReturnsChanged
    | calendar.Events
    | closed_days.Events
    | holds.Events
    | hold_lifting.HoldLiftingBegun
    | retention_rules.RetentionRuleAdopted
    | kept_until.RetentionDateConfirmed
    | record_reviews.Events
    | disposals.Events
    | disposal_traces.TraceSettled
    | replays.DisposalReplayed
    | foi.Events
    | subject_access.SubjectAccessRecorded
    | information.Events
    | released.Events
    | letters.LetterWritten
    | wordings.Events
    | chases.CopyRecalled
    | chases.HolderReminded
    | chases.HolderCalled
    | chases.CopyEscalated
    | leaving.PersonLeft
    | electronic.ElectronicCopyBegun
    | electronic.ElectronicCopySent
    | electronic.ElectronicCopyDeleted
    | submissions.SubmissionSent
    | submissions.SubmissionReceived
    | health.HealthAsked
    | health.HealthDecided
    | agency_plans.PlanNotified
    | agency_plans.PlanMembersTold
    | agency_plans.PlanPublished
    | agency_plans.PlanBoardSet
    | agency_plans.PlanReported
    | agency_plans.PlanWithdrawn
    | batches.Events
    | holder_certificates.Events
    | approved_exceptions.Events
    | closing.ReviewClosed
    | printers.Events
    | print_jobs.Events
    | scans.Events
    | action_plans.Events
    | objectives.Events
    | plan_import.PlanRead
    | conclusion.BodyInformed
)

_KINDS = {event.__struct_config__.tag for event in get_args(AnyEvent)}


class Record(msgspec.Struct, frozen=True):
    """The body of an entry: who and when, and what happened."""

    hand: Hand
    event: AnyEvent


class _Kind(msgspec.Struct):
    kind: str


class _Outline(msgspec.Struct):
    """What every entry has, of whatever kind."""

    hand: Hand
    event: _Kind


_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder(Record)


def to_bytes(hand: Hand, event: Event) -> bytes:
    """Return an entry's body: canonical JSON (keys sorted, no white space, UTF-8)."""
    return _encoder.encode({"event": event, "hand": hand})


def from_bytes(body: bytes, number: int) -> Record:
    """Read an entry's body.

    Raises LedgerTooNewError for an event of a kind this program does not know, LedgerAlteredError for
    anything else that no program entered.
    """
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        if _is_of_a_newer_kind(body):
            raise LedgerTooNewError(number=number) from error
        raise LedgerAlteredError(number=number, what="is none that a program makes") from error


def _is_of_a_newer_kind(body: bytes) -> bool:
    try:
        outline = msgspec.json.decode(body, type=_Outline)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return False
    return outline.event.kind not in _KINDS
