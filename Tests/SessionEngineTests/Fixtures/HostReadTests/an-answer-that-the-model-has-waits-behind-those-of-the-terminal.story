> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: CICS record (6 bytes)
> 0 s: terminal record (3 bytes)
host 60
> 0 s: terminal record (1924 bytes)
host 60
host 88
