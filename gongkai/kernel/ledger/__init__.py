"""台账: append-only, who did what to which, and when; each line carries the hash of the one before it."""
