# 1
> 0 s: find 5 of ENTER
screen
 5|!Found S05, line 5 of 60
 9|  _ !S05              Number 5 of many                        !
10|  _ !S06              Number 6 of many                        !
11|  _ !S07              Number 7 of many                        !
12|  _ !S08              Number 8 of many                        !
13|  _ !S09              Number 9 of many                        !
14|  _ !S10              Number 10 of many                       !
15|  _ !S11              Number 11 of many                       !
16|  _ !S12              Number 12 of many                       !
17|  _ !S13              Number 13 of many                       !
18|  _ !S14              Number 14 of many                       !
19|  _ !S15              Number 15 of many                       !
20|  _ !S16              Number 16 of many                       !
21|  _ !S17              Number 17 of many                       !
23|!Command ===> _                                             Row 5 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: - +
> 0 s: find ENTER
screen
 5|!Found S15, line 15 of 60
 9|  _ !S15              Number 15 of many                       !
10|  _ !S16              Number 16 of many                       !
11|  _ !S17              Number 17 of many                       !
12|  _ !S18              Number 18 of many                       !
13|  _ !S19              Number 19 of many                       !
14|  _ !S20              Number 20 of many                       !
15|  _ !S21              Number 21 of many                       !
16|  _ !S22              Number 22 of many                       !
17|  _ !S23              Number 23 of many                       !
18|  _ !S24              Number 24 of many                       !
19|  _ !S25              Number 25 of many                       !
20|  _ !S26              Number 26 of many                       !
21|  _ !S27              Number 27 of many                       !
23|!Command ===> _                                             Row 15 of 60
> 0 s: rfind ENTER
screen
 5|!Found S25, line 25 of 60
 9|  _ !S25              Number 25 of many                       !
10|  _ !S26              Number 26 of many                       !
11|  _ !S27              Number 27 of many                       !
12|  _ !S28              Number 28 of many                       !
13|  _ !S29              Number 29 of many                       !
14|  _ !S30              Number 30 of many                       !
15|  _ !S31              Number 31 of many                       !
16|  _ !S32              Number 32 of many                       !
17|  _ !S33              Number 33 of many                       !
18|  _ !S34              Number 34 of many                       !
19|  _ !S35              Number 35 of many                       !
20|  _ !S36              Number 36 of many                       !
21|  _ !S37              Number 37 of many                       !
23|!Command ===> _                                             Row 25 of 60
> 0 s: rfind ENTER
screen
 5|!Found S35, line 35 of 60
 9|  _ !S35              Number 35 of many                       !
10|  _ !S36              Number 36 of many                       !
11|  _ !S37              Number 37 of many                       !
12|  _ !S38              Number 38 of many                       !
13|  _ !S39              Number 39 of many                       !
14|  _ !S40              Number 40 of many                       !
15|  _ !S41              Number 41 of many                       !
16|  _ !S42              Number 42 of many                       !
17|  _ !S43              Number 43 of many                       !
18|  _ !S44              Number 44 of many                       !
19|  _ !S45              Number 45 of many                       !
20|  _ !S46              Number 46 of many                       !
21|  _ !S47              Number 47 of many                       !
23|!Command ===> _                                             Row 35 of 60
> 0 s: rfind ENTER
screen
 5|!Found S45, line 45 of 60
 9|  _ !S45              Number 45 of many                       !
10|  _ !S46              Number 46 of many                       !
11|  _ !S47              Number 47 of many                       !
12|  _ !S48              Number 48 of many                       !
13|  _ !S49              Number 49 of many                       !
14|  _ !S50              Number 50 of many                       !
15|  _ !S51              Number 51 of many                       !
16|  _ !S52              Number 52 of many                       !
17|  _ !S53              Number 53 of many                       !
18|  _ !S54              Number 54 of many                       !
19|  _ !S55              Number 55 of many                       !
20|  _ !S56              Number 56 of many                       !
21|  _ !S57              Number 57 of many                       !
23|!Command ===> _                                             Row 45 of 60
> 0 s: rfind ENTER
screen
 5|!Found S55, line 55 of 60
 9|  _ !S48              Number 48 of many                       !
