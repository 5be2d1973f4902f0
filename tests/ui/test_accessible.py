"""For the keyboard and the screen reader: every control has a name, every label leads to its field (K3)."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QTabWidget,
    QWidget,
)

from desktop.custody import media
from desktop.custody.agencies import Agency
from desktop.custody.agency_plans import AgencyPlan
from desktop.custody.approved_exceptions import ApprovedException
from desktop.custody.batches import Batch
from desktop.custody.children import Child
from desktop.custody.copies import Copy, CopyState, Loan
from desktop.custody.health import Case
from desktop.custody.incidents import Incident
from desktop.custody.interest import Interest
from desktop.custody.notifications import NOTIFIED
from desktop.custody.proceedings import Proceedings
from desktop.custody.regimes import POLICY
from desktop.custody.submissions import Submission
from desktop.office import keys
from desktop.office.handing_over import hand_over
from desktop.ui.act_dialog import ActDialog, Told
from desktop.ui.desk import Desk
from desktop.ui.dialogs.action_plans import (
    AmendPlan,
    ApprovePlan,
    ExportPlan,
    MakeReport,
    NoRecommendations,
    PlanPaper,
    ReportPresented,
    SignOffPlan,
    SignUp,
)
from desktop.ui.dialogs.agency_plans import (
    NextBoard,
    NotifyPlan,
    PlanReport,
    PlanReported,
    PublishPlan,
    TellMembers,
    WithdrawPlan,
)
from desktop.ui.dialogs.backup import BackUp, ProveBackup
from desktop.ui.dialogs.chasing import (
    CallHolder,
    ChaseAll,
    EscalateCopy,
    LetterAgain,
    MakeChasingList,
    RecallCopies,
    RemindHolder,
)
from desktop.ui.dialogs.conclusion import ConcludeReview, InformBody
from desktop.ui.dialogs.copies import PrintCopies
from desktop.ui.dialogs.course_corrections import (
    CorrectCompletion,
    CorrectEvaluation,
    CorrectExtension,
    StrikeOutOfCourse,
)
from desktop.ui.dialogs.destruction import (
    AbandonBatch,
    AmendBatch,
    BeginBatch,
    CompleteBatch,
    MakeSheet,
    TakeOut,
    TickCopy,
)
from desktop.ui.dialogs.destruction import CertificateAgain as BatchCertificate
from desktop.ui.dialogs.disclosure import (
    AdviceForm,
    BriefBodies,
    CheckAnonymisation,
    ConsiderProceedings,
    DecideToPublish,
    PublicationForm,
    Publish,
    RecordAdvice,
    Withdraw,
)
from desktop.ui.dialogs.documents import AccessionReceipt, NewVersion, TakeIn
from desktop.ui.dialogs.electronic import DeclareDeleted, SendElectronic
from desktop.ui.dialogs.endings import (
    AcceptCopy,
    AcceptShort,
    CloseReview,
    EndException,
    ExceptionList,
    KeepCopy,
    LookAtException,
    ReceiveCertificate,
    SendCertificate,
)
from desktop.ui.dialogs.handover import ConfirmHandover, HandOver, SheetAgain
from desktop.ui.dialogs.health import AskHealth, DecideHealth, HealthRecord
from desktop.ui.dialogs.incidents import (
    AssessIncident,
    CloseIncident,
    NoteIncident,
    OpenIncident,
    ReportIncident,
)
from desktop.ui.dialogs.interest import AnswerInterest, AnswerWaiting, FileAgain, RecordInterest
from desktop.ui.dialogs.issuing import IssueCopies
from desktop.ui.dialogs.keys import AddOperator, ChangePassphrase, RemoveOperator
from desktop.ui.dialogs.leaving import PersonLeaves
from desktop.ui.dialogs.loans import ReceiptAgain, SignOut, SlipAgain
from desktop.ui.dialogs.media import CertificateAgain, DestroyMedium, MoveMedium
from desktop.ui.dialogs.mishaps import ClaimReturned, DamageCopy, FindCopy, LoseCopy, MendCopy
from desktop.ui.dialogs.objectives import AddObjective
from desktop.ui.dialogs.packages import MakePackage
from desktop.ui.dialogs.panel_pack import PanelPack
from desktop.ui.dialogs.papers import AccessLog, CheckSlip, ExportLedger, VerifyVault
from desktop.ui.dialogs.people import AddPerson, ChangeContact, EndRole, GiveRole
from desktop.ui.dialogs.plan_import import ReadWorkbook
from desktop.ui.dialogs.proceedings import (
    ConcludeProceedings,
    NoteProceedings,
    OpenProceedings,
    ReopenProceedings,
)
from desktop.ui.dialogs.recovery import DrillShares, MakeShares, RevokeShares
from desktop.ui.dialogs.regimes import AddNotifiedBody, RemoveNotifiedBody, SetRegime
from desktop.ui.dialogs.renditions import AttachRendition, ChangeLimit, MakeRendition
from desktop.ui.dialogs.requests import DecideRequest, RecordRequest, ViewHere
from desktop.ui.dialogs.restores import AccountForNumbers, Announcement
from desktop.ui.dialogs.review_children import AddChild, CorrectChild, StrikeOutChild
from desktop.ui.dialogs.review_course import (
    AnswerEvaluation,
    ClockPaper,
    CompleteReview,
    CorrectReview,
    DecideReview,
    ExportDue,
    ExtendReview,
    GiveRegime,
    RecordEvaluation,
    TellExtension,
)
from desktop.ui.dialogs.review_parts import (
    AddAgency,
    Appoint,
    CorrectAgency,
    EndAppointment,
    ReportCame,
    RequestReports,
    StrikeOutAgency,
)
from desktop.ui.dialogs.review_told import ExcuseBodies, TellBodies, ToldChecklist
from desktop.ui.dialogs.reviews import OpenReview
from desktop.ui.dialogs.settings import (
    AddSetting,
    ChangeCopyLimit,
    ChangeKind,
    ChangeWording,
    RemoveSetting,
    Setting,
)
from desktop.ui.dialogs.submissions import RecordReceipt, RecordSubmission
from desktop.ui.dialogs.transfers import TransferCopy
from desktop.ui.dialogs.viewing import ViewDocument
from desktop.ui.main_window import MainWindow
from desktop.ui.shell import Shell
from desktop.ui.work import Lanes
from tests.custody.ending import HOW, approval
from tests.ui.hands import REVIEW, WAIT, Hands

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QTableView)

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
INCIDENT = Incident("I-0001", "breach", "", "It was read aloud", AT.date(), AT, AT)
LOAN = Loan("P-0001", "R-0001", AT.date(), AT.date(), 1, "")
HELD = Copy("D-0001/9", "D-0001", 9, 1, CopyState.SIGNED_OUT, AT.date(), 3, loans=(LOAN,))
ASKED = Interest("E-0001", REVIEW, "Sam Reader", "public", "electronic", "I live there", date(2026, 3, 2))
SUBMITTED = Submission("SU-0001", REVIEW, "Ofsted", "", (), "by hand", date(2026, 3, 2), 1, "")
CASE = Case("TH-0001", REVIEW, "Adult 2", "A Trust", "Author", "Dates", "To see", date(2026, 3, 2), 1)
BATCH = Batch("DB-0001", HOW, "O-0001", AT.date(), 1)
EXCEPTED = ApprovedException("D-0001/9", "kept by holder", approval(), AT.date(), 1)
RUN = Proceedings("PP-0001", REVIEW, "inquest", "HM Coroner (invented)", date(2026, 3, 2))
PLAN = AgencyPlan("AP-0001", REVIEW, "A Trust", "N. Director", "C. Chair", date(2026, 3, 2), "Later")

DIALOGS: list[Callable[[Desk], ActDialog]] = [
    OpenReview,
    lambda desk: ConcludeReview(desk, REVIEW),
    lambda desk: DecideReview(desk, REVIEW),
    lambda desk: CorrectReview(desk, REVIEW),
    lambda desk: ExtendReview(desk, REVIEW),
    lambda desk: TellExtension(desk, REVIEW),
    lambda desk: CompleteReview(desk, REVIEW),
    lambda desk: RecordEvaluation(desk, REVIEW),
    lambda desk: AnswerEvaluation(desk, REVIEW),
    lambda desk: CorrectExtension(desk, REVIEW),
    lambda desk: CorrectCompletion(desk, REVIEW),
    lambda desk: CorrectEvaluation(desk, REVIEW),
    lambda desk: StrikeOutOfCourse(desk, REVIEW),
    lambda desk: GiveRegime(desk, REVIEW),
    lambda desk: ClockPaper(desk, REVIEW),
    lambda desk: ExportDue(desk, REVIEW),
    lambda desk: TellBodies(desk, REVIEW, "Ofsted"),
    lambda desk: ExcuseBodies(desk, REVIEW, "Ofsted"),
    lambda desk: ToldChecklist(desk, REVIEW),
    lambda desk: AddAgency(desk, REVIEW),
    lambda desk: RequestReports(desk, REVIEW),
    lambda desk: ReportCame(desk, REVIEW, "Example Police"),
    lambda desk: CorrectAgency(desk, REVIEW, Agency("Example Police")),
    lambda desk: StrikeOutAgency(desk, REVIEW, "Example Police"),
    lambda desk: Appoint(desk, REVIEW),
    lambda desk: EndAppointment(desk, REVIEW),
    lambda desk: AddChild(desk, REVIEW),
    lambda desk: CorrectChild(desk, REVIEW, Child("Child A")),
    lambda desk: StrikeOutChild(desk, REVIEW, Child("Child A")),
    OpenProceedings,
    lambda desk: NoteProceedings(desk, RUN),
    lambda desk: ConcludeProceedings(desk, RUN),
    lambda desk: ReopenProceedings(desk, RUN),
    SetRegime,
    lambda desk: SetRegime(desk, POLICY),
    AddNotifiedBody,
    lambda desk: RemoveNotifiedBody(desk, NOTIFIED[0]),
    lambda desk: InformBody(desk, REVIEW),
    AddObjective,
    *(
        lambda desk, kind=kind: kind(desk, REVIEW)
        for kind in (
            SignUp,
            ApprovePlan,
            MakeReport,
            ReportPresented,
            SignOffPlan,
            NoRecommendations,
            AmendPlan,
            PlanPaper,
            ExportPlan,
            ReadWorkbook,
        )
    ),
    AddPerson,
    lambda desk: ChangeContact(desk, desk.register.people["P-0001"]),
    lambda desk: GiveRole(desk, desk.register.people["P-0001"]),
    lambda desk: EndRole(desk, desk.register.people["P-0001"]),
    TakeIn,
    lambda desk: NewVersion(desk, desk.register.documents["D-0001"]),
    lambda desk: AccessionReceipt(desk, "D-0001"),
    lambda desk: MakeRendition(desk, desk.register.documents["D-0001"]),
    lambda desk: AttachRendition(desk, desk.register.documents["D-0001"]),
    lambda desk: ChangeLimit(desk, desk.register.documents["D-0001"]),
    OpenIncident,
    lambda desk: NoteIncident(desk, INCIDENT),
    lambda desk: AssessIncident(desk, INCIDENT),
    lambda desk: CloseIncident(desk, INCIDENT),
    lambda desk: ReportIncident(desk, INCIDENT),
    lambda desk: ClaimReturned(desk, desk.register.copies["D-0001/1"]),
    lambda desk: LoseCopy(desk, desk.register.copies["D-0001/1"]),
    lambda desk: DamageCopy(desk, desk.register.copies["D-0001/1"]),
    lambda desk: FindCopy(desk, desk.register.copies["D-0001/1"]),
    lambda desk: MendCopy(desk, desk.register.copies["D-0001/1"]),
    lambda desk: TransferCopy(desk, desk.register.copies["D-0001/1"]),
    lambda desk: RecallCopies(desk, ["D-0001/1"]),
    lambda desk: EscalateCopy(desk, HELD),
    lambda desk: CallHolder(desk, HELD),
    lambda desk: RemindHolder(desk, HELD),
    ChaseAll,
    MakeChasingList,
    lambda desk: LetterAgain(desk, []),
    lambda desk: PersonLeaves(desk, desk.register.people["P-0001"]),
    AddSetting,
    lambda desk: ChangeKind(desk, desk.register.founded.kind("imr")),
    lambda desk: ChangeWording(desk, Setting("marking", "OFFICIAL")),
    ChangeCopyLimit,
    lambda desk: RemoveSetting(desk, Setting("category", "press")),
    RecordRequest,
    lambda desk: DecideRequest(desk, desk.register.requests["R-0001"]),
    RecordInterest,
    lambda desk: PrintCopies(desk, desk.register.documents["D-0001"]),
    lambda desk: IssueCopies(desk, desk.register.documents["D-0001"]),
    lambda desk: SignOut(desk, desk.register.copies["D-0001/1"]),
    AccessLog,
    PanelPack,
    VerifyVault,
    CheckSlip,
    ExportLedger,
    AddOperator,
    ChangePassphrase,
    lambda desk: RemoveOperator(desk, desk.register.operators["O-0002"]),
    MakeShares,
    DrillShares,
    RevokeShares,
    BackUp,
    lambda desk: ProveBackup(desk, desk.register.media["M-0001"]),
    lambda desk: MoveMedium(desk, desk.register.media["M-0001"]),
    lambda desk: DestroyMedium(desk, desk.register.media["M-0001"]),
    lambda desk: CertificateAgain(desk, desk.register.media["M-0001"]),
    HandOver,
    ConfirmHandover,
    SheetAgain,
    lambda desk: AccountForNumbers(desk, desk.register.documents["D-0001"]),
    MakePackage,
    lambda desk: SlipAgain(desk, desk.register.copies["D-0001/1"]),
    lambda desk: ReceiptAgain(desk, desk.register.copies["D-0001/1"]),
    lambda desk: ViewDocument(desk, desk.register.documents["D-0001"]),
    lambda desk: ViewHere(desk, desk.register.requests["R-0001"]),
    RecordAdvice,
    lambda desk: AdviceForm(desk, "LA-0001"),
    lambda desk: DecideToPublish(desk, REVIEW),
    lambda desk: ConsiderProceedings(desk, REVIEW),
    lambda desk: BriefBodies(desk, REVIEW),
    lambda desk: CheckAnonymisation(desk, REVIEW),
    lambda desk: Publish(desk, REVIEW),
    lambda desk: Withdraw(desk, REVIEW),
    lambda desk: PublicationForm(desk, REVIEW),
    lambda desk: SendElectronic(desk, desk.register.requests["R-0001"]),
    lambda desk: DeclareDeleted(desk, desk.register.copies["D-0001/1"]),
    lambda desk: AnswerInterest(desk, ASKED),
    AnswerWaiting,
    lambda desk: FileAgain(desk, ASKED),
    RecordSubmission,
    lambda desk: RecordReceipt(desk, SUBMITTED),
    AskHealth,
    lambda desk: DecideHealth(desk, CASE),
    lambda desk: HealthRecord(desk, CASE),
    NotifyPlan,
    lambda desk: TellMembers(desk, PLAN),
    lambda desk: PublishPlan(desk, PLAN),
    lambda desk: NextBoard(desk, PLAN),
    lambda desk: PlanReported(desk, PLAN),
    lambda desk: WithdrawPlan(desk, PLAN),
    lambda desk: PlanReport(desk, PLAN),
    BeginBatch,
    lambda desk: AmendBatch(desk, BATCH),
    lambda desk: TickCopy(desk, BATCH),
    lambda desk: TakeOut(desk, BATCH, "D-0001/1"),
    lambda desk: MakeSheet(desk, BATCH),
    lambda desk: CompleteBatch(desk, BATCH),
    lambda desk: AbandonBatch(desk, BATCH),
    lambda desk: BatchCertificate(desk, "DB-0001"),
    lambda desk: KeepCopy(desk, HELD),
    lambda desk: AcceptCopy(desk, HELD),
    lambda desk: AcceptShort(desk, HELD),
    lambda desk: LookAtException(desk, EXCEPTED),
    lambda desk: EndException(desk, EXCEPTED),
    ExceptionList,
    lambda desk: SendCertificate(desk, HELD),
    lambda desk: ReceiveCertificate(desk, HELD),
    CloseReview,
]


def nameless(top: QWidget) -> list[str]:
    """Return the controls that a screen reader would pass over in silence."""
    found = [widget for kind in CONTROLS for widget in top.findChildren(kind)]
    return [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in found
        if not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        and not (
            isinstance(widget, QAbstractButton) and widget.metaObject().className() == "QTableCornerButton"
        )
    ]


def mnemonics(top: QWidget) -> list[str]:
    labels = [label.text() for label in top.findChildren(QLabel) if label.buddy() and label.isVisible()]
    buttons = [button.text() for button in top.findChildren(QAbstractButton) if button.isVisible()]
    return [text[text.index("&") + 1].lower() for text in labels + buttons if "&" in text]


def everything(hands: Hands) -> None:
    """Have something of all that a dialog may be about."""
    hands.copy_in_safe()
    office = hands.desk.office
    hands.finish(keys.add_operator(office, name="Sam Placeholder", passphrase="an invented one"))  # noqa: S106 - opens nothing
    hands.do(media.register_medium, label="Blue drive", place="The bank", keeper="The Chair")
    folder = hands.folder / "papers"
    handing = hand_over(
        office, operator="O-0002", authority="Minute 7", folder=folder, new_key_file=hands.folder / "new.key"
    )
    hands.finish(handing)


def test_every_control_of_every_dialog_has_a_name_and_no_two_share_a_key(hands: Hands) -> None:
    everything(hands)
    for make in DIALOGS:
        dialog = hands.show(make(hands.desk))
        name = type(dialog).__name__
        assert nameless(dialog) == [], name
        keys = mnemonics(dialog)
        assert sorted(keys) == sorted(set(keys)), name
        assert dialog.windowTitle()
        assert dialog.verb.isDefault(), name
        dialog.close()


def test_no_two_keys_of_the_window_are_the_same_on_any_screen(hands: Hands, lanes: Lanes) -> None:
    window = MainWindow(lanes)
    hands.qtbot.addWidget(window)
    menus = [action.text() for action in window.menuBar().actions()]
    window.show()
    for page in (window.unlock_page, window.create_page, window.restore_page, window.recover_page):
        window._show_gate(page)
        keys = mnemonics(page) + [text[text.index("&") + 1].lower() for text in menus]
        assert sorted(keys) == sorted(set(keys))
    shell = Shell(hands.desk)
    hands.qtbot.addWidget(shell)
    shell.show()
    for title, screen in shell.screens.items():
        shell.go(title)
        tabs = [screen.tabText(at) for at in range(screen.count())] if isinstance(screen, QTabWidget) else []
        keys = mnemonics(shell)
        keys += [text[text.index("&") + 1].lower() for text in menus + tabs if "&" in text]
        assert sorted(keys) == sorted(set(keys)), title
    hands.qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)


def test_every_label_with_a_key_leads_to_a_field_that_takes_it(hands: Hands) -> None:
    everything(hands)
    for make in DIALOGS:
        dialog = hands.show(make(hands.desk))
        for label in dialog.findChildren(QLabel):
            buddy = label.buddy()
            if buddy is not None:
                buddy.setFocus()
                assert dialog.focusWidget() is buddy or not buddy.isVisible(), label.text()
        dialog.close()


def test_every_control_of_the_window_has_a_name(hands: Hands, lanes: Lanes) -> None:
    hands.copy_in_safe()
    shell = Shell(hands.desk)
    hands.qtbot.addWidget(shell)
    shell.show()
    for title in shell.screens:
        shell.go(title)
        hands.qtbot.waitUntil(lambda: not lanes.jobs, timeout=WAIT)
    assert nameless(shell) == []
    window = MainWindow(lanes)
    assert window.restore_page
    assert window.recover_page
    assert nameless(window) == []


def test_escape_closes_a_dialog_and_records_nothing(hands: Hands) -> None:
    dialog = hands.show(OpenReview(hands.desk))
    head = hands.desk.register.head
    dialog.reference.setText(REVIEW)
    closed: list[int] = []
    dialog.finished.connect(closed.append)
    dialog.reject()
    assert closed == [QDialog.DialogCode.Rejected.value]
    assert hands.desk.register.head == head


def test_a_tall_dialog_stands_on_the_screen_wherever_its_window_is(hands: Hands) -> None:
    window = QWidget()
    hands.qtbot.addWidget(window)
    available = window.screen().availableGeometry()
    window.setGeometry(available.right() - 300, available.bottom() - 200, 280, 180)
    window.show()
    dialog = hands.show(AddPerson(hands.desk, window))
    assert available.contains(dialog.geometry())


def test_an_outcome_taller_than_the_screen_scrolls_and_its_buttons_stay_in_sight(hands: Hands) -> None:
    facts = [(f"Copy D-0001/{number}", "signed out to Amina Sample") for number in range(1, 120)]
    dialog = hands.show(Announcement(hands.desk, Told("Everything is here.", facts, "Close it.")))
    hands.qtbot.waitExposed(dialog)
    assert dialog.height() <= dialog.screen().availableGeometry().height()
    bar = dialog._scroll.verticalScrollBar()
    assert bar.maximum() > 0
    assert dialog.rect().contains(dialog.cancel.geometry())
    last = next(label for label in dialog.findChildren(QLabel) if label.text() == facts[-1][0])
    assert last.visibleRegion().isEmpty()
    hands.qtbot.keyClick(dialog._scroll, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    bar.setValue(bar.maximum())
    assert not last.visibleRegion().isEmpty()


def test_an_outcome_that_fits_the_screen_is_seen_whole(hands: Hands) -> None:
    next_step = "Close it, then look at the list that was printed: it names each copy with its holder. " * 3
    dialog = hands.show(Announcement(hands.desk, Told("It is here.", [("Copy", "D-0001/1")], next_step)))
    hands.qtbot.waitExposed(dialog)
    assert dialog._scroll.verticalScrollBar().maximum() == 0
    assert dialog.height() < dialog.screen().availableGeometry().height() // 2


def test_text_at_twice_the_size_still_fits_the_screen(hands: Hands, dressed: QApplication) -> None:
    usual = dressed.font()
    large = QFont(usual)
    large.setPointSizeF(usual.pointSizeF() * 2)
    dressed.setFont(large)
    try:
        dialog = hands.show(AddPerson(hands.desk))
        available = dialog.screen().availableGeometry()
        assert dialog.fontMetrics().height() > 1.8 * QFontMetrics(usual).height()
        assert dialog.width() <= available.width()
        assert dialog.height() <= available.height()
        assert dialog.verb.geometry().bottom() < dialog.height()
        shell = Shell(hands.desk)
        hands.qtbot.addWidget(shell)
        assert shell.minimumSizeHint().width() <= 1366
    finally:
        dressed.setFont(usual)


def luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (QPalette.ColorRole.WindowText, QPalette.ColorRole.Window),
        (QPalette.ColorRole.Text, QPalette.ColorRole.Base),
        (QPalette.ColorRole.Text, QPalette.ColorRole.AlternateBase),
        (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button),
        (QPalette.ColorRole.HighlightedText, QPalette.ColorRole.Highlight),
        (QPalette.ColorRole.PlaceholderText, QPalette.ColorRole.Base),
    ],
)
def test_ink_and_ground_are_far_enough_apart(
    ink: QPalette.ColorRole, ground: QPalette.ColorRole, dressed: QApplication
) -> None:
    palette = dressed.palette()
    light, dark = sorted((luminance(palette.color(ink)), luminance(palette.color(ground))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5
