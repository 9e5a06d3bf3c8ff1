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
 1|                       !SIGN ON: ONE MORE ANSWER           Panelid  - TEN0006
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    Your user id is !BOB
 9|!PIN:
11|    The answer is not shown; there is room from > to <
12|    >?                                                                 <
14|!
16|    The site's directory asks this. PF3 leads back to the password.
24| PF3=Back  ENTER=Sign on
blank 4 7 8 10 15 17 18 19 20 21 22 23
cursor 12,7
> 0 s: 1 ENTER
code of BOB, answer(SAF.AuthorityQuestion(prompt: "PIN:", told: ""))
cursor 12,7, keyboard locked
> 0 s: password refused: the authority refuses: Authentication failure
TPXL9010
timer logon 120
timer delay 1
> 1 s: timer delay
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
 1|                       !SIGN ON: ONE MORE ANSWER           Panelid  - TEN0006
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    Your user id is !BOB
 9|!PIN:
11|    The answer is not shown; there is room from > to <
12|    >?                                                                 <
14|!
16|    The site's directory asks this. PF3 leads back to the password.
24| PF3=Back  ENTER=Sign on
blank 4 7 8 10 15 17 18 19 20 21 22 23
cursor 12,7
> 0 s: 1 ENTER
code of BOB, answer(SAF.AuthorityQuestion(prompt: "PIN:", told: ""))
cursor 12,7, keyboard locked
> 0 s: password refused: the server was restarted meanwhile
TPXL9010
timer logon 120
timer delay 1
> 1 s: timer delay
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
23|!The server was restarted: type your password again, or the new one if you chang
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
 1|                       !SIGN ON: ONE MORE ANSWER           Panelid  - TEN0006
 2|                                                           Terminal -  TN000001
 3|                                                           System   -  TURNSTIL
 6|    Your user id is !BOB
 9|!PIN:
11|    The answer is not shown; there is room from > to <
12|    >?                                                                 <
14|!
16|    The site's directory asks this. PF3 leads back to the password.
24| PF3=Back  ENTER=Sign on
blank 4 7 8 10 15 17 18 19 20 21 22 23
cursor 12,7
> 0 s: 1 ENTER
code of BOB, answer(SAF.AuthorityQuestion(prompt: "PIN:", told: ""))
cursor 12,7, keyboard locked
> 0 s: password refused: the authority does not answer: no LDAP
TPXL9010
timer logon 120
timer delay 1
> 1 s: timer delay
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
23|!Sign-on is not possible now: tell the operator
24| PF1=Help  PF3=Disconnect  ENTER=Sign on
blank 1 11 12 14
cursor 17,20
