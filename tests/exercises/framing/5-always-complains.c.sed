s/if (got <= 0)/if (got == 0)\n\t\treturn -1;\n\t&/
