"""What a person is told when something cannot be done.

Rule: each class is one cause, with one sentence, one hint (what to do next) and one exit code.
`RuleError` 10-39 and 90-119: the person can mend it. `VaultError` 40-69 and 120-129: the world (passphrase,
disk, device). `TamperError` 70-89: never hidden behind another message. Facts are shown through `shown`, so a
hostile name stays on its line. No fact may be a secret.
"""

from typing import ClassVar

from desktop.custody.text import shown


class StrongroomError(Exception):
    """Something a person is told; never raised itself."""

    sentence: ClassVar[str] = ""
    hint_text: ClassVar[str] = ""
    opens_with_words: ClassVar[bool] = False
    """Whether the first fact is words of ours, which take a capital (a file's name does not)."""
    longest_fact: ClassVar[int] = 200
    """Characters of a fact that are shown; more where a fact is a list of ours."""
    exit_code: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        """Keep the facts that the sentence and the hint name, made safe to show."""
        self.facts = {name: shown(str(fact), self.longest_fact) for name, fact in facts.items()}
        told = self.sentence.format(**self.facts)
        super().__init__(told[:1].upper() + told[1:] if self.opens_with_words else told)

    @property
    def message(self) -> str:
        """What happened, and what is safe."""
        return str(self)

    @property
    def hint(self) -> str:
        """What to do next."""
        return self.hint_text.format(**self.facts)


class RuleError(StrongroomError):
    """A rule of custody says no; the person can mend it."""


class VaultError(StrongroomError):
    """The world says no: a passphrase, a device, a disk, another program."""


class TamperError(StrongroomError):
    """Something in the vault is not what the program wrote."""


class UnknownReferenceError(RuleError):
    """A reference that stands in no register."""

    sentence = "There is no {noun} {reference} in this vault."
    hint_text = "Check the spelling; {listed} shows those that exist."
    exit_code = 10

    def __init__(self, *, listed: str = "the list", **facts: object) -> None:
        """Keep the facts; `listed` says where those that exist are listed."""
        super().__init__(listed=listed, **facts)


class AlreadyThereError(RuleError):
    """Something of which there can be only one is there already."""

    sentence = "{noun} {reference} is already in the register."
    hint_text = "{advice}"
    exit_code = 11


class FactMissingError(RuleError):
    """A fact the record needs was not given, or is not usable."""

    sentence = "{fact}: {why}."
    hint_text = "Put that right and try again. Nothing was changed."
    opens_with_words = True
    exit_code = 12


class NotAgreedError(RuleError):
    """C4: there is no current agreed decision for this person, document and edition."""

    sentence = "{person} may not have {document}: {why}."
    hint_text = "Record a request for this person and document, and its decision, then sign out against it."
    exit_code = 13


class WrongStateError(RuleError):
    """The act does not fit the state the thing is in."""

    sentence = "{thing} is {state}, so it cannot be {act}."
    hint_text = "{advice}"
    exit_code = 14


class LimitReachedError(RuleError):
    """C2: more copies than the document's limit."""

    sentence = "{document} is limited to {limit} copies; {wanted} would be too many."
    hint_text = "Make fewer, or give the authority and the reason for going over the limit."
    exit_code = 15


class AccessEndedError(RuleError):
    """D1: the person holds no role on that day that counts for the review."""

    sentence = "{person} is not an authorised person for review {review} on {day}."
    hint_text = "Give the person a role with its authority, or choose somebody whose role lasts."
    exit_code = 16


class SlipCodeError(RuleError):
    """C5: the code typed is not the one on the signed slip."""

    sentence = "That is not the code on the slip of {copy}."
    hint_text = "Read the code again from the signed part of the slip; spaces and capitals do not matter."
    exit_code = 17


class ImpossibleDateError(RuleError):
    """C7: a date that cannot be true."""

    sentence = "{what} cannot be {date}: {why}."
    hint_text = "Check the date. Nothing was changed."
    opens_with_words = True
    exit_code = 18


class ReviewConcludedError(RuleError):
    """The review is concluded; nothing new goes out."""

    sentence = "Review {review} was concluded on {day}."
    hint_text = "{advice}"
    exit_code = 19

    def __init__(self, *, advice: str = "", **facts: object) -> None:
        """Keep the facts; without other advice it is said what still can be done."""
        still = "Nothing new is made or signed out after the conclusion; copies can still be taken back."
        super().__init__(advice=advice or still, **facts)


class SlipMistypedError(RuleError):
    """H2: what was typed is no number and digest of a ledger head."""

    sentence = "That is no number and code as printed at the foot of our papers, or a letter is wrong."
    hint_text = "Type the number and all the letters after it again; spaces and capitals do not matter."
    exit_code = 23


class OnHoldError(RuleError):
    """B7: a document with an open integrity incident is not issued."""

    sentence = "{thing} may not be issued: {why}."
    hint_text = "See the incident; put the master right from a backup before anything is issued."
    exit_code = 24


class FileRefusedError(RuleError):
    """What was handed over is no file that can be taken into custody."""

    sentence = "{file} cannot be taken into custody: {why}."
    hint_text = "{advice} Nothing was changed."
    exit_code = 25


class LedgerAlteredError(TamperError):
    """The chain of entries does not verify."""

    sentence = "Entry {number} of the ledger {what}."
    hint_text = "Stop work with this vault. Keep it as it is, compare a printed slip, and restore a backup."
    exit_code = 71


class CancelledError(RuleError):
    """The person stopped a long job; nothing half done is left."""

    sentence = "{what} was cancelled."
    hint_text = "{left}"
    exit_code = 26


class WitnessError(RuleError):
    """F3: the witness is no second person."""

    sentence = "{name} cannot be the witness: {why}."
    hint_text = "A witness is a second person, who was there at the time: give that person's full name."
    exit_code = 32


