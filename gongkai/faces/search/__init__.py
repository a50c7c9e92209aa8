"""Finding what was published: folding, words, queries, the engine behind its port, and the pieces shown with a hit."""
