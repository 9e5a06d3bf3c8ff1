/// Every bound on what a peer may send, hold or cause, in one table: what is bounded, the unit, and
/// why it is as large as it is.
///
/// A peer is a terminal, a host, or whoever reaches a port. One that passes a bound is refused,
/// held up, or dropped; it never ends the process and never slows its neighbours for long.
public enum PeerLimits {
  // MARK: A turn of the loop

  /// Most shards that a server has: more threads than any machine that it was tried on has cores.
  public static let shards = 64
  /// Bytes that one connection may bring in one turn: one read, so that none starves the others.
  public static let readSize = 16 << 10
  /// Bytes of one read before somebody signs on, when a terminal has little to say.
  public static let readSizeBefore = 4 << 10
  /// Records, ATTN and SYSREQ of one connection in one turn; the rest of its input waits.
  public static let recordsPerTurn = 4
  /// Time of the loop after which a connection's turn is over, though more of its records wait.
  public static let turnTime = Duration.microseconds(500)
  /// Time of one turn for those whose input was left from another turn or who used up their share:
  /// what a neighbour's key may have to wait for.
  public static let laneTime = Duration.milliseconds(2)
  /// A peer's share of the loop is this part of it: one in 200, five milliseconds a second, some 100
  /// full screens.
  public static let loopShare: Int64 = 200
  /// Nanoseconds by which a peer may be ahead of its share: a burst of screens is no flood.
  public static let loopAhead: Int64 = 5_000_000
  /// Keys that a terminal may press at once before somebody signs on at it; more than typing ahead.
  public static let keysAtOnce = 100
  /// Keys a second of such a terminal after those: faster than a key repeats.
  public static let keysPerSecond = 50
  /// Connections that one port accepts in one turn; the rest waits in the kernel's backlog.
  public static let acceptsPerTurn = 64

  // MARK: Output that a peer does not read

  /// Bytes that may wait for a peer; then it is dropped. Some screens of the largest size, and more
  /// than a line of 80 ms takes at once.
  public static let outputLimit = 1 << 20
  /// Bytes that wait for a terminal nobody has signed on at, from which on it is not read: some panels.
  public static let outputBefore = 16 << 10
  /// Time in which the last words to a connection must be taken; then it is closed all the same.
  public static let linger = Duration.seconds(10)
  /// Bytes waiting for one side from which the other side is not read.
  public static let highWater = 256 << 10
  /// Bytes waiting for one side at which the other side is read again.
  public static let lowWater = 32 << 10

  // MARK: TLS

  /// Bytes that may wait on one side of a TLS connection, from which on the other side is not read.
  public static let relayHigh = 64 << 10
  /// Bytes that may wait for the network at a TLS connection in all: those, a read more from each side, and
  /// what TLS adds to them.
  public static let relayQueue = 128 << 10
  /// Bytes in clear that may wait to be written when TLS begins: the end of telnet's agreement on it.
  public static let relayPrefix = 1 << 10
  /// Connections that may wait until the TLS process takes them: all terminals of a power cut at once.
  public static let waitingForTLS = 10_000
  /// Time in which a peer that has all our bytes and our end should end its own side of TLS.
  public static let closeWait = Duration.seconds(1)

  // MARK: Telnet of a terminal

  /// Time for one step of TLS or of the negotiation: emulators take milliseconds, a slow line a second.
  public static let negotiationStep = Duration.seconds(10)
  /// Bytes of one record of a terminal; a full 27x132 screen read in character mode is 21 KiB.
  public static let terminalRecord = 32 << 10
  /// Bytes of a subnegotiation before the session: a type and a name take under 60.
  public static let subnegotiationBefore = 512
  /// Bytes of a subnegotiation in a terminal's session or of a host, where none that long has a meaning.
  public static let subnegotiation = 1024
  /// Negotiation commands and subnegotiations of one terminal; emulators need under 20.
  public static let terminalNegotiations: UInt8 = 100
  /// Bytes of clear text before telnet begins: a person at a keyboard, not a protocol.
  public static let terminalText: UInt16 = 1024
  /// FUNCTIONS REQUEST that are answered in one negotiation; both sides need two at most.
  public static let functionRounds: UInt8 = 4
  /// Device names that a terminal may try; emulators walk a list.
  public static let deviceNames: UInt8 = 16

