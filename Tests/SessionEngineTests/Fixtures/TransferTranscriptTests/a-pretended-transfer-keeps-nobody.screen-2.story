> 0 s: CICS record (12 bytes)
screen
 1|B_ a
cursor 1,1
> 0 s: terminal record (10 bytes)
host f2
screen
> 0 s: CICS record (12 bytes)
screen
> 0 s: terminal record (3 bytes)
host 7d
> 0 s: CICS record (12 bytes)
screen
> 0 s: CICS record (12 bytes)
screen
> 0 s: CICS record (12 bytes)
screen
> 0 s: CICS record (12 bytes)
screen
> 0 s: terminal record (10 bytes)
host f2
screen
> 0 s: CICS record (12 bytes)
screen
> 0 s: terminal record (3 bytes)
host 7d
> 0 s: CICS record (12 bytes)
screen
> 0 s: CICS record (12 bytes)
screen
> 0 s: CICS record (12 bytes)
screen
