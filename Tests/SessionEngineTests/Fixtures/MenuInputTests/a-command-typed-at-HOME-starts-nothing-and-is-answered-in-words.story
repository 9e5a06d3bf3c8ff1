# 1
> 0 s: terminal record (10 bytes)
screen
 5|!==> H is no line command: S starts or shows a session, I ends it <==
# 2
> 0 s: terminal record (14 bytes)
screen
 5|!==> / is no line command: S starts or shows a session, I ends it <==
# 3
> 0 s: terminal record (14 bytes)
screen
 5|!==> / is no line command: S starts or shows a session, I ends it <==
# 4
> 0 s: terminal record (10 bytes)
screen
 5|!==> F is no line command: S starts or shows a session, I ends it <==
# 5
> 0 s: terminal record (10 bytes)
screen
 5|!==> X is no line command: S starts or shows a session, I ends it <==
# 6
> 0 s: terminal record (18 bytes)
screen
 5|!==> T is no line command: S starts or shows a session, I ends it <==
# 7
> 0 s: terminal record (10 bytes)
screen
 5|!==> 1 is no line command: S starts or shows a session, I ends it <==
