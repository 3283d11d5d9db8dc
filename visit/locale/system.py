"""What the operating system refuses, in the reader's language.

Knows the reasons that a person with a file in hand meets: the English are the system's own, in small letters. One that is not
among them stands as the system words it.
"""

from __future__ import annotations

import errno

from visit.locale import text as _

_REASONS = {
    errno.EACCES: "permission denied",
    errno.EEXIST: "file exists",
    errno.EFBIG: "file too large",
    errno.EIO: "input/output error",
    errno.EISDIR: "is a directory",
    errno.ELOOP: "too many levels of symbolic links",
    errno.EMFILE: "too many open files",
    errno.ENAMETOOLONG: "file name too long",
    errno.ENOENT: "no such file or directory",
    errno.ENOSPC: "no space left on device",
    errno.ENOTDIR: "not a directory",
    errno.EPERM: "operation not permitted",
    errno.EROFS: "read-only file system",
}


def why_refused(error: Exception) -> str:
    """Return why a file was not read or written; a `ValueError` is a text that can be no path, as with a null character."""
    if isinstance(error, ValueError):
        return _("not a path")
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _(_REASONS[error.errno])
    return (getattr(error, "strerror", None) or str(error)).lower()
