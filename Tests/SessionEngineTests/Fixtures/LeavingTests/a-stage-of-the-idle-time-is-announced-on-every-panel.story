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
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
timer idle 30
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
> 0 s: /L ENTER
TPXL9012
screen
 1|                           !TERMINAL LOCKED                Panelid  - TEN0155
 2|                                                           Terminal -  TN000001
 5|    This terminal is locked by !BOB
 6|    The sessions behind it go on.
 9|    The password is not shown; there is room for 100 characters, from > to <
10|    Password:    >?
11|                                        <
12|    A revoked user signs off with PF3, and asks an administrator to resume it.
14|!
24| ENTER=Unlock  PF3=Signoff
blank 3 4 8 23
cursor 10,20
> 30 s: timer idle
screen
timer idle 60
14|!==> You are signed off in 30 seconds: press a key <==
> 60 s: timer idle
TPXL9014
TPXL9011
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
blank 1 5 11 12 14
cursor 16,20
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
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
timer idle 30
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
> 0 s: /E ENTER
screen
 1|                     !TPX User Options                 Panelid  - TEN0166
 4|    Userid: !BOB
 6|                              Own        Profile    System       Counts
 7|    Transfer option          !                      ASK          system
 8|    Inactivate on            !                      NEVER        system
 9|    Stage 1 Timeout          !                      1 min        system
10|    Stage 1 Option           !                      F            system
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
blank 3 5
cursor 1,1
> 30 s: timer idle
screen
timer idle 60
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !==> You are signed off in 30 seconds: press a key <==
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
blank 2 4 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22
> 60 s: timer idle
TPXL9014
TPXL9011
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
blank 1
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
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
timer idle 30
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
> 0 s: /H ENTER
screen
 1|                       !HELP: THE MENU                     Panelid  - TEN0041H
 3| !To start a session, or to come back to it
 4|  Type its Sessid on the command line and press ENTER, or press its Sesskey,
 5|  or put the cursor, or S, on its line and press ENTER. I on a line ends it.
 6| !Keys inside a session
 7|  The menu key comes back here, the jump key goes to the next live session
 8|  (or round those with a tag, where the tag key was used). The menu key pressed
 9|  once more on this menu is passed to the application.
10|  PF13 to PF24 are Shift with F1 to F12 on a keyboard that has twelve keys.
11| !Commands (the command character may be left out here; H and a letter: more)
12| !/A id         start a session, or come back to it
13| !/G id         start a session without its session data
14| !/I id         end a session
15| !/J            jump to the next live session
16| !/P id         print the screen of a session
17| !LOCATE text   show the first line of the menu that has the text
18| !FIND text     go to the next line of the menu that has the text
19| !SORT order    put the menu's lines in another order
20| !/M user text  send a message to a user
21| !/E            your options, and where they come from
22| !/L            lock this terminal
23| !/F            sign off, back to the logon panel
24| PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 1 of 17    More: +
blank 2
cursor 1,1
> 30 s: timer idle
screen
timer idle 60
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !==> You are signed off in 30 seconds: press a key <==
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
blank 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22
> 60 s: timer idle
TPXL9014
TPXL9011
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
blank 1
cursor 16,20
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
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
timer idle 30
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
> 0 s: /H F ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/F             sign off, back to the logon panel
 5|  Your sessions stay, and come to the terminal at which you sign on next,
 6|  unless Inactivate on or the Transfer option MULT ends them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 10 23
cursor 1,1
> 30 s: timer idle
screen
timer idle 60
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !==> You are signed off in 30 seconds: press a key <==
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down
blank 5 6
> 60 s: timer idle
TPXL9014
TPXL9011
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
blank 1
cursor 16,20
