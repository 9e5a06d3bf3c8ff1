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
 6| Cmdkey=PF12  Jump=PF5  Menu=PF3  Cmdchar=/
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 7 10 15 16 17 18 19 20 21 22
cursor 23,16
> 0 s: TSO ENTER
screen
 5|!==> Session TSO is not on this menu <==
23|!Command ===> _TSO
> 0 s: CICS ENTER
timer starting(host 1.2) 1
open CICS user BOB ticket no
cursor 23,16, keyboard locked
> 0 s: CICS is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 23 24
cursor 1,1, keyboard locked
> 0 s: CICS record (13 bytes)
screen
 1|_READY
cursor 1,7
> 0 s: PF3
screen
timer jump 3
cursor 1,7, keyboard locked
> 3 s: timer jump
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF5  Menu=PF3  Cmdchar=/
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
