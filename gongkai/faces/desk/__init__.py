"""The desk: where the office drafts, checks, reviews, publishes and administers."""
