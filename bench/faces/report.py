"""What was looked at and what was wrong, counted."""

from collections import Counter, defaultdict


class Report:
    """Counts per check; faults by what they are, each with at most `shown` places."""

    def __init__(self, shown):
        self._shown = shown
        self._looked = Counter()
        self._faults = defaultdict(list)

    def looked(self, *checks):
        """One more page for each of these checks."""
        self._looked.update(checks)

    def fault(self, check, what, where):
        """Something is wrong."""
        self._faults[check, what].append(where)

    def tell(self, pages, opened):
        """Print faults by kind, then the totals; return the exit status."""
        for (check, what), places in sorted(self._faults.items(), key=lambda item: -len(item[1])):
            print(f"\n{len(places)} × {check}: {what}")
            for place in list(dict.fromkeys(places))[: self._shown]:
                print(f"    {place}")
        kinds = len({page.kind for page in pages})
        print(f"\n{len(pages)} answers of {kinds} kinds of address; {len(opened)} pages opened in Chromium")
        wrong = Counter()
        for (check, _what), places in self._faults.items():
            wrong[check] += len(places)
        print("\n| check | looked at | faults |\n|---|---:|---:|")
        for check, count in self._looked.items():
            print(f"| {check} | {count} | {wrong[check]} |")
        print(f"| together | {self._looked.total()} | {wrong.total()} |")
        return 1 if wrong else 0
