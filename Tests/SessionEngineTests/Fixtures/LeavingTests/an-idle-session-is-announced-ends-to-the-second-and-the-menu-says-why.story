> 30 s: timer idle AAA
screen
timer jump 33
timer session(host 1.2) 60
> 30 s: terminal record (1924 bytes)
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !==> Session AAA is idle, and ends in 30 seconds <==
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
cursor 1,1
> 40 s: ENTER
screen
 1|_READY
blank 3 23 24
cursor 1,7
> 60 s: timer idle AAA
timer session(host 1.2) 70
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
> 90 s: timer idle AAA
screen
timer session(host 1.2) 120
 5|!==> Session AAA is idle, and ends in 30 seconds <==
> 119 s: timer idle AAA
timer session(host 1.2) 120
> 120 s: timer idle AAA
close host
TPXL9021
screen
 5|!==> Session AAA ended - session time-out <==
 9|  _ !AAA                                                      !ended: time-out
> 120 s: AAA ENTER
timer starting(host 1.3) 121
open AAA user BOB ticket no
cursor 23,16, keyboard locked
> 120 s: timer start of AAA
screen
 5|!==> Session AAA is starting <==
 9|  _ !AAA                                                      !starting
cursor 23,16
> 120 s: AAA is ready
TPXL9020
timer session(host 1.3) 150
screen
blank 1 2 3 4 5 6 8 9 23 24
cursor 1,1
