"""README.txt of a package: how somebody who has never heard of this program opens, checks and reads it.

Rule: it lies in clear, so it names no review and no document. All it asks for are public tools.
"""

from typing import NamedTuple

from desktop.custody import ledger
from desktop.custody.ledger import Head
from desktop.custody.text import shown

CHAIN = """\
import base64, hashlib, json, sys

digest = hashlib.sha256(b"strongroom ledger 1").digest()
for number, line in enumerate(open(sys.argv[1], "rb"), 1):
    entry = json.loads(line)
    if "withheld" in entry:
        inner = bytes.fromhex(entry["withheld"])
    else:
        body = base64.b64decode(entry["body"])
        inner = hashlib.sha256(b"strongroom body 1\\0" + bytes.fromhex(entry["salt"]) + body).digest()
        if json.loads(body) != entry["entry"]:
            sys.exit(f"entry {number} does not read as it was chained")
    start = b"strongroom entry 1\\0" + digest + number.to_bytes(8, "big")
    digest = hashlib.sha256(start + inner).digest()
    if (number, digest.hex()) != (entry["number"], entry["digest"]):
        sys.exit(f"entry {number} does not follow")
print(number, digest.hex())
"""
"""A program that verifies the chain and prints its head; only Python's own library."""

_ABOUT = """\
A PACKAGE OF DOCUMENTS IN CUSTODY, WITH THEIR RECORDS

Made by {board} from its vault, at entry {entry} of the ledger.

This folder is a BagIt package (RFC 8493):

  data/masters/     the documents, byte for byte as they were received;
                    D-0001-v2 is version 2 of document D-0001; a name with
                    "-rendition-1" is a PDF that was made of it for viewing
  data/register/    the register, noun by noun: documents, copies, people, requests, letters
                    and so on. NAME.jsonl has a row a line, whole (JSON); NAME.csv has the
                    same as a table (UTF-8), and a list within a row is a table of its
                    own, such as loans.csv for the loans of each copy. versions.csv says
                    which file is what, under what name it came, and its SHA-256
  data/custody/     for each document all that happened to it, and who did it
  data/ledger/      every entry of the ledger, one a line: in ledger.jsonl as it was
                    chained (JSON), in ledger.csv in words
  receipt.pdf       the receipt, to be signed by both sides
  bag-info.txt, manifest-*.txt, tagmanifest-*.txt, bagit.txt    what BagIt asks for

What was left out of this package is not named in it: "not in this package" stands in
its place, or "a document kept apart".

In the tables a cell that begins with = + - or @ has an apostrophe before it, so that
no spreadsheet takes it for a formula.


1. IS IT WHOLE?

With any BagIt tool, for example:

  bagit.py --validate FOLDER

or with tools that every system has, in this folder:

  sha256sum --check --strict manifest-sha256.txt

On the receipt stands the SHA-256 of manifest-sha256.txt itself. Compare it:

  sha256sum manifest-sha256.txt

"""

_SEALED = """\

2. OPENING IT

Everything in data/ is sealed for one recipient, in the age format
(https://age-encryption.org/v1):

  {recipient}

(The fingerprint on the receipt is how the SHA-256 of that line, without its end, begins.)
Only the private key of that recipient opens it. With the key in key.txt and the
program age:

  age -d -i key.txt -o D-0001-v1.pdf data/masters/D-0001-v1.pdf.age

All of it at once, into a folder that must be kept as safe as the documents:

  find data -name '*.age' | while read f; do
    mkdir -p "opened/$(dirname "$f")"; age -d -i key.txt -o "opened/${{f%.age}}" "$f"
  done

"""

_CLEAR = """\

2. OPENING IT

Nothing in data/ is sealed: whoever holds this folder can read it. Keep it under lock
and key.

"""

_CHAIN = """\

3. IS THE LEDGER THE ONE THAT WAS KEPT?

Each entry's digest covers all entries before it, so an entry that was changed, removed
or added shows. The chain is

  digest(0) = SHA-256("strongroom ledger 1")
  digest(n) = SHA-256("strongroom entry 1\\0" + digest(n-1) + n as 8 bytes big-endian + inner)
  inner     = SHA-256("strongroom body 1\\0" + salt + body)

with "salt" in hexadecimal and "body" in base64. "entry" is the body as it reads. An entry
that does not belong to this package has "withheld" in its place: the inner digest, with
which the chain still verifies.

This program (Python 3, nothing else) verifies the whole chain. Save it as chain.py and
run it on data/ledger/ledger.jsonl, opened:

  python3 chain.py ledger.jsonl

{chain}
It must print the head of the ledger:

{head}

which on paper is

  {checkpoint}

The same stands at the foot of the receipt. The heads of earlier days stand at the foot of
every slip and receipt that the Board gave out: the letters are the first 130 bits of the
digest of that entry in Crockford's base 32, and two letters of check.
"""


class Described(NamedTuple):
    """What a README tells of its package; `recipient` is empty where it is in clear."""

    board: str
    entry: int
    recipient: str
    head: Head


def readme(described: Described) -> bytes:
    """Return README.txt."""
    text = _ABOUT.format(board=shown(described.board), entry=described.entry)
    text += _SEALED.format(recipient=described.recipient) if described.recipient else _CLEAR
    text += _CHAIN.format(
        chain=CHAIN,
        head=f"  {described.head.number} {described.head.digest.hex()}",
        checkpoint=ledger.checkpoint(described.head),
    )
    return text.encode()
