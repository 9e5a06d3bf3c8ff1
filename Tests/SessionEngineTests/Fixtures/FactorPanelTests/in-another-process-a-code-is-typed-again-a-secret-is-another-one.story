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
> 0 s: a second factor is needed
timer logon 600
offer a factor to BOB
> 0 s: a secret to enrol with
screen with a secret
 1|                     !SIGN ON: YOUR SECOND FACTOR          Panelid  - TEN0005
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    A code besides the password is wanted of !BOB
 8|    1. Take a program that makes time-based codes (TOTP), on your telephone.
 9|    2. Give it this key, as one that is time-based, with six digits:
11|       !GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ
13|    3. Type the six digits that it shows now.
15|    The code is not shown; there is room from > to <
16|    Code:        >?         <
18|!
20|    The key is shown here and never again: who has it can make your codes.
24| PF3=Back  ENTER=Sign on
blank 4 7 10 17 19 21 22 23
cursor 16,20
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
> 0 s: a second factor is needed
timer logon 600
offer a factor to BOB
> 0 s: a secret to enrol with
screen with a secret
 1|                     !SIGN ON: YOUR SECOND FACTOR          Panelid  - TEN0005
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    A code besides the password is wanted of !BOB
 8|    1. Take a program that makes time-based codes (TOTP), on your telephone.
 9|    2. Give it this key, as one that is time-based, with six digits:
11|       !GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ
13|    3. Type the six digits that it shows now.
15|    The code is not shown; there is room from > to <
16|    Code:        >?         <
18|!
20|    The key is shown here and never again: who has it can make your codes.
24| PF3=Back  ENTER=Sign on
blank 4 7 10 17 19 21 22 23
cursor 16,20
> 0 s: 123456 ENTER
code of BOB, enrolment
cursor 16,20, keyboard locked
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
