"""通知: an outbox. What is to be said is written with the change itself and delivered after commit."""
