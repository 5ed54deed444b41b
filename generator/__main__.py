"""The console script, also `python -m generator`. Loads nothing by itself: Ctrl-C is told in one line even while modules are loaded."""

import sys

INTERRUPTED = 130  # exit code, as shells have it: 128 + SIGINT
STOPPED = "已停止，没有留下半份文件。"


def main() -> None:
    """Run the command line; 130 and one line where it is stopped by Ctrl-C."""
    try:
        from generator.cli import main as run

        run()
    except KeyboardInterrupt:
        print(STOPPED, file=sys.stderr)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
