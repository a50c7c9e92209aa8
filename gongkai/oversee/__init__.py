"""What the 主管部门 does with the work of all organs: report on it, assess it, make it comparable."""
