> 0 s: AAA record (15 bytes)
screen
 1|_A
 2|_B
cursor 1,3
> 0 s: terminal record (3 bytes)
host 7d
> 0 s: AAA record (2 bytes)
screen
> 0 s: PF24
screen
timer jump 3
cursor 1,3, keyboard locked
> 0 s: terminal record (1925 bytes)
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
> 0 s: AAA ENTER
screen
 1|_A
 2|_B
blank 3 4 5 6 8 9 23 24
cursor 1,3
