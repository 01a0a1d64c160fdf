import sys

wanted = int(sys.argv[1])
rows = []
with open("/proc/net/tcp", encoding="ascii") as table:
    next(table)
    for line in table:
        _, local, _, state, queues, *_ = line.split()
        send_q, recv_q = (int(queue, 16) for queue in queues.split(":"))
        if int(local.split(":")[1], 16) == wanted:
            rows.append((state, send_q, recv_q))

if not any(state == "0A" for state, _, _ in rows):
    print("nobody")
elif any(state == "0A" and recv_q for state, _, recv_q in rows):
    print("deaf")
elif any(state == "08" for state, _, _ in rows):
    print("forgets")
elif any(state == "01" and recv_q for state, _, recv_q in rows):
    print("lazy")
elif any(state == "01" and send_q for state, send_q, _ in rows):
    print("stopped")
else:
    print("healthy")
