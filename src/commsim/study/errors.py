"""What may go wrong around a study, and how the process ends then."""

from __future__ import annotations


class StudyError(Exception):
    """A study could not go on. Its text is one line for the user; exit_code is that of the process."""

    exit_code = 1


class FolderBusy(StudyError):
    """Another study writes to the same folder."""

    exit_code = 4


class StorageError(StudyError):
    """A file could not be written, or what was read back is not what was written."""

    exit_code = 5
