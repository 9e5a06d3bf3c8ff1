> 30 s: timer idle
screen
timer jump 33
timer idle 60
> 30 s: terminal record (1924 bytes)
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !==> The terminal is locked in 30 seconds: press a key <==
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
cursor 1,1
> 30 s: message from OPERATOR
> 30 s: AAA record (12 bytes)
> 60 s: timer idle
TPXL9014
TPXL9012
screen
 1|                           !TERMINAL LOCKED                Panelid  - TEN0155
 2|                                                           Terminal -  TN000001
 5|    This terminal is locked by !BOB
 6|    The sessions behind it go on.
 9|    The password is not shown; there is room for 100 characters, from > to <
10|    Password:    >?
11|                                        <
12|    A revoked user signs off with PF3, and asks an administrator to resume it.
14|!
24| ENTER=Unlock  PF3=Signoff
blank 3 23
cursor 10,20
