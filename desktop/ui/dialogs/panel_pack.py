"""The dialog that makes the pack for the Overview Panel: one paper with contents, and its tables (F5)."""

from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.office import panel_pack
from desktop.office.panel_pack import Order, Packed
from desktop.office.procedure import Procedure
from desktop.ui import rows
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.fields import Choice, PathField


class PanelPack(ActDialog):
    """Make the pack of a review."""

    def __init__(self, desk: Desk, review: str = "", parent: QWidget | None = None) -> None:
        """Ask for the review, the folder, and which version."""
        intro = (
            "One paper with contents, charts and page numbers, and its tables: from access and copies to"
            " certificates, interest from outside, the action plan and the statement of the ledger."
        )
        super().__init__(desk, "Pack for the Overview Panel", "&Make the pack", intro, parent)
        offered = rows.reviews_offered(desk.register)
        self.review = self.form.add("&Review", Choice(offered, prompt="" if len(offered) == 1 else "Choose…"))
        self.review.choose(review)
        self.folder = self.form.add(
            "New &folder",
            PathField("New folder", "save"),
            hint="In a folder that holds something a new one is made.",
        )
        if desk.paper_folder:
            self.folder.propose(desk.paper_folder, f"panel-pack-{desk.today.isoformat()}")
        self.wider = self.form.add(
            "For &wider circulation",
            QCheckBox(),
            needed=False,
            hint="Names nobody, repeats no words that were typed, and hides numbers of 1 to 4 so that they"
            " cannot be worked out.",
        )
        self.large = self.form.add("In &large print", QCheckBox(), needed=False)
        self.large.setChecked(desk.office.large_print)
        self.earlier.hide()

    def gather(self) -> Procedure[Packed]:
        """Return the procedure."""
        folder = self.folder.path() or Path()
        self.desk.paper_folder = folder.parent
        order = Order(folder, self.review.value(), self.wider.isChecked(), self.large.isChecked())
        return panel_pack.make_pack(self.desk.office, order)

    def told(self, result: Packed) -> Told:
        """Return the files."""
        pack = result.pack
        return Told(
            f"The pack {pack.version} is made.",
            [
                ("Paper", result.paper.name),
                ("Pages", f"{result.pages:,}"),
                ("Tables", f"{len(result.files) - 1:,}"),
                ("Folder", str(result.folder)),
                ("Pack", pack.pack),
                ("Ledger entry", str(result.outcome.entry)),
            ],
            "These files are not protected: give them to who they are for, then delete them."
            if pack.wider
            else "These files name people, and are not protected: give them to the Panel, then delete them.",
            folder=result.folder,
        )
