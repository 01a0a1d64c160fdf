/if (len < 0)/,/}/d
