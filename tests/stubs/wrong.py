# Each line here is wrong, and a checker that reads the stub says so.
import asyncio

asyncio.Queue().nothing()
asyncio.sleep_ms("1")
asyncio.monitor(True, True)
asyncio.Lock(5)
asyncio.Future().set_result()
asyncio.timeout_ms("1")
asyncio.no_such_name
