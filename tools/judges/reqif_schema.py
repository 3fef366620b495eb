"""The library reqif on a file: the official schema, every reference, and how much there is."""

import json
import subprocess
import sys
from pathlib import Path

from reqif.parser import ReqIFParser

path = sys.argv[1]
command = [str(Path(sys.executable).with_name("reqif")), "validate", "--use-reqif-schema", path]
done = subprocess.run(command, capture_output=True, text=True, check=False)
if done.returncode or "0 errors, 0 schema issues found, 0 semantic issues" not in done.stdout:
    sys.exit(done.stdout + done.stderr)
content = ReqIFParser.parse(path).core_content.req_if_content
kinds = {one.identifier: one.long_name for one in content.spec_types}
found = [kinds[one.spec_object_type] for one in content.spec_objects]
print(json.dumps({"requirements": found.count("REQUIREMENT"), "relations": len(content.spec_relations)}))
