"""主动公开: what an office publishes unasked (Regulation, chapter 3)."""
