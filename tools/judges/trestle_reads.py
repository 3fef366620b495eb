"""compliance-trestle on an OSCAL file: read by its strict models, then validated in a workspace of its own."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from trestle.oscal.assessment_results import AssessmentResults
from trestle.oscal.catalog import Catalog
from trestle.oscal.mapping import MappingCollection

path = Path(sys.argv[1])
model = next(iter(json.loads(path.read_text("utf-8"))))
found = {}
if model == "catalog":
    catalog = Catalog.oscal_read(path)
    found = {"groups": len(catalog.groups), "controls": sum(len(group.controls) for group in catalog.groups)}
elif model == "mapping-collection":
    found = {"maps": sum(len(mapping.maps) for mapping in MappingCollection.oscal_read(path).mappings)}
else:
    (result,) = AssessmentResults.oscal_read(path).results
    found = {"findings": len(result.findings), "observations": len(result.observations)}
program, work = str(Path(sys.executable).with_name("trestle")), Path("opened").absolute()
shutil.rmtree(work, ignore_errors=True)
work.mkdir()
stored = {
    "catalog": "catalogs",
    "mapping-collection": "mapping-collections",
    "assessment-results": "assessment-results",
}
inside = work / stored[model] / "given"
for asked in (["init", "--local"], ["validate", "-f", str(inside / f"{model}.json")]):
    if asked[0] == "validate":
        inside.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, inside / f"{model}.json")
    done = subprocess.run([program, *asked], cwd=work, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit((done.stdout + done.stderr)[-2000:])
print(json.dumps(found))
