"""The portal: where the public reads, searches and verifies. Reading pages are pure functions of their address."""
