"""Markdown as kept on the intranet: the body with its contents list written out."""

from __future__ import annotations

from tools.demo_writers.source import Source


def write_markdown(source: Source) -> bytes:
    contents = "\n".join(f"{'  ' * (heading.level - 2)}- {heading.text}" for heading in source.headings())
    return source.body.replace("[innehåll]", f"**Innehåll**\n\n{contents}").encode()
