"""What the workflow promises."""
