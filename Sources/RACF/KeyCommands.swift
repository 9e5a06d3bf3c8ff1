import Bytes
import Crypto
import Keystore
import Names
public import SAF

/// KGUP's statements, worked out on a state.
public enum KeyCommands {
  /// What a statement says of itself, and the changes that are to be made.
  /// - Throws: what is wrong; then nothing is changed.
  public static func execute(
    _ statement: KeyStatement, on state: SecurityState, keys: KeyService
  ) throws(RACFFault) -> (lines: [String], changes: [SecurityChange]) {
    switch statement {
    case .add(let labels, let kind, let value):
      // All labels or none: they name one key.
      if let taken = labels.first(where: { state.tokens[$0] != nil }) {
        throw RACFFault("\(taken) is in the CKDS already; UPDATE replaces a key")
      }
      return try put(
        value, labels, kind: kind, done: "is in the CKDS", in: state, by: keys)
    case .update(let labels, let kind, let value):
      if let missing = labels.first(where: { state.tokens[$0] == nil }) {
        throw RACFFault("\(missing) is not in the CKDS; ADD puts a key there")
      }
      return try put(
        value, labels, kind: kind, done: "has another key", in: state, by: keys)
    case .rename(let label, let new):
      do {
        return (["\(label) is \(new) now"], try KeyDataSet.renaming(label, to: new, in: state))
      } catch {
        throw RACFFault(error.description)
      }
    case .delete(let labels):
      if let missing = labels.first(where: { state.tokens[$0] == nil }) {
        throw RACFFault("\(missing) is not in the CKDS")
      }
      return (
        labels.map { "\($0) is not in the CKDS any more" }, labels.map { .removeKey($0) }
      )
    case .set: return ([], [])
    }
  }

  private static func put(
    _ value: KeyStatement.KeyValue, _ labels: [KeyLabel], kind: KeyToken.Kind, done: String,
    in state: SecurityState, by keys: KeyService
  ) throws(RACFFault) -> (lines: [String], changes: [SecurityChange]) {
    var lines: [String] = []
    var changes: [SecurityChange] = []
    var check: [UInt8]?
    for label in labels {
      do {
        let change = try KeyDataSet.entry(
          value.key.secret, label: label, kind: kind, replacing: Set(labels), in: state, by: keys)
        if check == nil, case .key(let token, _) = change {
          check = keys.check(token, state.icsf)
        }
        changes.append(change)
      } catch {
        keys.forget(changes.compactMap { if case .key(let token, _) = $0 { token } else { nil } })
        throw RACFFault(error.description)
      }
      lines.append("\(label) \(done)\(value.isGenerated ? ", a key at random" : "")")
    }
    if let check {
      lines.append("key check value \(Hex.encode(check)) (\(kind.checkMethod))")
    }
    if value.hasEvenParity {
      lines.append("warning: KEY has bytes of even parity; DES does not use the parity bits")
    }
    if value.isWeak { lines.append("warning: KEY is a weak key of DES; take another") }
    return (lines, changes)
  }
}

extension KeyToken.Kind {
  /// How the check value of a key is made.
  fileprivate var checkMethod: String {
    switch self {
    case .des: "DES of zeros"
    case .hmac: "HMAC-SHA-512 of no text; Turnstile's own, not ICSF's"
    }
  }
}
