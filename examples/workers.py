# Three workers share a queue of jobs, at most two of them use the network at the same time, and all of it has a limit.
import asyncio

NETWORK = 2


async def worker(name, jobs, network, results):
    while True:
        job = await jobs.get()
        async with network:
            await asyncio.sleep_ms(10 * job)
        results.append(job)
        print(name, "has done job", job)
        jobs.task_done()


async def main():
    jobs, network, results = asyncio.Queue(), asyncio.Semaphore(NETWORK), []
    for job in range(1, 7):
        jobs.put_nowait(job)
    async with asyncio.timeout(5):
        async with asyncio.TaskGroup() as group:
            workers = [group.create_task(worker(name, jobs, network, results)) for name in "abc"]
            await jobs.join()
            for task in workers:
                task.cancel()
    print("all done:", sorted(results))


asyncio.run(main())
