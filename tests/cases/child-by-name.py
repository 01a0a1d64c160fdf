# A child is named by the program that it had become before its first socket.
# says: child-by-name.asker is a new process of child-by-name
# says: child-by-name.asker.2 is a new process of child-by-name
# says: child-by-name.asker: socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 3
# never: child-by-name.2
import os
import subprocess
import sys

os.symlink(sys.executable, "/dev/shm/asker")
for _ in range(2):
    subprocess.run(["/dev/shm/asker", "-c", "import socket; socket.socket()"],
                   check=True)
