/length > MOST/,+1d
