> a terminal
TPXL0101
timer logon 120
screen
 2|                             !T U R N S T I L E            Panelid  - TEN0003
 3|                                                           Terminal -  TN000001
 4|                         The way in to many systems        System   -  TURNSTIL
 6|                        .---------------------------.
 7|                        |  |o|   |o|   |o|   |o|   |
 8|                        |--|-|---|-|---|-|---|-|---|
 9|                        |  | |   | |   | |   | |   |
10|                        '---------------------------'
15|    Passwords are not shown; each has room for 100 characters, from > to <
16|    Userid:       _
17|    Password:    >?
18|                                        <
19|    New password:>?
20|                                        <
21|    Verify new:  >?
22|                                        <
23|!
24| PF1=Help  PF3=Disconnect  ENTER=Sign on
cursor 16,20
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["TN000009"]
screen
 1|                       !YOU ARE SIGNED ON ELSEWHERE        Panelid  - TEN0157
 4|   !1 session at terminal TN000009 (lost).
 6|    Shall they come to this terminal?
 8|   !Y  They come here. A terminal where you are signed on is told, and closed.
 9|   !N  They stay where they are. The menu here begins without them; they come
10|       with the next sign-on that answers Y, or end by /I at their terminal.
12|    Answer ===>  _Y
14|!
24| PF1=Help  PF3=Signoff  ENTER=Answer
blank 2 3 7 15 16 17 18 19 20 21 22 23
cursor 12,19
> 0 s: PF1
screen
 1|                       !HELP: SESSIONS ELSEWHERE           Panelid  - TEN0157H
 3|  You left sessions behind: at a terminal whose line was lost, at one where you
 4|  are still signed on, or at a sign-off that keeps them.
 6| !Y
 7|  moves all of them here, with their screens as they were left. A terminal that
 8|  is connected is told so, and its connection is closed.
10| !N
11|  leaves them alone. They go on where they are until somebody answers Y, the
12|  Disconnect timeout ends them, or an operator does.
14| !Y stands in the field where the other terminals are gone; ENTER is enough.
16|  Transfer option in your file of ACT/Users answers for you: ANY and HOLD move
17|  sessions without a question, MULT and NONE never do.
19|  PF3 on the question signs you off.
24| ENTER or PF3=Return
blank 9
cursor 1,1
> 0 s: ENTER
screen
 1|                       !YOU ARE SIGNED ON ELSEWHERE        Panelid  - TEN0157
 4|   !1 session at terminal TN000009 (lost).
 6|    Shall they come to this terminal?
 8|   !Y  They come here. A terminal where you are signed on is told, and closed.
 9|   !N  They stay where they are. The menu here begins without them; they come
10|       with the next sign-on that answers Y, or end by /I at their terminal.
12|    Answer ===>  _Y
14|!
24| PF1=Help  PF3=Signoff  ENTER=Answer
blank 3 7 11 16 17 19
cursor 12,19
> 0 s: N ENTER
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!==> 1 session stays at terminal TN000009 <==
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 12 14
cursor 23,16
