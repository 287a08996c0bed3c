# needs: microdot
# modes: plain
# microdot's own tests, from its source package, but those of the parts that need other packages (templates, tokens).
import os
import sys
import tests
import unittest
import microdot.microdot
import microdot.websocket

PARTS = "auth cors csrf microdot multidict multipart request response sse url_pattern urlencode websocket"

# The errors that handlers raise on purpose are printed with places in its source.
microdot.microdot.print_exception = microdot.websocket.print_exception = lambda e: print(repr(e))

source = next(path for path in sys.path if path.endswith("/content"))
os.chdir(source)
tests.__path__ = source + "/tests"
for part in PARTS.split():
    print(part)
    name = "tests.test_" + part
    __import__(name)
    unittest.run_module(sys.modules[name])
