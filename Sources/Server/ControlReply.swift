import Crypto

/// An answer on the control socket: a first line with how it went and how many bytes follow, so that
/// an answer that was cut short is never taken for one.
public enum ControlReply {
  private static let done = "turnstile-done"
  private static let failed = "turnstile-failed"

  /// Lines, and whether what was asked was not done, in the form that commands read.
  public static func encode(lines: [String], isFailed: Bool) -> [UInt8] {
    encode(Administration.Answer(lines: lines, isFailed: isFailed))
  }

  static func encode(_ answer: Administration.Answer) -> [UInt8] {
    let text = answer.lines.map { $0 + "\n" }.joined()
    let secret = answer.secret.map { $0.secret.count + 1 } ?? 0
    let head = "\(answer.isFailed ? failed : done) \(text.utf8.count + secret)\n"
    var bytes: [UInt8] = []
    bytes.reserveCapacity(head.utf8.count + text.utf8.count + secret)
    bytes += head.utf8
    bytes += text.utf8
    if let secret = answer.secret {
      secret.secret.withBytes { bytes.append(contentsOf: $0) }
      bytes.append(0x0A)
    }
    return bytes
  }

  /// The same, in memory that is wiped once it was written.
  static func wiped(_ answer: Administration.Answer) -> WipedArray {
    var bytes = encode(answer)
    return WipedArray(taking: &bytes)
  }

  /// Nil where it is not whole.
  package static func decode(_ bytes: [UInt8]) -> Administration.Answer? {
    guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
    let head = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard head.count == 2, head[0] == done || head[0] == failed, let count = Int(head[1]),
      bytes.count - end - 1 == count
    else { return nil }
    var lines = String(decoding: bytes[(end + 1)...], as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    lines.removeLast()
    return Administration.Answer(lines: lines, isFailed: head[0] == failed)
  }
}
