"""政府信息公开工作年度报告 of an organ and a year: a question over what happened (条例49、50)."""
