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
> 0 s: S02 ENTER
timer starting(host 1.3) 1
open S02 user BOB ticket no
cursor 23,16, keyboard locked
> 0 s: S02 is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 10 11 23 24
cursor 1,1, keyboard locked
> 0 s: S02 record (11 bytes)
screen
 1|_S02
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
 9|  _ !S01              Number 1 of many                        !active
10|  _ !S02              Number 2 of many                        !current
11|  _ !S03              Number 3 of many                        !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: terminal record (14 bytes)
screen
 5|!==> Put S before one session only; I may stand before several <==
> 0 s: terminal record (14 bytes)
screen
 5|!==> Session S03 is not live <==
> 0 s: terminal record (13 bytes)
screen
 5|!==> Type a command or mark lines, not both <==
> 0 s: terminal record (18 bytes)
close host
TPXL9021
screen
close host
TPXL9021
screen
timer starting(host 1.4) 1
open S03 user BOB ticket no
 5|!==> Session S02 ended - ended by the user <==
 9|  _ !S01              Number 1 of many                        !
10|  _ !S02              Number 2 of many                        !
