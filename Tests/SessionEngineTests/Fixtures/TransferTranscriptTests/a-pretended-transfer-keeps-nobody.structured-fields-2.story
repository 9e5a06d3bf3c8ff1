> 0 s: CICS record (6 bytes)
screen
> 0 s: terminal record (10 bytes)
host 88
screen
> 0 s: CICS record (6 bytes)
screen
> 0 s: terminal record (3 bytes)
host 7d
> 0 s: CICS record (6 bytes)
screen
> 0 s: CICS record (6 bytes)
screen
> 0 s: CICS record (6 bytes)
screen
> 0 s: CICS record (6 bytes)
screen
> 0 s: terminal record (10 bytes)
host 88
screen
cursor 2,1
> 0 s: CICS record (6 bytes)
screen
> 0 s: terminal record (3 bytes)
host 7d
> 0 s: CICS record (6 bytes)
screen
> 0 s: CICS record (6 bytes)
screen
> 0 s: CICS record (6 bytes)
screen
