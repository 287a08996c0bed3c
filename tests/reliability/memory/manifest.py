# What the firmware of an emulated board has of the sweep: a program's source would take its heap.
include("../../../micropython-port/manifest.py")
freeze(".", "sweep.py")
freeze("programs", ("futures.py", "groups.py", "names.py", "python_streams.py", "queues.py", "runners.py", "sync.py", "tasks.py", "waiting.py"))