class NumbersUnsureError(RuleError):
    """C1: after a restore, numbers may have been given that no entry knows of."""

    sentence = (
        "A restore lost entries, so copies of {document} may have numbers that this vault does not know."
    )
    hint_text = (
        "Find the highest copy number ever given, on the copies, the slips and with the holders, and enter it"
        " for {document}; then print."
    )
    exit_code = 33


class HandoverCodeError(RuleError):
    """A6: the code typed is not the one on the present handover sheet."""

    sentence = "That is not the code on the handover sheet of {day}."
    hint_text = "Read the code from the signed sheet of that day; spaces and capitals do not matter."
    exit_code = 34


class OperatorStaysError(RuleError):
    """A2: an operator without whom the vault cannot go on."""

    sentence = "{operator} cannot be removed: {why}."
    hint_text = "{advice} Nothing was changed."
    exit_code = 35


class HolidaysUnknownError(RuleError):
    """D7: a clock runs into a year whose bank holidays are not known; it is never guessed."""

    sentence = "The bank holidays of {year} are not known here, so days in {year} cannot be counted."
    hint_text = "Import the bank holidays of {year}, from the government's list, and ask again."
    exit_code = 96


class OpinionMissingError(RuleError):
    """D7: section 36 is relied on before the qualified person has given an opinion."""

    sentence = (
        "Section 36 cannot be relied on for {request}: no opinion of the qualified person, given by {day}, is"
        " recorded."
    )
    hint_text = "Record the opinion first: the day, who gave it, and its gist. Nothing was changed."
    exit_code = 97


class PassageMissingError(RuleError):
    """D7: an answer withholds something, and no passage of it is named."""

    sentence = "{request} cannot withhold {what}: no passage of it is named, with the reasons."
    hint_text = "Withhold passage by passage, each with its exemption; or say that it was disclosed."
    exit_code = 98


class ClockRunOutError(RuleError):
    """D7, D8: the time to answer is over, so it can be neither stopped nor extended."""

    sentence = "The time to answer {request} ran out on {day}, so it cannot be {act} now."
    hint_text = "Answer as soon as possible, and say to whoever asked that the answer is late."
    exit_code = 99


class SameCounterError(RuleError):
    """C13: a muster needs two different people."""

    sentence = "{name} cannot be both counters of a muster."
    hint_text = "Two different people count and sign: give the second one's full name. Nothing was changed."
    exit_code = 113


class MusterCodeError(RuleError):
    """C13: the code typed is not the one on the count sheet."""

    sentence = "That is not the code on the count sheet of {muster}."
    hint_text = "Read the code from the sheet that both signed; spaces and capitals do not matter."
    exit_code = 114


class MusterOpenError(RuleError):
    """C13: one muster at a time."""

    sentence = "Muster {muster} was begun on {day} and is not finished."
    hint_text = "Finish it, or abandon it with the reason; then begin another."
    exit_code = 115


class GateClosedError(RuleError):
    """D4: a document may not leave the process before what its gate asks for is on the record."""

    sentence = "{document} may not leave the process of the review: {missing}."
    hint_text = "{remedy}"
    longest_fact = 2000
    exit_code = 105


class NotPublishableError(RuleError):
    """D4: not all that comes before a publication is on the record."""

    sentence = "The executive summary of review {review} is not ready for publication: {missing}."
    hint_text = "Record each of these, then the publication. Nothing was changed."
    longest_fact = 2000
    exit_code = 106


class ElectronicSlipError(RuleError):
    """D5: the passphrase of an electronic copy stands on its slip alone, so the slip is made once."""

    sentence = "The slip of {copy} cannot be made again: its passphrase was kept nowhere."
    hint_text = (
        "Send a new electronic copy, and have the recipient declare that {copy} is deleted. Without the"
        " slip nobody can open its file."
    )
    exit_code = 109


class EditionRefusedError(RuleError):
    """D6: only the anonymised edition is submitted, and nothing that is kept apart."""

    sentence = "{document} is {edition}, and is not submitted to anybody."
    hint_text = (
        "Submit the anonymised edition: take it into custody as a document of its own. Nothing was recorded."
    )
    exit_code = 110


class ReceiptCodeError(RuleError):
    """D6: the code typed is not the one on the submission's sheet."""

    sentence = "That is not the code on the sheet of {submission}."
    hint_text = (
        "Read the code again from the part that was signed and sent back; or say what else shows that it"
        " arrived."
    )
    exit_code = 111


class SlipOfAnotherError(RuleError):
    """C5: the code typed is on a signed slip, but of another copy or an earlier loan."""

    sentence = "That is the code on the slip of {whose}, not the one on the present slip of {copy}."
    hint_text = "Look which slip it is, and confirm the copy that it names. Nothing was changed."
    exit_code = 90


class PagesDisagreeError(RuleError):
    """C8: only a copy that is whole is handed on."""

    sentence = "{copy} has {expected} pages and {pages} were counted, so it cannot be transferred."
    hint_text = (
        "Take it back with the pages as counted: its holder stays responsible, and an incident is opened."
        " Nothing was changed."
    )
    exit_code = 91


class VaultNotFoundedError(TamperError):
    """The ledger's first entry is missing."""

    sentence = "The ledger of this vault has no first entry."
    hint_text = "The vault was not made whole. Nothing was entered in it: make a new one in an empty folder."
    exit_code = 75


class LedgerTooNewError(VaultError):
    """An entry this program cannot read, though the chain is whole."""

    sentence = "Entry {number} of the ledger was written by a newer Strongroom."
    hint_text = "Open the vault with the newer program. Nothing was changed."
    exit_code = 52
