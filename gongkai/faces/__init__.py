"""How people meet the system: the portal for the public, the desk for the office."""
