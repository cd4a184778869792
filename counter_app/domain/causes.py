"""What the system said of a failed file, as a word of our own: each has its sentence in every language."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "in_use",
    errno.EPERM: "in_use",
    errno.EBUSY: "in_use",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EISDIR: "is_folder",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EROFS: "read_only",
    errno.EIO: "io_error",
}
"""`in_use`: Windows refuses a file that another program holds (a table open in Excel) as it refuses one that
may not be written."""


def cause_of(error: OSError) -> str:
    """The word for `because`; of what is not known the system's own words."""
    known = _CAUSES.get(error.errno) if error.errno is not None else None
    return known or error.strerror or str(error)
