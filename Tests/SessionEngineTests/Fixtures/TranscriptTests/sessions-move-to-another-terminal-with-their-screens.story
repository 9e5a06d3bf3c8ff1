> 0 s: elsewhere ["TN000001"]
screen
 1|                       !YOU ARE SIGNED ON ELSEWHERE        Panelid  - TEN0157
 4|   !1 session at terminal TN000001 (lost).
 6|    Shall they come to this terminal?
 8|   !Y  They come here. A terminal where you are signed on is told, and closed.
 9|   !N  They stay where they are. The menu here begins without them; they come
10|       with the next sign-on that answers Y, or end by /I at their terminal.
12|    Answer ===>  _Y
14|!
24| PF1=Help  PF3=Signoff  ENTER=Answer
blank 2 3 7 15 16 17 18 19 20 21 22 23
cursor 12,19
> 0 s: Y ENTER
take over BOB everything
cursor 12,19, keyboard locked
> 0 s: adopted ["TSO"]
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000002
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5| ==> 1 session came to this terminal <==
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 12 14
cursor 23,16
> 0 s: TSO ENTER
screen
 1|_READY
blank 2 3 4 5 6 8 9 10 23 24
cursor 1,7
