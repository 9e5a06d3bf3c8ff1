> a terminal
TPXL0101
timer logon 120
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
cursor 16,20
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
timer idle 30
> 0 s: elsewhere []
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 7 15 16 17 18 19 20 21 22
cursor 23,16
> 0 s: /W ENTER
screen
 1|                         !CHANGE YOUR PASSWORD             Panelid  - TEN0160
 2|                                                           Terminal -  TN000001
 5|    Your user id is !BOB
 7|    Type your current password or phrase; what you type is what is changed.
 8|    Then type the new one, twice.
11|    Passwords are not shown; each has room for 100 characters, from > to <
12|    Current:     >?
13|                                        <
14|    New:         >?
15|                                        <
16|    Verify new:  >?
17|                                        <
18|!
24| PF1=Help  PF3=Return  ENTER=Change
blank 3 4 6 9 10 23
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 30 s: timer idle
screen
timer idle 60
18|!==> The terminal is locked in 30 seconds: press a key <==
> 60 s: timer idle
TPXL9014
TPXL9012
screen
 1|                           !TERMINAL LOCKED                Panelid  - TEN0155
 5|    This terminal is locked by !BOB
 6|    The sessions behind it go on.
 9|    The password is not shown; there is room for 100 characters, from > to <
10|    Password:    >?
11|                                        <
12|    A revoked user signs off with PF3, and asks an administrator to resume it.
14|!
24| ENTER=Unlock  PF3=Signoff
blank 7 8 13 15 16 17 18
cursor 10,20
> 60 s: password changed
TPXL9051
> 60 s: NEWPASS1 ENTER
authenticate BOB
cursor 10,20, keyboard locked
> 60 s: password refused: the password has expired
TPXL9013
timer idle 90
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 11 12 14
cursor 23,16
