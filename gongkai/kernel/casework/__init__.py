"""A case (办件) is what the office owes: dated events, from which state and due dates are derived; parties, papers, timeline, queues."""
