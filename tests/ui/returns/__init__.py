"""Pages of results and papers to hand out, driven by keys."""
