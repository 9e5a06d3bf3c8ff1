> 0 s: CICS record (6 bytes)
screen
> 0 s: terminal record (10 bytes)
host 88
