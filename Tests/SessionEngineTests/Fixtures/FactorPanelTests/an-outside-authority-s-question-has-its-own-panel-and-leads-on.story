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
> 0 s: a code is needed
timer logon 120
screen
 1|                       !SIGN ON: ONE MORE ANSWER           Panelid  - TEN0006
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    Your user id is !BOB
 8| A message is on its way
 9|!Token code:
11|    The answer is not shown; there is room from > to <
12|    >?                                                                 <
14|!
16|    The site's directory asks this. PF3 leads back to the password.
24| PF3=Back  ENTER=Sign on
blank 4 7 10 15 17 18 19 20 21 22 23
cursor 12,7
> 0 s: ENTER
screen
14|!Token code:
> 0 s: Answer that is long ENTER
code of BOB, answer(SAF.AuthorityQuestion(prompt: "Token code:", told: "A message is on its way"))
cursor 12,7, keyboard locked
> 0 s: a code is needed
timer logon 120
screen
 9|!PIN:
14|!
blank 8
cursor 12,7
> 0 s: 1 ENTER
code of BOB, answer(SAF.AuthorityQuestion(prompt: "PIN:", told: ""))
cursor 12,7, keyboard locked
> 0 s: a code is needed
timer logon 120
screen
 1|                        !SIGN ON: YOUR CODE                Panelid  - TEN0004
 8|    Type the six digits that your device shows now. Each code is good once.
11|    The code is not shown; there is room from > to <
12|    Code:        >?         <
16|    Who has lost the device asks an administrator to lift the second factor.
blank 9
cursor 12,20
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere []
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!Your password ends soon
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 11 12 14 16
cursor 23,16
