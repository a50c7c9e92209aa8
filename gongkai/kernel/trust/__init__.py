"""存证: how anyone can check: canonical bytes, a Merkle log (RFC 6962), signed checkpoints, off-line proofs."""
