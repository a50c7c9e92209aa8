"""The promises of the yearly lists and forms."""
