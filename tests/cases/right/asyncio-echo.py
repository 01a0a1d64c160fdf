"""An echo server and its client in one loop."""
import asyncio


async def echo(reader, writer):
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 7109)
    reader, writer = await asyncio.open_connection("127.0.0.1", 7109)
    writer.write(b"hello\n")
    assert await reader.readline() == b"hello\n"
    writer.write_eof()
    assert await reader.read() == b""
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
