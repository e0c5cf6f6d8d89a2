"""Results for people: charts, pages and words, in English and Chinese."""
