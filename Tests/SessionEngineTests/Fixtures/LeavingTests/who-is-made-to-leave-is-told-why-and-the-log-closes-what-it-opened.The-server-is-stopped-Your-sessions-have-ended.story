> 0 s: the server stops
close host
TPXL9021
TPXL9011
identify -
screen
close serverStops
 1|The server is stopped. Your sessions have ended.
cursor 1,1
> 0 s: the server stops
