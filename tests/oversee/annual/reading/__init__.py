"""What others published, read back."""
