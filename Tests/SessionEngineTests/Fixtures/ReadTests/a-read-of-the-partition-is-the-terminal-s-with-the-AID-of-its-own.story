> 0 s: CICS record (6 bytes)
host 61
> 0 s: CICS record (6 bytes)
screen
timer read(host 1.2) 5
> 0 s: X ENTER
host 7d
cursor 1,7, keyboard locked
> 0 s: terminal record (1924 bytes)
host 61
