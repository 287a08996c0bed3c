# The one line that a board's own manifest needs: include("<repository>/micropython-port/manifest.py").
# Nothing is frozen: all of asyncio is in the C module. Such a manifest leaves out extmod/asyncio, which would only take
# up flash.
