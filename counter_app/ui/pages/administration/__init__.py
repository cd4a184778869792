"""Parts of the administration page: people, units, the agency, this machine, copies."""
