"""汇集: a year's reports are collected from the organs below: assigned, filled in, reported, examined, locked, rolled up (条例49)."""
