"""Yunxiu (云岫县): the fictional county of the demo, its organs, people and documents; nothing here is a real place."""
