"""What everything is made of; knows no business word."""
