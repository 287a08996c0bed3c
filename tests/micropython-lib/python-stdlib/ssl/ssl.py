# CPython's names for what the built-in `tls` module does. `tls` takes certificates as bytes only; here a name of a file
# will do as well.
import tls
from tls import *


def _bytes(source):
    if isinstance(source, str):
        with open(source, "rb") as f:
            return f.read()
    return source


class SSLContext:
    def __init__(self, protocol):
        self._context = tls.SSLContext(protocol)

    @property
    def verify_mode(self):
        return self._context.verify_mode

    @verify_mode.setter
    def verify_mode(self, mode):
        self._context.verify_mode = mode

    def load_cert_chain(self, certfile, keyfile):
        self._context.load_cert_chain(_bytes(certfile), _bytes(keyfile))

    def load_verify_locations(self, cafile=None, cadata=None):
        self._context.load_verify_locations(_bytes(cafile or cadata))

    def wrap_socket(self, sock, **options):
        return self._context.wrap_socket(sock, **options)
