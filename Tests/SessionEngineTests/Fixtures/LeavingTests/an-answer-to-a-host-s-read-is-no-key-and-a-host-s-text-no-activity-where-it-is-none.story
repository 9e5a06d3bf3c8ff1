> 20 s: AAA record (1 bytes)
screen
timer read(host 1.2) 25
> 20 s: terminal record (1924 bytes)
host 60
> 20 s: AAA system text (3 bytes)
screen
 1| USS_
cursor 1,6
