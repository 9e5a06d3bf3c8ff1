import Bytes
import Names
import SessionEngine
import TN3270

/// What a host has shown of itself so far, so that its end can be told in words.
struct HostImpression {
  /// Whether anything came from it, and whether that was 3270.
  private(set) var hasSpoken = false
  var speaks3270 = false
  /// Whether the silent port was asked with telnet's NOP what it is.
  var isSounded = false
  /// Whether what came was a TLS record, where telnet was expected.
  private var wantsTLS = false
  /// Why it refused our names, in their order.
  var refusals: [DeviceRejection] = []
  /// What it said in line mode; often the reason why it closes.
  private(set) var text: [UInt8] = []
  /// Why the last address failed.
  var failure = ""

  /// Takes note of bytes, before telnet does.
  mutating func heard(_ bytes: ArraySlice<UInt8>, isSecure: Bool) {
    guard !hasSpoken else { return }
    // 15: a TLS alert, which answers our telnet; no telnet begins with a control character.
    wantsTLS = !isSecure && bytes.first == 0x15
    hasSpoken = true
  }

  /// Keeps text of line mode.
  /// - Returns: whether it is the first.
  mutating func say(_ more: [UInt8]) -> Bool {
    let isFirst = text.isEmpty
    text += more.prefix(PeerLimits.hostText - text.count)
    return isFirst
  }

  /// Whether only text came since telnet was negotiated.
  var isLineMode: Bool { !speaks3270 && !text.isEmpty }

  /// Telnet is negotiated: what was said before it is no line mode.
  mutating func forgetText() { text = [] }

  /// The last line that the host said in line mode, or why the last address failed.
  var said: String {
    let lines = text.split { $0 < 0x20 }
      .map { String(decoding: $0.filter { $0 < 0x7F }, as: UTF8.self) }
    return lines.last { $0.contains { $0 != " " } } ?? failure
  }

  /// Why a host that closed before it talked did so.
  func endOfInput(isOpen: Bool, _ machine: ClientMachine) -> HostEnd {
    if let refusal = refusal(machine.names) { return refusal }
    if wantsTLS { return .tlsFailed(.expected, "the port speaks TLS: tn3270s:// is its entry") }
    if isSounded, !hasSpoken {
      return .notTN3270("it closed at telnet's NOP; a port for TLS does so, and wants tn3270s://")
    }
    return .refusedByHost(isOpen ? said : "it closed during the TLS handshake")
  }

  /// Why the negotiation's time passed without 3270 mode.
  func endOfPatience(isOpen: Bool, _ machine: ClientMachine) -> HostEnd {
    if let refusal = refusal(machine.names) { return refusal }
    if wantsTLS { return endOfInput(isOpen: true, machine) }
    guard isOpen else { return .negotiationTimedOut }
    return hasSpoken && !machine.isTowards3270 ? .notTN3270(said) : .negotiationTimedOut
  }

  /// The refusal to report when the host rejected every LU, or nil.
  private func refusal(_ names: [LUName]) -> HostEnd? {
    guard let last = refusals.last else { return nil }
    let names = names.map(\.description) + ["any LU"]
    let details = zip(names, refusals).map { "\($0) was refused with reason \($1.rawValue)" }
    return .luRefused(reason: last.rawValue, details: details.joined(separator: ", "))
  }
}

extension HostImpression: Freezable {
  /// Appends what was heard.
  func freeze(into freezer: inout Freezer) {
    freezer.put(hasSpoken)
    freezer.put(speaks3270)
    freezer.put(isSounded)
    freezer.put(wantsTLS)
    freezer.put(refusals)
    freezer.put(bytes: text)
    freezer.put(failure)
  }

  /// Reads what `freeze` wrote.
  init(thawing thawer: inout Thawer) throws(ThawError) {
    hasSpoken = try thawer.take()
    speaks3270 = try thawer.take()
    isSounded = try thawer.take()
    wantsTLS = try thawer.take()
    refusals = try thawer.take()
    text = try thawer.run()
    failure = try thawer.take()
  }
}
