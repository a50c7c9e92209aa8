"""Wiring: settings, addresses, the worker, the command line."""
