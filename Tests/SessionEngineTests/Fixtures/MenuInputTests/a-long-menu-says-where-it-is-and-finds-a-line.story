> 0 s: PF8
screen
 9|  _ !S14              Number 14 of many                       !
10|  _ !S15              Number 15 of many                       !
11|  _ !S16              Number 16 of many                       !
12|  _ !S17              Number 17 of many                       !
13|  _ !S18              Number 18 of many                       !
14|  _ !S19              Number 19 of many                       !
15|  _ !S20              Number 20 of many                       !
16|  _ !S21              Number 21 of many                       !
17|  _ !S22              Number 22 of many                       !
18|  _ !S23              Number 23 of many                       !
19|  _ !S24              Number 24 of many                       !
20|  _ !S25              Number 25 of many                       !
21|  _ !S26              Number 26 of many                       !
23|!Command ===> _                                             Row 14 of 60
24| PF1=Help  PF3=Signoff  PF7/19=Up  PF8/20=Down  H=Cmd Help    More: - +
> 0 s: locate s30 ENTER
screen
 9|  _ !S30              Number 30 of many                       !
10|  _ !S31              Number 31 of many                       !
11|  _ !S32              Number 32 of many                       !
12|  _ !S33              Number 33 of many                       !
13|  _ !S34              Number 34 of many                       !
14|  _ !S35              Number 35 of many                       !
15|  _ !S36              Number 36 of many                       !
16|  _ !S37              Number 37 of many                       !
17|  _ !S38              Number 38 of many                       !
18|  _ !S39              Number 39 of many                       !
19|  _ !S40              Number 40 of many                       !
20|  _ !S41              Number 41 of many                       !
21|  _ !S42              Number 42 of many                       !
23|!Command ===> _                                             Row 30 of 60
> 0 s: find 45 of ENTER
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
> 0 s: loc zzz ENTER
screen
 5|!==> No line of the menu has ZZZ <==
23|!Command ===> _loc zzz                                      Row 45 of 60
> 0 s: loc s60 ENTER
screen
 5|!
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
