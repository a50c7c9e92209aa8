"""年度事务: the yearly list of reports that are public or missing, the table of a website's year, the summary of the openness work."""
