"""As much of `unittest` as the programs' own tests use: MicroPython has none built in."""

import sys


class SkipTest(Exception):
    pass


class _Raises:
    def __init__(self, kind):
        self.kind = kind

    def __enter__(self):
        return self

    def __exit__(self, kind, exception, traceback):
        self.exception = exception
        assert kind is not None, "nothing raised"
        return issubclass(kind, self.kind)


class TestCase:
    def setUp(self):
        pass

    def tearDown(self):
        pass

    def assertEqual(self, a, b, message=None):
        assert a == b, message or "%r is not %r" % (a, b)

    def assertNotEqual(self, a, b, message=None):
        assert a != b, message or "both are %r" % (a,)

    def assertTrue(self, a, message=None):
        assert a, message or "%r is false" % (a,)

    def assertFalse(self, a, message=None):
        assert not a, message or "%r is true" % (a,)

    def assertIsNone(self, a, message=None):
        assert a is None, message or "%r is not None" % (a,)

    def assertIsNotNone(self, a, message=None):
        assert a is not None, message or "None"

    def assertIn(self, a, b, message=None):
        assert a in b, message or "%r is not in %r" % (a, b)

    def assertNotIn(self, a, b, message=None):
        assert a not in b, message or "%r is in %r" % (a, b)

    def assertRaises(self, kind, function=None, *args, **kwargs):
        if function is None:
            return _Raises(kind)
        with _Raises(kind):
            function(*args, **kwargs)


def skip(reason):
    def decorate(thing):
        def skipped(*args):
            raise SkipTest(reason)

        if isinstance(thing, type):
            thing._skipped = reason
            return thing
        return skipped

    return decorate


def skipIf(condition, reason):
    return skip(reason) if condition else lambda thing: thing


def skipUnless(condition, reason):
    return skipIf(not condition, reason)


def run_module(module):
    """Runs every test of a module; prints a line for each that failed or was skipped, and the counts."""
    counts = {"ok": 0, "FAIL": 0, "skip": 0}
    for name in sorted(dir(module)):
        case = getattr(module, name)
        if not isinstance(case, type) or not issubclass(case, TestCase) or hasattr(case, "_skipped"):
            continue
        if hasattr(case, "setUpClass"):
            case.setUpClass()
        for test in sorted(dir(case)):
            if test.startswith("test"):
                result = _run(case(), test)
                counts[result] += 1
                if result != "ok":
                    print(result, name, test)
        if hasattr(case, "tearDownClass"):
            case.tearDownClass()
    print(counts["ok"], "ok,", counts["FAIL"], "failed,", counts["skip"], "skipped")


def _run(case, test):
    case.setUp()
    try:
        getattr(case, test)()
        return "ok"
    except SkipTest:
        return "skip"
    except Exception as e:
        sys.print_exception(e, sys.stdout)
        return "FAIL"
    finally:
        case.tearDown()
