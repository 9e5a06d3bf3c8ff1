> 0 s: the terminal is gone
TPXL0050
timer disconnect 300
> 299 s: timer disconnect
> 300 s: timer disconnect
close host
TPXL9021
