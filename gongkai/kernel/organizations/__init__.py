"""机关: the tree of organs, the people, and the posts that they hold from one date to another."""
