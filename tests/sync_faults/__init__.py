"""Faults between desks and the centre: real files, a real PostgreSQL, a proxy that cuts, children that die.

The "paper" is kept by the harness alone: every code and event id that was acknowledged. When the faults are
over, each desk passes until nothing waits (three times at most), and the oracle compares every file with the
centre and the paper (`oracle`). In the whole size, for a night or before a release:

    python -m tests.sync_faults --whole [--seed S] [--n N] [--json] [F2 F13-bytes F16 …]

together: three desks, an offline day each, a fourth joins. F2 kills, F12 twenty desks at once, F13 cuts,
silence and repeats by a proxy, F14 answers lost after the commit, F15 the server stopped at once or its
sessions ended, F16 a failover with a lost tail, F17 yesterday's centre, F18–F22 restored and cloned desks,
F23 an edited centre, F24 an edited desk, F25 clocks, F26 a newer program, F33 copies beside writes, rights
and 43: what a broken or changed desk sends. The test command runs the same in a small size.
"""
