"""What a day leaves behind: counts with their denominators, money in fen, sums in fixed point."""
