> 0 s: /a ENTER
screen
 5|!==> Say /A id <==
> 0 s: g ENTER
screen
 5|!==> Say /G id <==
> 0 s: /m ENTER
screen
 5|!==> Say /M user text <==
> 0 s: /p ENTER
screen
 5|!==> No session was shown last: say /P id <==
> 0 s: /i ENTER
screen
 5|!==> No session was shown last: say /I id <==
> 0 s: /a s01 s02 ENTER
screen
 5|!==> Too many words: say /A id <==
> 0 s: s01 x ENTER
screen
> 0 s: /l x ENTER
screen
 5|!==> Too many words: say /L <==
> 0 s: locate ENTER
screen
 5|!==> Say LOCATE text <==
> 0 s: help ENTER
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
