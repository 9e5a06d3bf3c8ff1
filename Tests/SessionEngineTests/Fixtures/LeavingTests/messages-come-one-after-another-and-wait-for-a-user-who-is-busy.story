> 0 s: message from ALICE
screen
timer jump 3
> 0 s: message from OPERATOR
> 0 s: terminal record (1924 bytes)
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !Message from ALICE:
 4|   !first
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
cursor 1,1
> 0 s: ENTER
screen
timer messages 60
 1|_READY
blank 3 4 23 24
cursor 1,7
> 0 s: message from ALICE
> 60 s: timer messages
screen
timer jump 63
> 60 s: terminal record (1924 bytes)
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !Message from OPERATOR:
 4|   !second
 5|   !
 6|   !Message from ALICE:
 7|   !later
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
cursor 1,1
> 60 s: ENTER
screen
 1|_READY
blank 3 4 5 6 7 23 24
cursor 1,7
> 60 s: PF24
screen
timer jump 63
cursor 1,7, keyboard locked
> 60 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !AAA                                                      !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 60 s: /L ENTER
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
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
> 60 s: message from ALICE
