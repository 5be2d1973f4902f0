"""The papers of the gates (D4): the record of a publication with all its conditions, and of legal advice.

Rule: each says what the entries say, what is still missing too, and is signed by those who answer for it.
"""

from typing import TYPE_CHECKING

from desktop.custody import dates, documents, publication, slips
from desktop.custody.blocks import (
    Block,
    Column,
    Facts,
    Form,
    Heading,
    Numbered,
    Paragraph,
    Part,
    Signature,
    Signatures,
    Table,
)
from desktop.custody.errors import NotPublishableError
from desktop.custody.hand import Hand

if TYPE_CHECKING:
    from desktop.custody.publication_round import Publication
    from desktop.custody.register import Register

_NOT_YET = "Not recorded yet"


def publication_record(register: "Register", hand: Hand, review: str) -> Form:
    """Return the record of a review's publication as it stands, to be signed by the Chair.

    Raises NotPublishableError where the Board decided nothing yet.
    """
    name = register.review(review).review
    found = publication.standing(register, name)
    if found is None:
        raise NotPublishableError(review=name, missing="the Board's decision to publish is not recorded")
    left = [] if found.published else publication.missing(register, found, hand.day)
    blocks: list[Block] = [
        Paragraph(_verdict(found, left), "strong"),
        Facts(_steps(register, found)),
        Heading("Bodies to be told in advance"),
        Table([Column("Body", 3), Column("Told in advance", 4)], _bodies(register, found)),
    ]
    if left:
        blocks += [Heading("Still missing"), Numbered([f"{one[:1].upper()}{one[1:]}." for one in left])]
    blocks.append(
        Signatures(
            [
                Signature("For the Board: its Chair"),
                Signature("Recorded by", register.operators[hand.by].name),
            ]
        )
    )
    return slips.form(
        register, hand, "Record of publication", f"Review {found.review}", [Part("Record", blocks)]
    )


def advice_record(register: "Register", hand: Hand, advice: str) -> Form:
    """Return the record of legal advice, to be signed by the adviser."""
    found = register.advice_of(advice)
    blocks: list[Block] = [
        Paragraph("This is what was recorded of legal advice on the disclosure of the documents named here."),
        Facts(
            [
                ("Advice", found.advice),
                ("Adviser", found.adviser),
                ("Given on", dates.day(found.day)),
                ("Recorded on", f"{dates.day(found.recorded)}, entry {found.entry}"),
                ("Gist", found.gist),
                ("Agencies' advisers consulted", found.consulted or "None"),
            ]
        ),
        Heading("Documents it is about"),
        Table(
            [Column("Document", 4), Column("Version", 1, "right"), Column("Review", 2)],
            [
                (
                    documents.shown_as(register, on.document),
                    str(on.version),
                    register.documents[on.document].review,
                )
                for on in found.documents
            ],
        ),
        Paragraph("A later version of a document needs advice of its own.", "small"),
        Signatures(
            [
                Signature("Legal adviser: this is the gist of my advice", found.adviser),
                Signature("Recorded by", register.operators[hand.by].name),
            ]
        ),
    ]
    return slips.form(register, hand, "Record of legal advice", found.advice, [Part("Record", blocks)])


def _verdict(found: "Publication", left: list[str]) -> str:
    if found.withdrawn is not None:
        return f"The publication was withdrawn on {dates.day(found.withdrawn.day)}: {found.withdrawn.why}"
    if found.published is not None:
        return "The executive summary was published. Each condition below was met before."
    if left:
        return "The executive summary may not be published yet: conditions are missing."
    return "Every condition is met. The executive summary may be published."


def _steps(register: "Register", found: "Publication") -> list[tuple[str, str]]:
    considered, checked, published = found.considered, found.checked, found.published
    rows = [
        ("Document", documents.shown_as(register, found.document)),
        ("Decision to publish", f"{found.by}, {dates.day(found.decided)}"),
        (
            "Parallel proceedings considered",
            f"{considered.by}, {dates.day(considered.day)}. {considered.gist}" if considered else _NOT_YET,
        ),
        (
            "Anonymisation checked",
            f"{checked.by}, {dates.day(checked.day)}, version {checked.version}" if checked else _NOT_YET,
        ),
        (
            "Published",
            f"Version {published.version}, {dates.day(published.day)}. {published.where}"
            if published
            else _NOT_YET,
        ),
    ]
    if found.withdrawn:
        rows.append(("Withdrawn", f"{dates.day(found.withdrawn.day)}. {found.withdrawn.why}"))
    return rows


def _bodies(register: "Register", found: "Publication") -> list[tuple[str, str]]:
    """Return every body of the settings and every further one that was briefed, with what is known."""
    known = (*register.founded.settings.briefed_bodies, *(told.body for told in found.briefings))
    rows = []
    for body in dict.fromkeys(known):
        told = found.briefing(body)
        rows.append((body, told.words if told else _NOT_YET))
    return rows
