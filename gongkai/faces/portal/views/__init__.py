"""The pages of the portal, one module per part of the site; each view describes a page, the shell answers."""
