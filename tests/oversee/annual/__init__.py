"""The promises of the annual report (条例49、50)."""
