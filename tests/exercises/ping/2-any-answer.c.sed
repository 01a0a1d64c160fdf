s/if (len == .*/if (len > 0)/
