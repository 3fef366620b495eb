"""LibreOffice Calc opens a workbook, types into cells, and saves it as XLSX: run by the Python that has `uno`.

Reads a list of [sheet, id of the row, heading, words] from standard input; ids stand in the first column, headings in
the first row. What is typed is taken as Calc takes it (a day becomes a date); "'" before it makes it words.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

given, saved, edits = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), json.load(sys.stdin)
WAIT = 120


def said(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def opened(pipe):
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _ in range(WAIT * 2):
        try:
            there = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
        except NoConnectException:
            time.sleep(0.5)
    sys.exit("soffice did not answer")


with tempfile.TemporaryDirectory() as profile:
    pipe = f"calc{Path(profile).name}"
    command = ["soffice", "--headless", "--norestore", "--nologo", f"-env:UserInstallation=file://{profile}"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"])
    try:
        desktop = opened(pipe)
        book = desktop.loadComponentFromURL(given.as_uri(), "_blank", 0, (said("Hidden", True),))
        names = [sheet.Name for sheet in book.Sheets]
        for sheet, number, heading, words in edits:
            cells = book.Sheets.getByName(sheet)
            cursor = cells.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.RangeAddress
            headings = [cells.getCellByPosition(at, 0).String for at in range(last.EndColumn + 1)]
            rows = [cells.getCellByPosition(0, at).String for at in range(last.EndRow + 1)]
            cell = cells.getCellByPosition(headings.index(heading), rows.index(str(number)))
            if words.startswith("'"):
                cell.String = words[1:]
            else:
                cell.Formula = words
        book.storeToURL(saved.as_uri(), (said("FilterName", "Calc MS Excel 2007 XML"),))
        book.close(True)
        print(json.dumps({"sheets": len(names), "edits": len(edits)}))
        desktop.terminate()
    finally:
        try:
            office.wait(WAIT)
        except subprocess.TimeoutExpired:
            office.terminate()
