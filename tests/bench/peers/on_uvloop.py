# Runs a program of the bench on uvloop: on_uvloop.py PROGRAM [its words]

import asyncio
import runpy
import sys

import uvloop

del sys.argv[0]
# The program's folder, where it finds what it imports.
sys.path[0] = "."
asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
runpy.run_path(sys.argv[0], run_name="__main__")
