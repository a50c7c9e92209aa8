"""The house rules that no single room can keep: contracts over strings, sizes, words, templates."""
