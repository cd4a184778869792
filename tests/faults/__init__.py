"""Faults at the level of the whole desk: real acts, real encrypted file, real journal, real kills.

The parent keeps the "paper": every code and event id whose answer came through whole. After the fault the
oracle compares the file with it (`oracle`). In the whole size, for a night or before a release:

    python -m tests.faults [--kills N] [--seed S] [--json] [F1 F3 F6 F9 F9-calls F18 mutants F7 F10 …]

F1 kills a receiving child 1,000 times at random moments; F3 at each system call that writes (needs strace);
F6 fills a small file system of its own (needs the right to mount); F9 deletes the -wal after a kill, F9-calls
after a kill at each writing call; F18 puts an older copy of the file back; `mutants` proves that the harness
is not blind: six broken programs, each of which the oracle must catch (they are named in `mutants`). What
cannot be run here says so and why. All other names run the test file of that fault. The test command runs
the same campaigns in a small size, but for F3, F6 and F9-calls, whose means are not everywhere.
"""
