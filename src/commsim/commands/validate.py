"""``commsim validate``: simulate facts of real communities, compare, write; the gates decide the exit code."""

from __future__ import annotations

from pathlib import Path

from commsim.commands import arguments
from commsim.commands.speak import say, show

HOLD, SOME_FAIL = 0, 3
DEFAULT_FOLDER = "outputs/validation"


def run(words: arguments.Facts) -> int:
    """Run, print, write validation.json, charts and page; 0 if all gates hold, 3 if not. Raises ConfigError, StorageError."""
    from commsim.commands.study import compile_first, progress_bar
    from commsim.report.validation_report import write_validation
    from commsim.validation.run import settings, validate
    from commsim.validation.terminal import print_validation

    config = settings(words.overrides, words.quick)
    folder = Path(config.output or DEFAULT_FOLDER)
    say(f"validate: {config.replicates} replicates of each study, into {folder}")
    compile_first()
    with progress_bar() as progress:
        result = validate(words.overrides, words.quick, progress)
    print_validation(result, config.report.language)
    say("Drawing charts …" if config.report.charts else "Writing the page …")
    files = write_validation(result, folder, config.report)
    show(f"Report: {files[-1]}")
    return SOME_FAIL if result.failed else HOLD
