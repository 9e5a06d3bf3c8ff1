> 0 s: CICS record (22 bytes)
screen
 1|_HOST
 2|_
cursor 1,2
> 0 s: /H PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1926 bytes)
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
> 0 s: ENTER
screen
 1|_HOST
 2|_
blank 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24
cursor 1,2
> 0 s: ENTER
host 7d
cursor 1,2, keyboard locked
