> 0 s: nosuch ENTER
screen
 5|!==> Session NOSUCH is not on this menu <==
23|!Command ===> _nosuch
> 0 s: PF7
screen
 5|!The list begins here
23|!Command ===> _
> 0 s: S01 ENTER
timer starting(host 1.2) 1
open S01 user BOB ticket no
cursor 23,16, keyboard locked
> 0 s: S01 is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 10 11 23 24
cursor 1,1, keyboard locked
> 0 s: S01 record (11 bytes)
screen
 1|_S01
cursor 1,5
> 0 s: PF24
screen
timer jump 3
cursor 1,5, keyboard locked
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !S01              Number 1 of many                        !current
10|  _ !S02              Number 2 of many                        !
11|  _ !S03              Number 3 of many                        !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: S01 ENTER
screen
 1|_S01
blank 2 3 4 5 6 8 9 10 11 23 24
cursor 1,5
> 0 s: S01 record (8 bytes)
screen
 1|_
cursor 1,2
> 0 s: /zz PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!==> /zz is not a command; H shows them <==
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !S01              Number 1 of many                        !current
10|  _ !S02              Number 2 of many                        !
11|  _ !S03              Number 3 of many                        !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
