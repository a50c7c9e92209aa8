"""Files kept by their content, official numbers (文号) without a gap, rich text, and typesetting to PDF/A and docx."""
