# Tasks that make others and have no jump of their own, at which the virtual machine would look for what is pending:
# scheduled callbacks run, and Ctrl-C (a real SIGINT) stops the run.
import asyncio, micropython, os, time


async def link():
    time.sleep_us(200)
    asyncio.create_task(link())


async def main():
    asyncio.create_task(link())
    await done.wait()


def callback(arg):
    done.set()


done = asyncio.Event()
micropython.schedule(callback, 1)
asyncio.run(main())
print("called")

asyncio.new_event_loop()
done.clear()
# In the background: the shell's parent is this process.
os.system("(sleep 0.05; kill -INT $PPID) &")
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
