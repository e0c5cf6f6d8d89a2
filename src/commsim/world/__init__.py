"""Members, groups, seats and ties as columns; keyed draws; parameters as rows."""
