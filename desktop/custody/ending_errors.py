"""What a person is told when the end of a review, or of what it kept, cannot be as asked.

Rule: as in `errors.py`: one class, one cause, one sentence, one hint and one exit code.
"""

from desktop.custody.errors import RuleError


class HeldError(RuleError):
    """G4: nothing that a hold is about is destroyed."""

    sentence = "{document} may not be destroyed while it is held: {holds}."
    hint_text = (
        "{instead}Every hold named must be lifted first, each by its own authority. Nothing was destroyed."
    )
    longest_fact = 2000
    exit_code = 103

    def __init__(self, *, instead: str = "", **facts: object) -> None:
        """Keep the facts; `instead` says in a sentence what may go on without what is held."""
        super().__init__(instead=f"{instead} " if instead else "", **facts)


class SheetCodeError(RuleError):
    """T8: the code typed is not the one on the sheet that two people signed."""

    sentence = "That is not the code on the sheet of {sheet}."
    hint_text = "Read the code again from the sheet that both signed; spaces and capitals do not matter."
    exit_code = 104


class DestructionCodeError(RuleError):
    """F3: the code typed is not the one on the paper that both signed."""

    sentence = "That is not the code on the {paper} of {subject}. Nothing was entered as destroyed."
    hint_text = (
        "Read the code from the paper that both signed; spaces and capitals do not matter. If the batch was"
        " changed since, make a new sheet and have both sign that."
    )
    exit_code = 95


class LateCodeError(RuleError):
    """F3: the code of a sheet was typed on a later day than it was made, and nobody said why."""

    sentence = "The sheet of {batch} was made on {day}, so its code is entered late."
    hint_text = (
        "If the copies were destroyed and both signed, say when that was and why it was not entered that day;"
        " the record shows both days. If they were not destroyed, make a new sheet."
    )
    exit_code = 100


class ReviewNotEndedError(RuleError):
    """F1: a review is not closed while one number is unaccounted for, or anything else of it is open."""

    sentence = "Review {review} cannot be closed: {what}."
    hint_text = (
        "See to each that is named: a number is had back and destroyed, or accepted by a written exception;"
        " an incident is closed with what was found. Nothing was changed."
    )
    longest_fact = 2000
    exit_code = 101


class NotReadyError(RuleError):
    """E7: not all that a conclusion asks for is on the record."""

    sentence = "Review {review} cannot be concluded yet: {missing}."
    hint_text = "{remedy}"
    longest_fact = 2000
    exit_code = 93


class PlanSheetError(RuleError):
    """E6: a workbook with rows of an action plan that cannot be entered as they stand."""

    sentence = "Nothing of the workbook was entered: {problems}."
    hint_text = "Put each right in the workbook, save it, and read it again."
    longest_fact = 4000
    exit_code = 94


class DisposedError(RuleError):
    """G5: what was disposed of is neither viewed nor printed nor handed out."""

    sentence = "{document} was disposed of under {disposal}: its masters are no more."
    hint_text = "What it was stands in the ledger and on the certificate of {disposal}. Nothing was recorded."
    exit_code = 107
