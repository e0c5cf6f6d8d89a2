"""The commands of the command line, one file each; imported only when asked for, so that ``commsim --help`` is quick."""
