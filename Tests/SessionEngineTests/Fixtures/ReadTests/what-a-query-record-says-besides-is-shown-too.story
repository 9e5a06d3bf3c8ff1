> 0 s: CICS record (12 bytes)
host 88
screen
