# 1
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
take over BOB everything
# 2
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
take over BOB everything
# 3
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  DESK01
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
# 4
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  DESK01
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
# 5
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
screen
 1|                       !YOU ARE SIGNED ON ELSEWHERE        Panelid  - TEN0157
 4|   !1 session at terminal DESK02 (lost).
 6|    Shall they come to this terminal?
 8|   !Y  They come here. A terminal where you are signed on is told, and closed.
 9|   !N  They stay where they are. The menu here begins without them; they come
10|       with the next sign-on that answers Y, or end by /I at their terminal.
12|    Answer ===>  _Y
14|!
24| PF1=Help  PF3=Signoff  ENTER=Answer
blank 2 3 7 15 16 17 18 19 20 21 22 23
cursor 12,19
# 6
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
take over BOB everything
# 7
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
take over BOB everything
# 8
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  DESK01
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
# 9
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  DESK01
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
# 10
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
screen
 1|                       !YOU ARE SIGNED ON ELSEWHERE        Panelid  - TEN0157
 4|   !1 session at terminal DESK02 (connected).
 6|    Shall they come to this terminal?
 8|   !Y  They come here. A terminal where you are signed on is told, and closed.
 9|   !N  They stay where they are. The menu here begins without them; they come
10|       with the next sign-on that answers Y, or end by /I at their terminal.
12|    Answer ===>  _
14|!
24| PF1=Help  PF3=Signoff  ENTER=Answer
blank 2 3 7 15 16 17 18 19 20 21 22 23
cursor 12,19
