"""What a person is told when the end of a review, or of what it kept, cannot be as asked.

Rule: as in `errors.py`: one class, one cause, one sentence, one hint and one exit code.
"""

from desktop.custody.errors import RuleError


class HeldError(RuleError):
    """G4: nothing that a hold is about is destroyed."""

    sentence = "{document} may not be destroyed while it is held: {holds}."
    hint_text = "Every hold named must be lifted first, each by its own authority. Nothing was destroyed."
    longest_fact = 2000
    exit_code = 103


class SheetCodeError(RuleError):
    """T8: the code typed is not the one on the sheet that two people signed."""

    sentence = "That is not the code on the sheet of {sheet}."
    hint_text = "Read the code again from the sheet that both signed; spaces and capitals do not matter."
    exit_code = 104
