> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: the terminal is gone
TPXL0050
host 60
host 60
