> 39 s: PF24
screen
timer jump 42
cursor 1,7, keyboard locked
> 39 s: terminal record (1924 bytes)
screen
screen
 1|                       !MESSAGE                            Panelid  - TEN0158
 3|   !Message from ALICE:
 4|   !number 1
 5|   !
 6|   !Message from ALICE:
 7|   !number 2
 8|   !
 9|   !Message from ALICE:
10|   !number 3
11|   !
12|   !Message from ALICE:
13|   !number 4
14|   !
15|   !Message from ALICE:
16|   !number 5
17|   !
18|   !Message from ALICE:
19|   !number 6
20|   !
21|   !Message from ALICE:
23|    Press ENTER to go on where you were.
24| PF7=Up  PF8=Down                                       Row 1 of 47    More: +
cursor 1,1
> 39 s: PF8
screen
 3|   !number 7
 4|   !
 5|   !Message from ALICE:
 6|   !number 8
 7|   !
 8|   !Message from ALICE:
 9|   !number 9
10|   !
11|   !Message from ALICE:
12|   !number 10
13|   !
14|   !Message from ALICE:
15|   !number 11
16|   !
17|   !Message from ALICE:
18|   !number 12
19|   !
20|   !Message from ALICE:
21|   !number 13
24| PF7=Up  PF8=Down                                       Row 20 of 47   More: - +
> 39 s: PF8
screen
 3|   !number 10
 6|   !number 11
 9|   !number 12
12|   !number 13
15|   !number 14
18|   !number 15
21|   !number 16
24| PF7=Up  PF8=Down                                       Row 29 of 47   More: -
> 39 s: ENTER
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
blank 7 10 11 12 13 14 15 16 17 18 19 20 21
cursor 23,16
> 39 s: /M OFF ENTER
screen
 5|!==> Messages of other users are refused until /M ON <==
> 39 s: /M ON ENTER
screen
 5|!==> Messages of other users are taken <==
> 39 s: message to ALICE: refused
screen
 5|!==> ALICE takes no messages now <==
> 39 s: message to ALICE: absent
screen
 5|!==> ALICE is not signed on <==
> 39 s: message to ALICE: kept
screen
 5| ==> ALICE is not signed on; the message waits for the next sign-on <==