  // MARK: Telnet of a host

  /// Bytes of one record of a host: an Erase/Write of the largest screen with all its attributes.
  public static let hostRecord = 64 << 10
  /// Negotiation commands and subnegotiations of one host connection: a session manager on the other
  /// side may negotiate anew for each of its sessions.
  public static let hostNegotiations: UInt16 = 1000
  /// Bytes of a host's line-mode text that are kept: one screen.
  public static let hostText = 1920

  /// Cells that the orders and reads of one host record may touch beyond the record's own bytes: a
  /// screen of model 2 fifty times over, and never less than four times the screen in force. Honest
  /// records touch each cell once or twice; this many take some 0.9 ms.
  public static let cellsPerRecord = 96 << 10

  // MARK: What a terminal says of itself

  /// Structured fields of a Query Reply that are looked at; emulators send under 20.
  public static let queryReplies = 64

  // MARK: Sessions

  /// Sessions that one user may have, at all terminals together; with the Transfer option MULT, where
  /// several people have one user id, at each terminal and behind lost ones. Each keeps a screen and
  /// a connection; menus of TPX sites have under 40 lines.
  public static let sessionsPerUser = 64
  /// Records of a host that wait while its terminal is asked for what was typed, which takes
  /// milliseconds; with the next one the jump goes on without the answer.
  public static let frozenRecords = 256
  /// Bytes of such records.
  public static let frozenBytes = 256 << 10
  /// Reads of one application that are on their way to a terminal, and answers that wait behind them;
  /// then the model answers all. No application asks for more than two.
  public static let readsAwaited = 8
  /// Answers of a terminal that nobody waits for any more and that are still known when they come.
  public static let lateAnswers = 8
  /// Seconds for which such an answer is known; a terminal that lost one is not waited for longer.
  public static let lateWait = 30
  /// Seconds for which a file transfer holds back time-outs: a gigabyte at 300 KB/s.
  public static let transferTime = 3600

  // MARK: Messages to users

  /// Messages that wait for a user who is busy, and as many for one who is away; the sender of the next
  /// one is told.
  public static let waitingMessages = 16
  /// Characters of a message that is kept for a user who is away: no terminal shows more of one.
  public static let letterText = 300
  /// Seconds between two interruptions of a user by messages, however many come.
  public static let messageInterval = 60

  // MARK: Viewers of a user's screen

  /// Most who view one terminal: each costs it a copy of its screen as often as `viewInterval` says.
  public static let viewers = 4
  /// Milliseconds from one look of a viewer's to the next: what changes faster is seen as it is then, so
  /// that a busy screen costs its viewer four screens a second at most.
  public static let viewInterval = 250
  /// Seconds that a user has to answer who asks to view the screen.
  public static let viewQuestion = 120
  /// Seconds without a look after which a viewer is gone: its terminal does not read, or its server died.
  public static let viewLease = 30

  // MARK: What users leave

  /// Terminals at which one user may have left sessions; those left longest ago end.
  public static let leftTerminals = 8

  // MARK: Lines of the log that strangers cause

  /// Seconds for which lines that are alike are counted, after the first was written.
  public static let logWindow = 15
  /// Addresses whose lines are told apart; lines of others are counted together.
  public static let logSources = 1024
  /// Kinds of lines of one address in one window; one peer breaks few rules.
  public static let logKinds = 8
  /// Addresses whose count is told by name in one window; the others are counted together.
  public static let logSummaries = 20
  /// Lines a minute about terminals that are not signed on: 600 come and go, as after a power cut, and
  /// a day of it is 200 MB before compression.
  public static let logLines = 1200

  // MARK: Operators at the control socket

  /// Connections at once; the one that is silent for longest leaves for the next. Operators are few, and
  /// each takes a descriptor of the reserve.
  public static let operators = 16
  /// Of these, connections of others than the user who runs the server: half of them, so that they never keep that
  /// user out. They make room for each other alone.
  public static let otherOperators = operators / 2
  /// Requests of one other user that wait for a thread; those of others wait apart.
  public static let requestsOfOther = 4
  /// Seconds for which an operator may send nothing, or take nothing of the answer. A command sends
  /// its request in one go.
  public static let operatorPatience = 10
  /// Milliseconds for which nobody is accepted after no descriptor was left for one: the work of a
  /// try is nothing then, and whoever waits does so for a blink.
  public static let acceptPause = 200

