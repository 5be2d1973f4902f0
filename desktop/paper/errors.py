"""What a person is told when a document cannot be read, marked or handled within the limits.

Rule: none of these ever means that a master has changed. The reasons are our own words, chosen from a
list by the reading room; no text from inside a document reaches a message.
"""

from desktop.custody.errors import RuleError, VaultError


class CannotReadDocumentError(RuleError):
    """B8: the document cannot be opened as a PDF; it is kept byte for byte all the same."""

    sentence = "{document} cannot be opened: {why}."
    hint_text = "{advice} What is in custody stays byte for byte as it is."
    exit_code = 20


class CannotMarkError(RuleError):
    """C3: a page cannot carry its marks, so no copy is made at all."""

    sentence = "{document} cannot be marked as a numbered copy: {why}."
    hint_text = (
        "Attach a PDF made afresh from the original, for instance by scanning a print of it, as a new "
        "version. The master stays byte for byte as it is."
    )
    exit_code = 21


class DocumentTooLargeError(RuleError):
    """T11: the document goes over one of the limits that keep the machine usable."""

    sentence = "{document} is over the limit of {limit}."
    hint_text = "Divide the document into parts, or take in a version with fewer or smaller pages."
    exit_code = 22


class WorkerFailedError(VaultError):
    """T11: the process that reads documents ended, or did not start."""

    sentence = "The reading of {document} stopped: the process that opens documents ended before it was done."
    hint_text = "Nothing was recorded. Try again; if it happens again, the document itself is the cause."
    exit_code = 53


class WorkerTimeoutError(VaultError):
    """T11: the process that reads documents took longer than it may, and was stopped."""

    sentence = "The reading of {document} was stopped: it took longer than {seconds} seconds."
    hint_text = "Nothing was recorded. Try again when the machine is idle, or take in a simpler version."
    exit_code = 54


class NoRenditionError(RuleError):
    """B8: the program makes no rendition of this document; somebody can attach one."""

    sentence = "No rendition of {document} was made: {why}."
    hint_text = (
        "Make a PDF of it with the program it was written in, compare the two, and attach it. The original"
        " stays byte for byte as it is."
    )
    exit_code = 102
