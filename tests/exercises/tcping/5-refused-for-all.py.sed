s/, errno.ENETUNREACH: "unreachable"/, errno.ENETUNREACH: "refused"/
