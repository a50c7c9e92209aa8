"""The promises of the design system."""
