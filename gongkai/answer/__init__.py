"""Chapter 4 of the Regulation: what the office owes when asked (依申请公开), and answers to what people raise."""
