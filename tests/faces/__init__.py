"""The promises of the faces: portal, desk, search and the design they share."""
