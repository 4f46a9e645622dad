"""Of the paths on standard input, those of the pages of a fold.

usage: of_fold.py FOLD
"""

import json
import sys
from pathlib import Path

fold_of = json.loads((Path(__file__).parent / "folds" / "folds.json").read_text())
for line in sys.stdin:
    if fold_of.get(Path(line.strip()).name.split(".")[0]) == int(sys.argv[1]):
        print(line.strip())
