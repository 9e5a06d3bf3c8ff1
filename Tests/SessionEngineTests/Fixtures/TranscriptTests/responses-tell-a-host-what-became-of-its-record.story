> 0 s: TSO record (9 bytes)
respond 7 positive
screen
 1|_A
cursor 1,3
> 0 s: TSO record (4 bytes)
respond 8 negative(2)
screen
TPXL0099
blank 1
cursor 1,1
