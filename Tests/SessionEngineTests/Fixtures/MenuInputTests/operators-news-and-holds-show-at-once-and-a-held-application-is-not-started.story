> 0 s: new tables or panels
screen
 7| TAPES ARE MOVED ON SUNDAY
10|  _ !S02              Number 2 of many                        !quiesced
11|  _ !S03              Number 3 of many                        !inact
> 0 s: s02 ENTER
screen
 5|!==> Session S02 is not started now: UNTIL NOON <==
> 0 s: s03 ENTER
screen
 5|!==> Application not available <==
> 0 s: new tables or panels
> 0 s: new tables or panels
screen
10|  _ !S02              Number 2 of many                        !
11|  _ !S03              Number 3 of many                        !
blank 7
> 0 s: s02 ENTER
timer starting(host 1.2) 1
open S02 user BOB ticket no
cursor 23,16, keyboard locked
