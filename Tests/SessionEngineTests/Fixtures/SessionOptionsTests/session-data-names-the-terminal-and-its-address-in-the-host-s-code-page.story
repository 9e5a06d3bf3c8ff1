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
 9|  _ !AAA                                                      !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: /I AAA ENTER
close host
TPXL9021
screen
screen
 5|!==> Session AAA ended - ended by the user <==
 9|  _ !AAA                                                      !
> 0 s: AAA ENTER
timer starting(host 1.3) 1
open AAA user - ticket no
cursor 23,16, keyboard locked
> 0 s: AAA is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 23 24
cursor 1,1, keyboard locked
> 0 s: AAA record (16 bytes)
screen
host 7d
 1| LOGON_
cursor 1,8
