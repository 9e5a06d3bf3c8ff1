> 0 s: CICS record (17 bytes)
screen
 1|_HOST
cursor 1,2
> 0 s: /W PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1925 bytes)
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
cursor 12,20
> 0 s: OLDPASS1, NEWPASS1, NEWPASS1 ENTER
authenticate BOB
cursor 12,20, keyboard locked
> 0 s: CICS record (2 bytes)
> 0 s: password changed
TPXL9051
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !The password is changed
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
blank 2 5 7 8 11 12 13 14 15 16 17 18
cursor 1,1
> 0 s: ENTER
screen
 1|_HOST
blank 3 23 24
cursor 1,2
