"""主动公开目录: which kinds of information an office publishes, and the statutory items they belong to (条例19-26)."""
