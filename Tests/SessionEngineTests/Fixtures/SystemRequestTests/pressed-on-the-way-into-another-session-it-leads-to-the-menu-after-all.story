> 0 s: CICS record (8 bytes)
screen
 1|_
cursor 1,2
> 0 s: /J PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: SYSREQ
> 0 s: terminal record (1924 bytes)
screen
screen
timer jump 3
cursor 1,2
> 0 s: terminal record (1923 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!==> There is no other live session <==
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !current
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
