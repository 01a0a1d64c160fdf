# What an event loop does for itself is folded, and a hang in it is one.
# says: socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [6, 7]) = 0
# says: note: nothing can move any more: loop-of-asyncio waits in epoll_wait()
# says: for bytes, or the end, from loop-of-asyncio's fd 7 (fd 6); it has got
# never: SOCK_CLOEXEC, 0, [4, 5])
# never: epoll_wait(3, [], 1, 0)
import asyncio
import socket


async def main():
    ends = socket.socketpair()
    reader, writer = await asyncio.open_connection(sock=ends[0])
    await reader.readline()


asyncio.run(main())
