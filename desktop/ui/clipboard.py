"""What is copied out of an open vault: marked as a secret, and gone when the vault is locked (T13).

Rule: only what this program put there is ever cleared. The mark asks programs that keep a history of the
clipboard to leave this out of it; whoever pastes sees nothing of it.
"""

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"1",
    _WINDOWS.format("CanIncludeInClipboardHistory"): bytes(4),  # a DWORD: no
    _WINDOWS.format("CanUploadToCloudClipboard"): bytes(4),
}
_MARK = next(iter(_MARKS))
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class Copied(QObject):
    """Watches what the program puts on the clipboard and, where there is one, the primary selection."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin to watch."""
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._last: dict[QClipboard.Mode, str] = {}
        self._clipboard.changed.connect(self._mark)

    def clear(self) -> None:
        """Take away what is ours."""
        for mode in _MODES:
            if self._ours(mode):
                self._clipboard.clear(mode)
        self._last.clear()

    def _mark(self, mode: QClipboard.Mode) -> None:
        if not self._owned(mode):
            return
        text = self._clipboard.text(mode)
        self._last[mode] = text
        data = self._clipboard.mimeData(mode)
        if text and (data is None or not data.hasFormat(_MARK)):
            marked = QMimeData()
            marked.setText(text)
            for kind, value in _MARKS.items():
                marked.setData(kind, value)
            self._clipboard.setMimeData(marked, mode)

    def _owned(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Clipboard:
            return self._clipboard.ownsClipboard()
        return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()

    def _ours(self, mode: QClipboard.Mode) -> bool:
        """Tell whether it is ours still, also where a clipboard manager took it over from us."""
        if self._owned(mode):
            return True
        return mode in self._last and self._clipboard.text(mode) == self._last[mode]
