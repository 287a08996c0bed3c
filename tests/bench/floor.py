# The floor: what this VM needs to leave a suspended function and come back, with nobody between.

import meter


def turns(n):
    for _ in range(n):
        yield


n = meter.number(0, 1000000)
clock = meter.Meter(n)
clock.start()
for _ in turns(n):
    pass
clock.stop()
clock.report()
