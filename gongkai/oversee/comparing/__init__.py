"""Reports compared: an organ over the years, organs side by side, rankings, and text that one report has in common with another."""
