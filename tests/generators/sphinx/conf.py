import os
import sys

sys.path.insert(0, os.path.abspath("."))
project = "Docs"
extensions = ["myst_parser", "podlab"]
html_js_files = ["https://podlab.example/pod-lab.js"]
