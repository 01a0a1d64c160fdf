import asyncio, sys

async def once():
    r, w = await asyncio.open_connection(sys.argv[1], int(sys.argv[2]))
    async def beat():
        while True:
            w.write(b'alive\n')
            await asyncio.sleep(int(sys.argv[3]) / 1000)
    task = asyncio.create_task(beat())
    try:
        while await r.read(100):
            pass
        print('closed', flush=True)
    except ConnectionError:
        print('reset', flush=True)
    task.cancel()
    w.close()

async def main():
    while True:
        try:
            await once()
        except OSError:
            await asyncio.sleep(0.5)

asyncio.run(main())
