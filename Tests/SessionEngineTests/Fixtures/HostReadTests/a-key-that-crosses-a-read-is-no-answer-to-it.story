> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: PF3
host f3
cursor 1,7, keyboard locked
> 0 s: terminal record (1924 bytes)
host f3