10|  _ !S49              Number 49 of many                       !
11|  _ !S50              Number 50 of many                       !
12|  _ !S51              Number 51 of many                       !
13|  _ !S52              Number 52 of many                       !
14|  _ !S53              Number 53 of many                       !
15|  _ !S54              Number 54 of many                       !
16|  _ !S55              Number 55 of many                       !
17|  _ !S56              Number 56 of many                       !
18|  _ !S57              Number 57 of many                       !
19|  _ !S58              Number 58 of many                       !
20|  _ !S59              Number 59 of many                       !
21|  _ !S60              Number 60 of many                       !
23|!Command ===> _                                             Row 48 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: -
> 0 s: find ENTER
screen
 5|!Found S05, line 5 of 60; the search went on from the top
 9|  _ !S05              Number 5 of many                        !
10|  _ !S06              Number 6 of many                        !
11|  _ !S07              Number 7 of many                        !
12|  _ !S08              Number 8 of many                        !
13|  _ !S09              Number 9 of many                        !
14|  _ !S10              Number 10 of many                       !
15|  _ !S11              Number 11 of many                       !
16|  _ !S12              Number 12 of many                       !
17|  _ !S13              Number 13 of many                       !
18|  _ !S14              Number 14 of many                       !
19|  _ !S15              Number 15 of many                       !
20|  _ !S16              Number 16 of many                       !
21|  _ !S17              Number 17 of many                       !
23|!Command ===> _                                             Row 5 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: - +
> 0 s: find s04 ENTER
screen
 5|!Found S04, line 4 of 60; the search went on from the top
 9|  _ !S04              Number 4 of many                        !
10|  _ !S05              Number 5 of many                        !
11|  _ !S06              Number 6 of many                        !
12|  _ !S07              Number 7 of many                        !
13|  _ !S08              Number 8 of many                        !
14|  _ !S09              Number 9 of many                        !
15|  _ !S10              Number 10 of many                       !
16|  _ !S11              Number 11 of many                       !
17|  _ !S12              Number 12 of many                       !
18|  _ !S13              Number 13 of many                       !
19|  _ !S14              Number 14 of many                       !
20|  _ !S15              Number 15 of many                       !
21|  _ !S16              Number 16 of many                       !
23|!Command ===> _                                             Row 4 of 60
> 0 s: find zzz ENTER
screen
 5|!==> No line of the menu has ZZZ <==
23|!Command ===> _find zzz                                     Row 4 of 60
> 0 s: sort desc ENTER
screen
 5|!
 9|  _ !S01              Number 1 of many                        !
10|  _ !S10              Number 10 of many                       !
11|  _ !S11              Number 11 of many                       !
12|  _ !S12              Number 12 of many                       !
13|  _ !S13              Number 13 of many                       !
14|  _ !S14              Number 14 of many                       !
15|  _ !S15              Number 15 of many                       !
16|  _ !S16              Number 16 of many                       !
17|  _ !S17              Number 17 of many                       !
18|  _ !S18              Number 18 of many                       !
19|  _ !S19              Number 19 of many                       !
20|  _ !S02              Number 2 of many                        !
21|  _ !S20              Number 20 of many                       !
23|!Command ===> _                                             Row 1 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: +
> 0 s: sort sideways ENTER
screen
 5|!==> SIDEWAYS is no order; ID, DESC and OFF are <==
23|!Command ===> _sort sideways                                Row 1 of 60
> 0 s: sort off ENTER
screen
 5|!
