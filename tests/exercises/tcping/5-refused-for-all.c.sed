s/return "unreachable"/return "refused"/
