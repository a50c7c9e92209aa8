"""A hostile visitor: what was tried against the house, kept so that it is tried again."""
