> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: CICS record (1 bytes)
host 60
host 88
host 60
host 88
host 60
host 88
host 60
host 88
host 60
> 0 s: CICS record (6 bytes)
host 88
> 0 s: the terminal is gone
TPXL0050
