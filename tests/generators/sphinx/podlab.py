"""The directive `pod-lab`: its options become attributes, its content is the manifest."""

from html import escape

from docutils import nodes
from docutils.parsers.rst import Directive, directives

NAMES = "view theme version start speed height caption example src story-src autoplay".split()


class PodLab(Directive):
    has_content = True
    option_spec = {name: directives.unchanged for name in NAMES}

    def run(self):
        said = "".join(f' {name}="{escape(value)}"' for name, value in self.options.items())
        text = "\n".join(self.content)
        code = [nodes.literal_block(text, text, language="yaml")] if text else []
        return [nodes.raw("", f"<pod-lab{said}>", format="html"), *code, nodes.raw("", "</pod-lab>", format="html")]


def setup(app):
    app.add_directive("pod-lab", PodLab)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
