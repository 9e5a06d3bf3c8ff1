> 0 s: CICS record (6 bytes)
screen
> 0 s: the terminal is gone
TPXL0050
host 88
> 0 s: CICS record (6 bytes)
host 88
