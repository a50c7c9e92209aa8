"""法规库: laws and rules as works with dated editions, chapters and articles; the readers of what others published."""
