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
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: wrong password
TPXL9010
TPXL9052
timer logon 120
timer delay 0
> 0 s: timer delay
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
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: the user is revoked
TPXL9010
timer logon 120
timer delay 0
> 0 s: timer delay
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
# 3
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
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: password or second factor were changed meanwhile
TPXL9010
timer logon 120
timer delay 0
> 0 s: timer delay
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
# 4
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
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: the new password breaks the rules
TPXL9010
timer logon 120
timer delay 0
> 0 s: timer delay
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
23|!The new password is one of your last 3: type one that you had not
24| PF1=Help  PF3=Disconnect  ENTER=Sign on
blank 1 11 12 14
cursor 17,20
# 5
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
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: too many sign-ons wait
TPXL9010
timer delay 1
> 1 s: timer delay
screen
14|!Too many sign-ons at this moment; try again in some seconds
cursor 12,20
# 6
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
> 0 s: 123456 ENTER
code of BOB, code
cursor 12,20, keyboard locked
> 0 s: password refused: the security database does not answer: security.db: disk full
TPXL9010
timer delay 1
> 1 s: timer delay
screen
14|!Sign-on is not possible now: tell the operator
cursor 12,20
