"""The promises of those who oversee: reports computed from what happened."""