  // MARK: Scrapers at the port for figures

  /// Connections at once; the oldest leaves for the next. There are one or two scrapers.
  public static let scrapers = 8
  /// Seconds for a scraper to send its request, and for it to take the answer: both go in one packet or a
  /// few.
  public static let scrapePatience = 5
  /// Milliseconds for which nobody is accepted after some were: 160 connections a second at most, which
  /// take a few milliseconds of one core.
  public static let scrapePause = 50
  /// Seconds until a port for figures is tried again that could not be opened.
  public static let scrapePortRetry = 5

  /// Bytes of the file of one trace: a terminal's day of screens, in words and in hexadecimal.
  public static let traceBytes = 8 << 20
  /// Bytes of a trace that wait for the disk; then it ends, since the server does not wait.
  public static let traceWaiting = 1 << 20

  // MARK: Signing on

  /// Wrong passwords of a source (an IPv4 address, or the first 64 bits of an IPv6 address), or for a
  /// name, before the next try waits: an honest slip or two cost nothing more than a late answer.
  public static let freeFailures = 4
  /// Seconds that a try waits at the most before its password is looked at: 32 terminals of an address
  /// make four guesses a second, and an honest user at the same address signs on in this time.
  public static let longestHold = 8
  /// Seconds by which the answer to a wrong password is late at the most.
  public static let longestDelay = 4
  /// Wrong passwords of a source after which its further ones revoke nobody: who sends so many in so
  /// short a time wants users locked out, and is held back by the wait instead.
  public static let revokingFailures = 20
  /// Seconds after which one wrong password of a source, or for a name, is forgotten.
  public static let failureMemory: Int64 = 30
  /// Sources, and names, whose wrong passwords are remembered; of more the least guilty is forgotten.
  public static let failureEntries = 10_000
  /// Sign-ons that wait for a thread to hash their password, in all: each holds a password in locked
  /// memory, which takes three of the system's 65,530 memory maps.
  public static let waitingSignOns = 1000
  /// Of those, sign-ons of one source, which may be a gateway with all users behind it: four seconds of
  /// two threads' work. Sources take turns, so that those of one keep no other waiting.
  public static let waitingSignOnsOfSource = 200

  /// Processes that ask PAM at once, each with a thread that waits for it: a directory that does not answer
  /// holds no more, and each has some megabytes.
  public static let authorityProcesses = 32
  /// Of those, processes for one source, so that neither names at which a module hangs nor questions that are
  /// left open keep others out.
  public static let authorityProcessesOfSource = 8

  // MARK: Sources that do wrong before they sign on

  /// Time that a broken rule adds to its source's account: more than it takes to try the next one.
  public static let violationPenalty = Duration.seconds(5)
  /// Time that a step which was never taken adds; the connection itself has cost the peer as much.
  public static let silencePenalty = Duration.seconds(2)
  /// Time that a connection adds which ends before it says what it is: health checks come every few
  /// seconds, scanners hundreds a second.
  public static let shortPenalty = Duration.seconds(1)
  /// Time on its account with which a source is still let in, so that one with a wrong setting is not
  /// locked out while it is mended.
  public static let freePenalty = Duration.seconds(15)
  /// Longest time that a source is kept out.
  public static let longestPenalty = Duration.seconds(600)
  /// Sources that are remembered; each takes some 100 bytes.
  public static let penalties = 16_384

  // MARK: The end

  /// Seconds before the end of a drain at which users are told again: time to finish a transaction, and
  /// time to save what is typed.
  public static let drainReminders = [300, 60]
  /// Longest time in which terminals take their last words when the server stops.
  public static let stopTime = Duration.seconds(3)

  /// How long a silent port of a host may take to answer telnet's NOP: a TLS port answers at once.
  public static let soundingTime = Duration.seconds(1)
}
