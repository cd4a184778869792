"""The lock of the one writing process of a desk's folder: held by the kernel, gone with the process."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from counter_app.domain.errors import StoreLocked, StoreNotOpened

LOCK_FILE = "writer.lock"


class WriterLock:
    """flock / LockFileEx on `writer.lock`; never a pid file, so a killed holder leaves nothing behind.

    Take it before opening the store for writing, migrating, restoring or rebuilding. Readers take none.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / LOCK_FILE
        # A folder whose file system knows no flock is refused: the soft lock that would replace it survives
        # a kill. Not thread-local: the storage thread releases what the main thread acquired.
        self._lock = FileLock(self.path, thread_local=False, fallback_to_soft=False)

    def acquire(self, timeout_s: float = 0.5) -> None:
        """Take the lock. Raises StoreLocked(path) when another holds it, StoreNotOpened(path, because)."""
        if not self.path.parent.is_dir():  # filelock would make it: an unmounted folder must not come to life
            raise StoreNotOpened(path=str(self.path.parent), because="folder_missing")
        try:
            self._lock.acquire(timeout=timeout_s, poll_interval=0.02)
        except Timeout:
            raise StoreLocked(path=str(self.path.parent)) from None
        except (OSError, NotImplementedError) as error:
            raise StoreNotOpened(path=str(self.path.parent), because="lock_not_possible") from error

    def release(self) -> None:
        """Give the lock back; harmless when it is not held."""
        self._lock.release(force=True)

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._lock.is_locked

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
