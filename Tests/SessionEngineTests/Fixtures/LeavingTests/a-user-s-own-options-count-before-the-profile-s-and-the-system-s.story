> 0 s: PF24
screen
timer jump 3
cursor 1,7, keyboard locked
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !AAA                                                      !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
cursor 23,16
> 0 s: /E ENTER
screen
 1|                     !TPX User Options                 Panelid  - TEN0166
 4|    Userid: !BOB
 6|                              Own        Profile    System       Counts
 7|    Profile 1                !OPS                                own file
 8|    Transfer option          !ANY        HOLD       NONE         own
 9|    Inactivate on            !           NEVER      F            OPS
10|    Stage 1 Timeout          !           7 min      0 min        OPS
11|    Stage 1 Option           !K                     L            own
12|    Stage 2 Timeout          !                      0 min        system
13|    Stage 2 Option           !                      F            system
14|    Menu key                 !                      PF24         system
15|    Jump key                 !                      PF23         system
16|    Tag key                  !                                   system
17|    Print key                !                                   system
18|    Command key              !                      PF12         system
19|    Command character        !                      /            system
20|    ACB mask default         !                                   default
21|    Command class            !                                   system
22| The leftmost value counts. They are kept in ACT/Users, ACT/Profiles,
23| ACT/Applications and ACT/System.yaml, where an administrator changes them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 1 of 21    More: +
blank 3 5
cursor 1,1
> 0 s: ENTER
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !AAA                                                      !current
23|!Command ===> _
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help
blank 7 10 11 12 13 14 15 16 17 18 19 20 21 22
cursor 23,16
> 0 s: /F ENTER
TPXL9011
detach BOB 1
identify -
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
blank 1 5
cursor 16,20
