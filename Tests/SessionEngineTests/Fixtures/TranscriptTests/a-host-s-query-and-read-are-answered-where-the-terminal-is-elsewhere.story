> 0 s: the terminal is gone
TPXL0050
> 0 s: TSO record (6 bytes)
host 88
> 0 s: TSO record (1 bytes)
host 60
