"""The design system of both faces: sheets, scripts, base templates and template tags; it knows no business word."""
