"""Parts of the handover page: what was scanned, its words, its sides, the acts."""
