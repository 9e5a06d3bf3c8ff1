> 0 s: CICS record (2 bytes)
screen
blank 1
cursor 1,1
> 0 s: /E PF12
screen
timer jump 3
cursor 1,1, keyboard locked
> 0 s: terminal record (1923 bytes)
screen
 1|                     !TPX User Options                 Panelid  - TEN0166
 2|                                                       Terminal -  TN000001
 4|    Userid: !BOB
 6|                              Own        Profile    System
 7|    Transfer option          !                      ASK
 8|    Inactivate on            !                      NEVER
 9|    Stage 1 Timeout          !                      0 min
10|    Stage 1 Option           !                      L
11|    Stage 2 Timeout          !                      0 min
12|    Stage 2 Option           !                      F
13|    Menu key                 !                      PF24
14|    Jump key                 !                      PF23
15|    Tag key                  !
16|    Print key                !
17|    Command key              !                      PF12
18|    Command character        !                      /
19|    ACB mask default         !
20|    Operator                 !                      N
21|    Sessions                 !                      all
22| The leftmost value counts. They are kept in ACT/Users, ACT/Profiles and
23| ACT/System.yaml, where an administrator changes them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
cursor 1,1
> 0 s: ENTER
screen
blank 1 2 4 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24
