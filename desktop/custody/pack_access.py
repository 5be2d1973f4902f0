"""In a pack for the Overview Panel: who was granted or refused access, by whom and why (D2)."""

from typing import TYPE_CHECKING

from desktop.custody import dates
from desktop.custody.access import MODES
from desktop.custody.blocks import Block, Column, Heading, Paragraph, Table
from desktop.custody.pack_scope import Chapter, Scope, Sheet
from desktop.custody.pack_words import sentence, some

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.custody.access import Request

TITLE = "Access that was asked for"
HEADINGS = (
    "request",
    "who",
    "document",
    "mode",
    "purpose",
    "asked",
    "outcome",
    "by",
    "decided",
    "reason",
    "conditions",
    "until",
)
_COLUMNS = (
    Column("No.", 0.8),
    Column("Who asked", 2.4),
    Column("For what", 3.2),
    Column("Purpose", 2.2),
    Column("By whom, when", 1.8),
    Column("Reason and conditions", 2.6),
)


def access_chapter(scope: Scope) -> Chapter:
    """Return the chapter."""
    agreed = [asked for asked in scope.requests if asked.decision and asked.decision.agreed]
    refused = [asked for asked in scope.requests if asked.decision and not asked.decision.agreed]
    waiting = [asked for asked in scope.requests if not asked.decision]
    said = (
        f"{sentence(some(len(scope.requests), 'request'))} for access: {len(agreed):,} agreed,"
        f" {len(refused):,} refused, {len(waiting):,} awaiting a decision."
    )
    blocks: list[Block] = [Paragraph(said if scope.requests else "Nobody asked for access.")]
    if scope.requests:
        blocks += [
            Heading("Refused"),
            _table(scope, refused, "Nobody was refused."),
            Heading("Agreed"),
            _table(scope, agreed, "Nothing was agreed."),
        ]
    if waiting:
        blocks += [Heading("Awaiting a decision"), _table(scope, waiting, "None.")]
    return Chapter(
        TITLE, blocks, [Sheet("access", HEADINGS, [_row(scope, asked) for asked in scope.requests])]
    )


def _table(scope: Scope, requests: "Sequence[Request]", empty: str) -> Table:
    return Table(_COLUMNS, [_line(scope, asked) for asked in requests], empty=empty)


def _line(scope: Scope, asked: "Request") -> list[str]:
    decision = asked.decision
    reasons = ". ".join(filter(None, (decision.reason, decision.conditions))) if decision else ""
    until = f" Until {dates.day(decision.until)}." if decision and decision.until else ""
    return [
        asked.request,
        scope.who(asked.person),
        f"{scope.named(asked.document)} ({MODES[asked.mode]})",
        scope.told(asked.document, asked.grounds),
        f"{decision.by}, {dates.day(decision.day)}" if decision else f"Asked {dates.day(asked.asked)}",
        f"{scope.told(asked.document, reasons)}{until}",
    ]


def _row(scope: Scope, asked: "Request") -> list[str]:
    decision = asked.decision
    return [
        asked.request,
        scope.who(asked.person),
        scope.named(asked.document),
        MODES[asked.mode],
        scope.told(asked.document, asked.grounds),
        asked.asked.isoformat(),
        asked.state,
        decision.by if decision else "",
        decision.day.isoformat() if decision else "",
        scope.told(asked.document, decision.reason) if decision else "",
        scope.told(asked.document, decision.conditions) if decision else "",
        decision.until.isoformat() if decision and decision.until else "",
    ]
