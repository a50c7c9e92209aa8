"""Published reports checked."""
