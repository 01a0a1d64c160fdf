/if (left == 0)/,+1d
s/!got && left < 0/!got \&\& left <= 0/
