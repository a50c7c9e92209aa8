"""Speed, measured on the real thing: ``python -m bench [names]`` prints JSON rows {name, value, unit, bound, ok}."""
