> 0 s: TSO ENTER
timer starting(host 1.2) 1
ticket BOB TSO
cursor 23,16, keyboard locked
> 0 s: no ticket: TicketFailure(cause: SAF.TicketFailure.Cause.encipher(Keystore.ServiceFailure(returnCode: 12, reasonCode: 0, isStopped: false)))
TPXL0921
screen
 5|!==> Session TSO ended - Pass Ticket gen failed <==
10|  _ !TSO                                                      !ended: no ticket
cursor 23,16
