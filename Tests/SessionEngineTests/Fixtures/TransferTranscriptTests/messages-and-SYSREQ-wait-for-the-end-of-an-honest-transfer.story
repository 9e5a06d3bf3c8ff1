> 0 s: CICS record (6 bytes)
screen
> 0 s: terminal record (6 bytes)
host 88
> 0 s: CICS record (6 bytes)
screen
> 0 s: message from OPERATOR
> 0 s: SYSREQ
> 0 s: terminal record (6 bytes)
host 88
> 0 s: CICS record (13 bytes)
screen
screen
timer jump 3
> 3 s: timer jump
screen
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !Message from OPERATOR:
 4|   !hello
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
cursor 1,1
> 3 s: ENTER
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !current
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
