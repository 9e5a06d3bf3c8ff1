# 1
> 0 s: SYSREQ
screen
timer jump 3
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
10|  _ !BBB                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: new tables or panels
screen
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
> 0 s: AAA ENTER
screen
 1|_READY
blank 2 3 4 5 6 8 9 10 23 24
cursor 1,7
> 0 s: SYSREQ
screen
timer jump 3
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: PF23
screen
 1|_READY
blank 2 3 4 5 6 8 9 10 23 24
cursor 1,7
> 0 s: SYSREQ
screen
timer jump 3
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!==> There is no other live session <==
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: new tables or panels
screen
 9|  _ !AAA                                                      !current
10|  _ !BBB                                                      !
> 0 s: new tables or panels
screen
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
> 100 s: AAA has ended: closedByHost
TPXL9021
screen
 5|!==> Session AAA ended - the host ended the connection <==
blank 10
> 100 s: AAA ENTER
screen
 5|!==> Session AAA is not on this menu <==
23|!Command ===> _AAA
# 2
> 0 s: SYSREQ
screen
timer jump 3
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
10|  _ !BBB                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: new tables or panels
screen
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
> 0 s: AAA ENTER
screen
 1|_READY
blank 2 3 4 5 6 8 9 10 23 24
cursor 1,7
> 0 s: SYSREQ
screen
timer jump 3
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: PF23
screen
 1|_READY
blank 2 3 4 5 6 8 9 10 23 24
cursor 1,7
> 0 s: SYSREQ
screen
timer jump 3
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!==> There is no other live session <==
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: new tables or panels
screen
 9|  _ !AAA                                                      !current
10|  _ !BBB                                                      !
> 0 s: new tables or panels
screen
 9|  _ !BBB                                                      !
10|  _ !AAA              (removed)                               !current
> 100 s: AAA has ended: closedByHost
TPXL9021
screen
 5|!==> Session AAA ended - the host ended the connection <==
blank 10
> 100 s: AAA ENTER
screen
 5|!==> Session AAA is not on this menu <==
23|!Command ===> _AAA
