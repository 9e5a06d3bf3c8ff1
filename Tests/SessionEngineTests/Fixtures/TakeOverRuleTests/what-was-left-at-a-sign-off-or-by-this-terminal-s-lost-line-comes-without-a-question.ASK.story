# 1
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK01"]
take over BOB own
# 2
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK02"]
take over BOB own
# 3
> 0 s: BOB, PASSWORD ENTER
authenticate BOB
cursor 16,20, keyboard locked
> 0 s: password accepted
TPXL0010
identify BOB
find BOB
> 0 s: elsewhere ["DESK01"]
take over BOB own
