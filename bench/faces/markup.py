"""The W3C's Nu checker over saved pages."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

VNU = Path(os.environ["NODE_TOOLS"]) / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def faults_of(pages, folder):
    """Yield (page, message, extract) for each error the checker finds in the text of `pages`."""
    if not shutil.which("java"):
        sys.exit("The W3C checker needs Java: install the package default-jre-headless, then run this again.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    files = {}
    for number, page in enumerate(pages):
        path = folder / f"{number:04}.html"
        path.write_text(page.text, encoding="utf-8")
        files[path.name] = page
    if not files:
        return
    command = ["java", "-Xss4m", "-jar", VNU, "--errors-only", "--format", "json", folder]
    answer = subprocess.run(command, capture_output=True, text=True)
    for message in json.loads(answer.stderr)["messages"]:
        name = message.get("url", "").rsplit("/", 1)[-1]
        yield files[name], message["message"], message.get("extract", "").strip()
