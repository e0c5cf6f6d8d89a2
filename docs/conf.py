"""Settings of the documentation: `make docs` builds it into docs/_build/html."""

import importlib.metadata

project = "commsim"
author = "The commsim developers"
release = importlib.metadata.version("commsim")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"commsim {release}"
nitpicky = True
