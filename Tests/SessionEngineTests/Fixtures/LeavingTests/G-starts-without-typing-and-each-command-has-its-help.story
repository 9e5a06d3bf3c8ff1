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
> 0 s: /I AAA ENTER
close host
TPXL9021
screen
screen
 5|!==> Session AAA ended - ended by the user <==
 9|  _ !AAA                                                      !
> 0 s: /G AAA ENTER
timer starting(host 1.3) 1
open AAA user BOB ticket no
cursor 23,16, keyboard locked
> 0 s: AAA is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 23 24
cursor 1,1, keyboard locked
> 0 s: AAA record (8 bytes)
screen
 1|_
cursor 1,2
> 0 s: PF24
screen
timer jump 3
cursor 1,2, keyboard locked
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
> 0 s: /H A ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/A id          start a session, or come back to it
 5|  On the menu the session id alone does the same. A session that lives is
 6|  shown as it was left; one that does not is started.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H G ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/G id          start a session without its session data
 5|  As /A, but nothing is typed on the application's first screen: you sign on
 6|  by hand. A session that lives already is only shown.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H I ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/I id          end a session
 5|  The connection to the application is closed at once, without a LOGOFF there.
 6|  Without an id it is the session that was shown last.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H J ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/J             jump to the next live session
 5|  As the jump key does. Where sessions have a tag, only those are gone round.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 6 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H P ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/P id          print the screen of a session
 5|  The screen is added to your print file on the server. Without an id it is
 6|  the session that was shown last. Fields that are not displayed are not
 7|  printed. The alarm sounds when it is done; so does it for the print key, and
 8|  for the tag key.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 9 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H LOCATE ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !LOCATE text    show the first line of the menu that has the text
 5|  On the menu only. A line whose session id begins with the text comes first,
 6|  then one that has the text in its id or its description.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H FIND ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !FIND text      go to the next line of the menu that has the text
 5|  On the menu only. FIND alone, or RFIND, goes on behind the line that was
 6|  found last, and from the last line to the first.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H SORT ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !SORT order     put the menu's lines in another order
 5|  On the menu only: SORT ID by session id, SORT DESC by description, SORT OFF
 6|  as the tables have them. It counts until you sign off. Keys and the jump
 7|  key's round stay as they are.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H M ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/M user text   send a message to a user
 5|  The user sees it on every terminal where that user is signed on, and goes on
 6|  after ENTER where he was: at once, but nobody is interrupted twice in a
 7|  minute; more messages wait for the minute's end or for the menu, and come
 8|  together. A user who is away sees it at the next sign-on; you are told
 9|  which. /M OFF refuses messages of other users, /M ON takes them again; the
10|  operator's come always.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 23
cursor 1,1
> 0 s: ENTER
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
blank 7 10
cursor 23,16
> 0 s: /H E ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/E             your options, and where they come from
 5|  Your own values, those of your profile and those of the system; the leftmost
 6|  that is filled counts. Where your update class opens some, you change your
 7|  own there; PF3 saves them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H L ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/L             lock this terminal
 5|  The sessions go on. Your password unlocks the terminal and brings you back;
 6|  PF3 signs you off. A panel like this one may also be a host's picture of it:
 7|  press SYSREQ before you type a password. Ours stays and says that it is
 8|  ours; a session's screen goes away, and the menu comes.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 9 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H F ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/F             sign off, back to the logon panel
 5|  Your sessions stay, and come to the terminal at which you sign on next,
 6|  unless Inactivate on or the Transfer option MULT ends them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H K ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/K             log off: the terminal is disconnected
 5|  As /F, and the connection is closed. With Inactivate on K your sessions end
 6|  here.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H D ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/D id          why a session's tickets fail (operators)
 5|  Walks the checklist of turnstile diagnose for the session's application and
 6|  for your user id, and shows what is wrong and how to mend it.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
> 0 s: /H H ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/H word        this help, or what a command, label or message means
 5|  Inside a session a command is typed with its command character into any
 6|  field and sent with the command key; on the menu both may be left out. /H F
 7|  tells what a command does, /H Session timeout what a label of the definition
 8|  files means, /H TPXL0921 a message of the log, and /H 0C a reason code of
 9|  tickets.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H W ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/W             change your password or phrase
 5|  A panel asks for the current one, and for the new one twice; whichever you
 6|  type as current is changed. What the new one may be is the site's rule:
 7|  where it breaks one you are told which, and nothing is changed.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 8 9 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H V ENTER
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/V YES         let somebody view your screen; /V NO does not
 5|  Whoever helps you may view your screen from a session of the own, where RACF
 6|  allows it. You are asked, and /V YES lets it; /V NO refuses, and at any time
 7|  ends it. /V alone says who views it. Fields that are not displayed are dark
 8|  there, and so are passwords.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2 4 9 23
cursor 1,1
> 0 s: ENTER
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
blank 7
cursor 23,16
> 0 s: /H Q ENTER
screen
 5|!==> Q is no command, label or message <==
23|!Command ===> _/H Q
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
> 0 s: PF8
screen
12| !LOCATE text   show the first line of the menu that has the text
13| !FIND text     go to the next line of the menu that has the text
14| !SORT order    put the menu's lines in another order
15| !/M user text  send a message to a user
16| !/E            your options, and where they come from
17| !/L            lock this terminal
18| !/F            sign off, back to the logon panel
19| !/K            log off: the terminal is disconnected
20| !/D id         why a session's tickets fail (operators)
21| !/H word       this help, or what a command, label or message means
22| !/W            change your password or phrase
23| !/V YES        let somebody view your screen; /V NO does not
24| PF7=Up  PF8=Down  ENTER or PF3=Return                  Row 6 of 17    More: -
