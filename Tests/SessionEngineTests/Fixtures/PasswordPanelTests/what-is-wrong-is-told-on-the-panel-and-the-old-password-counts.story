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
> 0 s: elsewhere []
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 7 15 16 17 18 19 20 21 22
cursor 23,16
> 0 s: PASSWORD ENTER
screen
 1|                         !CHANGE YOUR PASSWORD             Panelid  - TEN0160
 2|                                                           Terminal -  TN000001
 5|    Your user id is !BOB
 7|    Type your current password or phrase; what you type is what is changed.
 8|    Then type the new one, twice.
11|    Passwords are not shown; each has room for 100 characters, from > to <
12|    Current:     >?
13|                                        <
14|    New:         >?
15|                                        <
16|    Verify new:  >?
17|                                        <
18|!
24| PF1=Help  PF3=Return  ENTER=Change
blank 3 4 6 9 10 23
cursor 12,20
> 0 s: , ,  ENTER
screen
18|!Enter your current password, and the new one twice
> 0 s: OLDPASS1, ,  ENTER
screen
> 0 s: , NEWPASS1, NEWPASS1 ENTER
screen
> 0 s: OLDPASS1, NEWPASS1, NEWPASS2 ENTER
screen
18|!The new password was not typed twice alike; nothing is changed
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: password refused: wrong password
TPXL9053
timer delay 0
> 0 s: timer delay
screen
18|!Userid or password is not valid; who is revoked asks an administrator
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: password refused: the new password breaks the rules
TPXL9053
timer delay 0
> 0 s: timer delay
screen
18|!The password was changed lately: change it again in 2 days
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: password refused: the new password breaks the rules
TPXL9053
timer delay 0
> 0 s: timer delay
screen
18|!The new password is one of your last 12: type one that you had not
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: password refused: the new password is not saved: security.db: disk full
TPXL9053
timer delay 0
> 0 s: timer delay
screen
18|!Not changed: it could not be saved. The old password counts; tell the operator
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: password refused: the server was restarted meanwhile
TPXL9053
timer delay 0
> 0 s: timer delay
screen
18|!The server was restarted: the new password may count already, or the old one
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: password refused: wrong password
TPXL9053
TPXL9052
timer delay 0
> 0 s: timer delay
screen
18|!Userid or password is not valid; who is revoked asks an administrator
cursor 12,20
> 0 s: PF1
screen
 1|                      !HELP: CHANGE YOUR PASSWORD          Panelid  - TEN0160H
 3|  A!password has 8 to 100 characters. The site may have rules for it, such as
 4|  LENGTH(8) A****LLN: a letter for each place, and * for anything.
 5|   !A letter or @ # $   !C consonant   !V vowel   !N digit   !$ @ # $
 6|   !L letter, digit or @ # $   !W that, and no vowel      (all in capitals)
 7|   !c consonant   !v vowel   !m letter, digit or @ # $    (in either case)
 8|   !s another character                   !x any
 9|  A!phrase has 9 to 100 characters: two letters or more, two others or more,
10|  no character three times in a row, and not your user id.
12|  The new one is not the current one. The site may want some days between two
13|  changes, and none of your last ones. You are told which rule is broken.
15|  Wrong current passwords count, and revoke you, as at the sign-on.
17| !The end of a password
18|  After some days, or where an administrator wants it, a sign-on asks for a
19|  new one. The menu tells you some days before, where the site has it so.
24| ENTER or PF3=Return
blank 2 11 14 16
cursor 1,1
> 0 s: ENTER
screen
 1|                         !CHANGE YOUR PASSWORD             Panelid  - TEN0160
 2|                                                           Terminal -  TN000001
 5|    Your user id is !BOB
 7|    Type your current password or phrase; what you type is what is changed.
 8|    Then type the new one, twice.
11|    Passwords are not shown; each has room for 100 characters, from > to <
12|    Current:     >?
13|                                        <
14|    New:         >?
15|                                        <
16|    Verify new:  >?
17|                                        <
18|!
24| PF1=Help  PF3=Return  ENTER=Change
blank 3 4 6 9 10 19
cursor 12,20
> 0 s: PF3
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !CICS     PF 15                                           !
10|  _ !TSO                                                      !
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 7 11 12 13 14 15 16 17 18
cursor 23,16
