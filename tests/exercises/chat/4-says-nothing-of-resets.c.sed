s/if (got <= 0) {/if (got < 0)\n\t\tclient->joined = false;\n\t&/
