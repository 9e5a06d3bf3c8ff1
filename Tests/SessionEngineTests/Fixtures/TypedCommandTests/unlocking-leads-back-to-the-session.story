> 0 s: CICS record (22 bytes)
screen
 1|_HOST
 2|_
cursor 1,2
> 0 s: /L PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1926 bytes)
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
cursor 10,20
> 0 s: PASSWORD ENTER
authenticate BOB
cursor 10,20, keyboard locked
> 0 s: password accepted
TPXL9013
screen
 1|_HOST
 2|_
blank 5 6 9 10 11 12 14 24
cursor 1,2
> 0 s: PF24
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1926 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !current
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: /L ENTER
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
blank 3 4 8 23
cursor 10,20
> 0 s: PASSWORD ENTER
authenticate BOB
cursor 10,20, keyboard locked
> 0 s: password accepted
TPXL9013
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !current
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 11 12 14
cursor 23,16
