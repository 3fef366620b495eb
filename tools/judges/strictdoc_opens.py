"""StrictDoc on a ReqIF file: converted to its own documents, which it then reads with all relations and exports."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

program, work = str(Path(sys.executable).with_name("strictdoc")), Path("opened")
shutil.rmtree(work, ignore_errors=True)
documents = work / "documents"
documents.mkdir(parents=True)
convert = ["convert", "--input-format", "reqif-sdoc", "--output-format", "sdoc", "--reqif-import-markup", "Text"]
for asked in (
    [program, *convert, sys.argv[1], str(documents)],
    [program, "export", str(documents), "--formats", "json", "--output-dir", str(work / "exported")],
):
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit((done.stdout + done.stderr)[-2000:])
text = "\n".join(path.read_text("utf-8") for path in documents.rglob("*.sdoc"))
print(
    json.dumps(
        {
            "requirements": len(re.findall(r"^\[\[?REQUIREMENT\]", text, re.M)),
            "passages": len(re.findall(r"^\[\[?PASSAGE\]", text, re.M)),
            "relations": len(re.findall(r"^  VALUE: ", text, re.M)),
        }
    )
)
