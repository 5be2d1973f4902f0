"""demo: make the worked example, with every paper of it (K6).

Rule: everything in it is invented, and the answer says so.
"""

import shlex
from argparse import Namespace

from desktop.cli.arguments import Parser, path, single
from desktop.cli.desk import Desk
from desktop.cli.wording import Answer, counted, pairs, sentence
from desktop.custody.text import shown
from desktop.office import example

_LONGEST_COMMAND = 16_384


def parser() -> Parser:
    """Return the parser of this command."""
    made = single("demo", demo, "make the worked example in a new folder, with all its papers", "FOLDER")
    made.add_argument("folder", metavar="FOLDER", type=path, help="a new or empty folder")
    return made


def demo(desk: Desk, asked: Namespace) -> Answer:
    """Make the worked example."""
    made = example.make(asked.folder, bounds=desk.bounds)
    fields = {
        "vault": str(made.vault),
        "passphrase_file": str(made.passphrase_file),
        "key_file": str(made.key_file),
        "files": [str(file) for file in made.files],
    }
    told = sentence(
        "The worked example is in {folder}. All its people and papers are invented.", folder=asked.folder
    )
    where = pairs(
        [
            ("Vault", made.vault),
            ("Passphrase file", made.passphrase_file),
            ("Key file", made.key_file),
            ("Papers", counted(len(made.files), "file")),
        ]
    )
    options = {"--vault": made.vault, "--key-file": made.key_file, "--passphrase-file": made.passphrase_file}
    opened = shlex.join(str(word) for option in options.items() for word in option)
    tried = shown(f"strongroom {opened} copy list", _LONGEST_COMMAND)
    return Answer(fields, f"{told}\n{where}\nTo look into it:\n  {tried}")
