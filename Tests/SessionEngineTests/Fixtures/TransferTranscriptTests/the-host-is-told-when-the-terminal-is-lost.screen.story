> 0 s: CICS record (12 bytes)
screen
 1|B_ a
cursor 1,1
> 0 s: the terminal is gone
TPXL0050
host f2
> 0 s: CICS record (12 bytes)
host f2
