> 0 s: CICS record (1 bytes)
screen
timer read(host 1.2) 5
> 0 s: terminal record (3443 bytes)
host 60
TPXL9045
screen
> 0 s: PF24
screen
timer jump 3
cursor 1,7, keyboard locked
> 0 s: terminal record (3443 bytes)
TPXL9045
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
  (24 white, 38 white, 55 turquoise)
 2|                                                       Terminal -  TN000001
  (55 turquoise, 67 turquoise)
 3|                                                       Model    -  3278-2
  (55 turquoise, 67 turquoise)
 4|                                                       System   -  TURNSTIL
  (55 turquoise, 67 turquoise)
 5|!
  (1 yellow)
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
  (1 turquoise)
 8|     Sessid   Sesskey Session Description                      Status
  (5 blue, 14 blue, 22 blue, 63 blue)
 9|  _ !CICS     PF 15                                           !current
  (3 green underscore, 5 white, 14 turquoise, 22 turquoise, 63 yellow)
10|  _ !TSO                                                      !
  (3 green underscore, 5 white, 14 turquoise, 22 turquoise, 63 yellow)
cursor 1,1
