> 0 s: CICS record (22 bytes)
screen
 1|_HOST
 2|_
cursor 1,2
> 0 s: terminal record (15 bytes)
screen
timer jump 3
> 0 s: terminal record (1926 bytes)
screen
 1|                     !TPX User Options                 Panelid  - TEN0166
 2|                                                       Terminal -  TN000001
 4|    Userid: !BOB
 6|                              Own        Profile    System       Counts
 7|    Transfer option          !                      ASK          system
 8|    Inactivate on            !                      NEVER        system
 9|    Stage 1 Timeout          !                      0 min        system
10|    Stage 1 Option           !                      L            system
11|    Stage 2 Timeout          !                      0 min        system
12|    Stage 2 Option           !                      F            system
13|    Menu key                 !                      PF24         system
14|    Jump key                 !                      PF23         system
15|    Tag key                  !                                   system
16|    Print key                !                                   system
17|    Command key              !                      PF12         system
18|    Command character        !                      /            system
19|    ACB mask default         !                                   default
20|    Command class            !                                   system
21|    Operator Cmd Cls         !                                   system
22| The leftmost value counts. They are kept in ACT/Users, ACT/Profiles,
23| ACT/Applications and ACT/System.yaml, where an administrator changes them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 1 of 20    More: +
cursor 1,1
> 0 s: ENTER
screen
 1|_HOST
 2|_MINE
blank 4 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24
cursor 1,2
