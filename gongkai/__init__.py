"""Gongkai (公开): the openness platform of Chinese city, county and department offices."""
