> 89 s: timer idle
> 90 s: timer idle
screen
timer idle 120
 5|!==> The terminal is locked in 30 seconds: press a key <==
> 120 s: timer idle
TPXL9014
TPXL9012
screen
timer idle 150
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
blank 3 4 8 23
cursor 10,20
> 150 s: timer idle
screen
timer idle 180
14|!==> You are signed off in 30 seconds: press a key <==
> 180 s: timer idle
TPXL9014
TPXL9011
identify -
screen
 2|                             !T U R N S T I L E            Panelid  - TEN0003
 3|                                                           Terminal -  TN000001
 4|                         The way in to many systems        System   -  TURNSTIL
 6|                        .---------------------------.
 7|                        |  |o|   |o|   |o|   |o|   |
 8|                        |--|-|---|-|---|-|---|-|---|
 9|                        |  | |   | |   | |   | |   |
10|                        '---------------------------'
15|    Passwords are not shown; each has room for 100 characters, from > to <
16|    Userid:       _
17|    Password:    >?
18|                                        <
19|    New password:>?
20|                                        <
21|    Verify new:  >?
22|                                        <
23|!
24| PF1=Help  PF3=Disconnect  ENTER=Sign on
blank 1 5 11 12 14
cursor 16,20
