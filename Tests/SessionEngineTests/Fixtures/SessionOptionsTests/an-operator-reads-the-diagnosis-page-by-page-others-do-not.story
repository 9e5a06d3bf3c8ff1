# 1
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
> 0 s: /D TSO ENTER
diagnose TSO BOB
cursor 23,16, keyboard locked
> 0 s: diagnosed (41 lines)
screen
 1|                       !DIAGNOSIS OF PASS TICKETS          Panelid  - TEN0159
 2|!FAULT  word word word word word word word word word word word word word word
 3|!       word word word word word word word word word word word word word word
 4|!       word word
 5| line 1
 6| line 2
 7| line 3
 8| line 4
 9| line 5
10| line 6
11| line 7
12| line 8
13| line 9
14| line 10
15| line 11
16| line 12
17| line 13
18| line 14
19| line 15
20| line 16
21| line 17
22| line 18
23| line 19
24| PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 1 of 43    More: +
cursor 1,1
> 0 s: PF8
screen
 2| line 19
 3| line 20
 4| line 21
 5| line 22
 6| line 23
 7| line 24
 8| line 25
 9| line 26
10| line 27
11| line 28
12| line 29
13| line 30
14| line 31
15| line 32
16| line 33
17| line 34
18| line 35
19| line 36
20| line 37
21| line 38
22| line 39
23| line 40
24| PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 22 of 43   More: -
> 0 s: PF3
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
blank 7 11 12 13 14 15 16 17 18 19 20 21 22
cursor 23,16
# 2
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
> 0 s: /D TSO ENTER
screen
 5|!==> Only an operator may use /D <==
