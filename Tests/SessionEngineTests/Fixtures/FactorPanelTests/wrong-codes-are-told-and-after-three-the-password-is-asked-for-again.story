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
 1|                        !SIGN ON: YOUR CODE                Panelid  - TEN0004
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    Your user id is !BOB
 8|    Type the six digits that your device shows now. Each code is good once.
11|    The code is not shown; there is room from > to <
12|    Code:        >?         <
14|!
16|    Who has lost the device asks an administrator to lift the second factor.
24| PF3=Back  ENTER=Sign on
blank 4 7 9 10 15 17 18 19 20 21 22 23
cursor 12,20
> 0 s: ENTER
screen
14|!Enter the code that your device shows
> 0 s: 000000 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: wrong code
TPXL9010
timer delay 1
> 1 s: timer delay
screen
14|!The code is not valid: type the one that your device shows now
cursor 12,20
> 1 s: 000000 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 1 s: password refused: wrong code
TPXL9010
timer delay 2
> 2 s: timer delay
screen
cursor 12,20
> 2 s: 111111 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 2 s: password refused: the code was used before
TPXL9010
timer delay 3
> 3 s: timer delay
screen
14|!That code was used already: wait until your device shows the next one
cursor 12,20
> 3 s: 000000 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 3 s: password refused: wrong code
TPXL9010
timer logon 123
timer delay 7
> 7 s: timer delay
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
16|    Userid:       _BOB
17|    Password:    >?
18|                                        <
19|    New password:>?
20|                                        <
21|    Verify new:  >?
22|                                        <
23|!Userid or password is not valid; who is revoked asks an administrator
24| PF1=Help  PF3=Disconnect  ENTER=Sign on
blank 1 11 12 14
cursor 17,20
