"""Studies: many runs as one table of jobs, compared on the same seeds, kept so that the same question is not run twice."""
