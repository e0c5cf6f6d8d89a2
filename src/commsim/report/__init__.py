"""Results for people: charts, pages and words, in English and Chinese."""

from commsim.report.write import draw, write_report

__all__ = ["draw", "write_report"]
