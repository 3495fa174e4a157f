"""What was checked, and what came of it."""

import sys
from collections import Counter


class Report:
    """Counts what passed, and keeps what failed with the check's name and the page's."""

    def __init__(self):
        self.passed = Counter()
        self.failures = []
        self.remarks = []

    def expect(self, holds, check, subject, message):
        """Records one outcome of `check` on `subject`; `message` says what is wrong where it does not hold."""
        if holds:
            self.passed[check] += 1
        else:
            self.failures.append((check, subject, message))
        return bool(holds)

    def fail(self, check, subject, message):
        """Records a fault."""
        self.expect(False, check, subject, message)

    def remark(self, check, subject, message):
        """Lists something that is no fault."""
        self.remarks.append((check, subject, message))

    def print(self, out=sys.stdout):
        """Prints remarks, a line per check, the failures, and last the sum; returns the exit code."""
        for check, subject, message in self.remarks:
            print(f"info  {check}: {subject}: {message}", file=out)
        failed = Counter(check for check, _, _ in self.failures)
        for check in sorted(self.passed.keys() | failed.keys()):
            print(f"{check:24} {self.passed[check]:6} passed {failed[check]:6} failed", file=out)
        for check, subject, message in self.failures:
            print(f"FAIL  {check}: {subject}: {message}", file=out)
        print(f"{self.passed.total()} passed, {len(self.failures)} failed", file=out)
        return 1 if self.failures else 0
