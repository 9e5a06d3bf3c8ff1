import Crypto
import DataStream
import EBCDIC
import Messages
import SAF
import Tables
import Terminal
import Testing
import Time

@testable import SessionEngine

/// What a host shows that a script looks at: a line of text, and a field behind it.
enum ScriptedHost {
  /// A whole screen: the text in its first row, and a field with the cursor in its third.
  ///
  /// - Parameters:
  ///   - text: what it says.
  ///   - isHidden: whether the field does not show what is typed.
  ///   - isLocked: whether the keyboard stays locked.
  /// - Returns: the record.
  static func screen(_ text: String, isHidden: Bool = false, isLocked: Bool = false) -> [UInt8] {
    var record: [UInt8] = [0xF5, isLocked ? 0xC1 : 0xC3]
    place(0, 0x60, in: &record)
    record += CodePage.bracket.encode(text)
    place(160, isHidden ? 0x4C : 0x40, in: &record)
    record.append(0x13)
    place(180, 0x60, in: &record)
    return record
  }

  /// A write that only frees the keyboard.
  static let unlock: [UInt8] = [0xF1, 0xC3]

  private static func place(_ cell: Int, _ attribute: UInt8, in record: inout [UInt8]) {
    record.append(0x11)
    BufferAddress.append(cell, in: .model2, to: &record)
    record += [0x1D, attribute]
  }

  /// A logon as most hosts have it.
  static let logon = """
      OPTION TIME=20,LATE
      WINP
      SEARCH 'ENTER USERID'
      IF NOT FOUND FAIL 'TSO shows another screen than expected'
      KEY &USERID
      ENTER
      SEARCH 'ALREADY'
      IF FOUND FAIL 'You are logged on there already'
      WAIT FOR 'PASSWORD'
      KEY &PSWD
      ENTER
      END
    LATE: FAIL 'TSO did not answer in time'
    """
}

extension Transcript {
  /// A user at the menu, with a session TSO whose script is this.
  ///
  /// `labels`: more labels of its entry. `system`: labels of System.yaml. `people`: files of classes.
  static func scripted(
    _ script: String, labels: String = "Generate Pass Ticket: Y\n", system: String = "",
    people: [(path: String, text: String)] = []
  ) throws -> Transcript {
    var user = try Transcript(
      system: system,
      applications: [
        (
          "TSO",
          "Application-ID: TSO\nHost: tn3270://mvs.example:23\nStart ACLPGM: LOGON\n" + labels
        ), ("CICS", "Application-ID: CICS\nHost: builtin:cics\nSession key: PF15\n"),
        ("PAY", "Application-ID: PAY\nHost: builtin:cics\n"),
      ], people: people, scripts: [("LOGON", script)])
    try user.signOn()
    return user
  }

  /// Starts TSO, whose host is there then.
  mutating func start() throws -> SessionHandle {
    key(.enter, "TSO")
    #expect(asked == nil)
    let handle = try #require(opened.first)
    happen(.hostReady(handle, lu: nil))
    return handle
  }

  /// Starts TSO, and waits for it on the menu.
  mutating func wait() throws -> SessionHandle {
    let handle = try start()
    happen(.timer(.starting(handle)))
    return handle
  }

  /// The host of a session writes.
  @discardableResult
  mutating func writes(_ handle: SessionHandle, _ record: [UInt8]) -> [String] {
    happen(.hostRecord(handle, record, reply: .no)).filter { !$0.hasPrefix("screen") }
  }

  /// What hosts got by the last event, as text.
  var sent: [String] {
    effects.compactMap { effect in
      switch effect {
      case .sendHost(_, let record), .sendHostSecret(_, let record):
        CodePage.bracket.decode(record.filter { $0 >= 0x40 })
      default: nil
      }
    }
  }

  /// Lines of the log that the last event wrote.
  var logged: [Message] {
    effects.compactMap { if case .record(let message) = $0 { message } else { nil } }
  }

  /// The same as one text.
  var log: String { logged.flatMap(\.lines).joined(separator: "\n") }

  /// Lets a millisecond go by, in which others had their turn: the script goes on.
  @discardableResult
  mutating func scriptGoesOn(_ handle: SessionHandle) -> [String] {
    milliseconds += 1
    return happen(.timer(.script(handle)))
  }

  /// When the script of a session is looked at again, by the last event: in milliseconds from then.
  var scriptWakes: [Int64] {
    effects.compactMap { effect in
      guard case .setTimer(.script, let time) = effect else { return nil }
      return moment.instant.duration(to: time).components.attoseconds / 1_000_000_000_000_000
        + moment.instant.duration(to: time).components.seconds * 1000
    }
  }

  /// Operators take an application away.
  mutating func hold(_ name: String) {
    var orders = StandingOrders()
    _ = orders.hold(name, StandingOrders.Hold(.inactive, ""))
    happen(.siteReplaced(session.seat.site.saying(orders)))
  }

  /// A ticket that is made.
  static var ticket: TicketOutcome {
    .issued(SharedSecret(Secret(copying: Array("TICKET01".utf8))), kind: "LEGACY")
  }

  /// Goes on to a second, and lets the timer of a session's script go off.
  @discardableResult
  mutating func scriptTimer(_ handle: SessionHandle, at second: Int64) -> [String] {
    now = second
    return happen(.timer(.script(handle)))
  }
}
