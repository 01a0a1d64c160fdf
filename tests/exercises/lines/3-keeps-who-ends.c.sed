# An end of the stream is taken for no bytes.
s/if (got <= 0)/if (got < 0)/
