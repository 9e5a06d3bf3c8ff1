> 0 s: , PASSWORD ENTER
screen
 2|                             !T U R N S T I L E            Panelid  - TEN0003
  (30 white, 59 turquoise)
 3|                                                           Terminal -  TN000001
  (59 turquoise, 71 turquoise)
 4|                         The way in to many systems        System   -  TURNSTIL
  (25 blue, 59 turquoise, 71 turquoise)
 6|                        .---------------------------.
  (24 blue)
 7|                        |  |o|   |o|   |o|   |o|   |
  (24 blue)
 8|                        |--|-|---|-|---|-|---|-|---|
  (24 blue)
 9|                        |  | |   | |   | |   | |   |
  (24 blue)
10|                        '---------------------------'
  (24 blue)
15|    Passwords are not shown; each has room for 100 characters, from > to <
  (4 blue)
16|    Userid:       _
  (4 turquoise, 19 green underscore, 28 turquoise)
17|    Password:    >?
  (4 turquoise, 19 green)
19|    New password:>?
  (4 turquoise, 19 green)
21|    Verify new:  >?
  (4 turquoise, 19 green)
23|!Enter your user id
  (1 yellow)
24| PF1=Help  PF3=Disconnect  ENTER=Sign on
  (1 blue)
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere []
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
  (24 white, 38 white, 55 turquoise)
 2|                                                       Terminal -  TN000001
  (55 turquoise, 67 turquoise)
 3|                                                       Model    -  3279-2
  (55 turquoise, 67 turquoise)
 4|                                                       System   -  TURNSTIL
  (55 turquoise, 67 turquoise)
 5|!
  (1 yellow)
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
  (1 turquoise)
 8|     Sessid   Sesskey Session Description                      Status
  (5 blue, 14 blue, 22 blue, 63 blue)
 9|  _ !CICS     PF 15                                           !
  (3 green underscore, 5 white, 14 turquoise, 22 turquoise, 63 yellow)
10|  _ !TSO                                                      !
  (3 green underscore, 5 white, 14 turquoise, 22 turquoise, 63 yellow)
23|!Command ===> _
  (1 white, 15 green underscore, 58 turquoise, 60 turquoise)
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
  (1 blue, 62 turquoise)
blank 7 15 16 17 18 19 20 21 22
cursor 23,16
> 0 s: NOSUCH ENTER
screen
 5|!==> Session NOSUCH is not on this menu <==
  (1 red)
23|!Command ===> _NOSUCH
  (1 white, 15 green underscore, 58 turquoise, 60 turquoise)
> 0 s: /L ENTER
TPXL9012
screen
 1|                           !TERMINAL LOCKED                Panelid  - TEN0155
  (28 white, 59 turquoise)
 2|                                                           Terminal -  TN000001
  (59 turquoise, 71 turquoise)
 5|    This terminal is locked by !BOB
  (4 turquoise, 32 white)
 6|    The sessions behind it go on.
  (4 turquoise)
 9|    The password is not shown; there is room for 100 characters, from > to <
  (4 blue)
10|    Password:    >?
  (4 turquoise, 19 green)
11|                                        <
12|    A revoked user signs off with PF3, and asks an administrator to resume it.
  (4 blue)
14|!
  (1 yellow)
24| ENTER=Unlock  PF3=Signoff
  (1 blue)
blank 3 4 8 23
cursor 10,20
