s/poll(waits, count, -1)/poll(waits, count, 0)/
