s/if (part == 0)/if (part == 0 || (got += part) || 1)/
