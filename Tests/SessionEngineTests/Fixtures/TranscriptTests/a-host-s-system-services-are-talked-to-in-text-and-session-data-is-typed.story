> 0 s: MVS system text (3 bytes)
screen
 1| USS_
cursor 1,6
> 0 s: IBMTEST ENTER
host text IBMTEST
cursor 1,6, keyboard locked
