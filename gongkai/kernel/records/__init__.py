"""政府信息: what the office says. A record, its revisions, their review, publication, correction and withdrawal."""
