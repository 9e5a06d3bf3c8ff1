> 0 s: CICS is bound, default size 24x80, alternate 43x80
screen
blank 1
cursor 1,1
> 0 s: CICS record (7 bytes)
screen
