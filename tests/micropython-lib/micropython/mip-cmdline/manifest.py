# What Debian's tree has of this package: `mip` itself and what it needs, not its command line.
metadata(version="0.0.0", description="The part of mip-cmdline that Debian's source package carries.")
package("mip", base_path="$(MPY_DIR)/lib/micropython-lib/python-ecosys/mip", opt=3)
package("requests", base_path="$(MPY_DIR)/lib/micropython-lib/micropython/requests")
