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
> 0 s: CICS ENTER
timer starting(host 1.2) 1
open CICS user BOB ticket no
cursor 23,16, keyboard locked
> 0 s: CICS is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 10 23 24
cursor 1,1, keyboard locked
> 0 s: the terminal is gone
TPXL0050
close host
TPXL9021
