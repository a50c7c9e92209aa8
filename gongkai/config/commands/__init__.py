"""The verbs of the command line, a module each: ``arguments(parser)`` and ``run(options)`` returning the exit code."""
