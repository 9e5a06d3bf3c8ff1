> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: terminal record (1924 bytes)
host 60
> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 5 s: timer read of CICS
host 60
> 5 s: terminal record (1924 bytes)
> 5 s: X ENTER
host 7d
cursor 1,7, keyboard locked
