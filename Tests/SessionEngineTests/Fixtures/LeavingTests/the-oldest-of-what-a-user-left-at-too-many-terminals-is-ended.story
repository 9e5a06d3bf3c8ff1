> 0 s: the terminal is gone
TPXL0050
> 0 s: evicted
close host
TPXL9021
