# 1
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
> 0 s: ENTER
take over BOB everything
cursor 12,19, keyboard locked
# 2
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
 4|   !1 session at terminal TN000009 (connected).
 6|    Shall they come to this terminal?
 8|   !Y  They come here. A terminal where you are signed on is told, and closed.
 9|   !N  They stay where they are. The menu here begins without them; they come
10|       with the next sign-on that answers Y, or end by /I at their terminal.
12|    Answer ===>  _
14|!
24| PF1=Help  PF3=Signoff  ENTER=Answer
blank 2 3 7 15 16 17 18 19 20 21 22 23
cursor 12,19
> 0 s: ENTER
screen
14|!Answer Y or N
> 0 s: y ENTER
take over BOB everything
cursor 12,19, keyboard locked
