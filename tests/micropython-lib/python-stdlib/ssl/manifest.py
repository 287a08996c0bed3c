metadata(version="0.0.0", description="ssl on top of the built-in tls module.")
module("ssl.py")
