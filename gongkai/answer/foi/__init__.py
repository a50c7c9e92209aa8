"""依申请公开: an application, the office's case made from it, the reply by law, and its line in the year's report."""
