s/GET .*Connection: close.*"/GET %s HTTP\/1.1\\nHost: %s\\nConnection: close\\n\\n"/
