"""What can be done with a list, step by step. Pages and commands call these and nothing below them.

    upload(file, list, by, sender=…, full=…, units=…) -> Import    the file is kept, nothing is read into the register
    guess(imp) -> Mapping                                          which column is what
    confirm(imp, mapping, by) -> Import                            as corrected; remembered for this sender
    preview(imp, by) -> Preview                                    what would change, for whom support begins or ends
    look(imp) -> Preview; shown_rows(imp, by, kind)                the preview as kept, and its rows
    doubtful(imp, by) -> list[Doubt]; decide(imp, row, choice, by) who is meant: a person's number, "new" or "skip"
    apply(imp, by) -> Import                                       whole or not at all; a large one waits for another
    undo(imp, by); abandon(imp, by); reopen(imp, by) -> Import
    refused_file(imp) -> bytes                                     the rows not taken, with reasons, as .xlsx

Every error is an `ImportRefused` (or a `Refused` of accounts and a `RegistryError` of the register) and says in both
languages what would do. Nothing here prints.
"""

from baophu.imports.services.applying import apply
from baophu.imports.services.deciding import decide, doubtful, undecide
from baophu.imports.services.exporting import refused_file
from baophu.imports.services.mapping import confirm, guess
from baophu.imports.services.previewing import Preview, look, preview, shown_rows
from baophu.imports.services.undoing import abandon, reopen, undo
from baophu.imports.services.uploading import imports_of, upload

__all__ = [
    "Preview",
    "abandon",
    "apply",
    "confirm",
    "decide",
    "doubtful",
    "guess",
    "imports_of",
    "look",
    "preview",
    "refused_file",
    "reopen",
    "shown_rows",
    "undecide",
    "undo",
    "upload",
]
