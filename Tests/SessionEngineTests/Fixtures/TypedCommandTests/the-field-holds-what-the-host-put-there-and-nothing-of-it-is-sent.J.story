> 0 s: CICS record (22 bytes)
screen
 1|_HOST
 2|_
cursor 1,2
> 0 s: /J PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1926 bytes)
screen
cursor 1,2
> 0 s: ENTER
host 7d
cursor 1,2, keyboard locked
