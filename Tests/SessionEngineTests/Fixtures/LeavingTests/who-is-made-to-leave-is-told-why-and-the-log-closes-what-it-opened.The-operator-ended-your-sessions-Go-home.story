> 0 s: cancelled
close host
TPXL9021
TPXL9011
identify -
screen
close cancelled
 1|The operator ended your sessions: Go home.
cursor 1,1
> 0 s: cancelled