10|  _ !S02              Number 2 of many                        !
11|  _ !S03              Number 3 of many                        !
12|  _ !S04              Number 4 of many                        !
13|  _ !S05              Number 5 of many                        !
14|  _ !S06              Number 6 of many                        !
15|  _ !S07              Number 7 of many                        !
16|  _ !S08              Number 8 of many                        !
17|  _ !S09              Number 9 of many                        !
18|  _ !S10              Number 10 of many                       !
19|  _ !S11              Number 11 of many                       !
20|  _ !S12              Number 12 of many                       !
21|  _ !S13              Number 13 of many                       !
23|!Command ===> _                                             Row 1 of 60
> 0 s: find s05 ENTER
screen
 5|!Found S05, line 5 of 60
 9|  _ !S05              Number 5 of many                        !
10|  _ !S06              Number 6 of many                        !
11|  _ !S07              Number 7 of many                        !
12|  _ !S08              Number 8 of many                        !
13|  _ !S09              Number 9 of many                        !
14|  _ !S10              Number 10 of many                       !
15|  _ !S11              Number 11 of many                       !
16|  _ !S12              Number 12 of many                       !
17|  _ !S13              Number 13 of many                       !
18|  _ !S14              Number 14 of many                       !
19|  _ !S15              Number 15 of many                       !
20|  _ !S16              Number 16 of many                       !
21|  _ !S17              Number 17 of many                       !
23|!Command ===> _                                             Row 5 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: - +
> 0 s: S01 ENTER
timer starting(host 1.2) 1
open S01 user BOB ticket no
cursor 23,16, keyboard locked
> 0 s: S01 is ready
TPXL9020
screen
blank 1 2 3 4 5 6 8 9 10 11 12 13 14 15 16 17 18 19 20 21 23 24
cursor 1,1, keyboard locked
> 0 s: S01 record (11 bytes)
screen
 1|_S01
cursor 1,5
> 0 s: PF24
screen
timer jump 3
cursor 1,5, keyboard locked
> 0 s: terminal record (1924 bytes)
screen
 1|                       !TPX MENU FOR !BOB              Panelid  - TEN0041
 2|                                                       Terminal -  TN000001
 3|                                                       Model    -  3278-2
 4|                                                       System   -  TURNSTIL
 5|!
 6| Cmdkey=PF12  Jump=PF23  Menu=PF24  Cmdchar=/  PF13-24=Shift+F1-12
 8|     Sessid   Sesskey Session Description                      Status
 9|  _ !S01              Number 1 of many                        !current
10|  _ !S02              Number 2 of many                        !
11|  _ !S03              Number 3 of many                        !
12|  _ !S04              Number 4 of many                        !
13|  _ !S05              Number 5 of many                        !
14|  _ !S06              Number 6 of many                        !
15|  _ !S07              Number 7 of many                        !
16|  _ !S08              Number 8 of many                        !
17|  _ !S09              Number 9 of many                        !
18|  _ !S10              Number 10 of many                       !
19|  _ !S11              Number 11 of many                       !
20|  _ !S12              Number 12 of many                       !
21|  _ !S13              Number 13 of many                       !
23|!Command ===> _                                             Row 1 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: +
cursor 23,16
> 0 s: rfind ENTER
screen
 5|!Found S05, line 5 of 60; the search went on from the top
 9|  _ !S05              Number 5 of many                        !
10|  _ !S06              Number 6 of many                        !
11|  _ !S07              Number 7 of many                        !
12|  _ !S08              Number 8 of many                        !
13|  _ !S09              Number 9 of many                        !
14|  _ !S10              Number 10 of many                       !
15|  _ !S11              Number 11 of many                       !
16|  _ !S12              Number 12 of many                       !
17|  _ !S13              Number 13 of many                       !
18|  _ !S14              Number 14 of many                       !
19|  _ !S15              Number 15 of many                       !
20|  _ !S16              Number 16 of many                       !
21|  _ !S17              Number 17 of many                       !
23|!Command ===> _                                             Row 5 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: - +
# 2
> 0 s: find ENTER
screen
 5|!==> Say FIND text <==
