> 0 s: CICS record (22 bytes)
screen
 1|_HOST
 2|_
cursor 1,2
> 0 s: /H F PF12
screen
timer jump 3
cursor 1,2, keyboard locked
> 0 s: terminal record (1926 bytes)
screen
 1|                       !HELP: A COMMAND                    Panelid  - TEN0042H
 3| !/F             sign off, back to the logon panel
 5|  Your sessions stay, and come to the terminal at which you sign on next,
 6|  unless Inactivate on or the Transfer option MULT ends them.
24| PF7=Up  PF8=Down  ENTER or PF3=Return
blank 2
cursor 1,1
> 0 s: ENTER
screen
 1|_HOST
 2|_
blank 3 5 6 24
cursor 1,2
> 0 s: ENTER
host 7d
cursor 1,2, keyboard locked
