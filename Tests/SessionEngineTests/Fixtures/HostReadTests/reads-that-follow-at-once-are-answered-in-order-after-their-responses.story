> 0 s: CICS record (1 bytes)
respond 7 positive
screen
timer read(host 1.2) 5
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: terminal record (1924 bytes)
host 60
> 0 s: terminal record (3 bytes)
host 60
> 0 s: terminal record (1 bytes)
host 6c
