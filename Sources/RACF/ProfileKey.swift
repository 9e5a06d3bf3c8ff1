import Bytes
import Crypto
import Keystore
import Names
import SAF
import Time

/// The legacy key of the SSIGNON operand.
enum ProfileKey {
  /// Gives a profile its legacy key.
  /// - Returns: whether it was done.
  static func set(
    _ key: ProfileChange.LegacyKey?, _ profile: inout PTKTDATAProfile, in run: inout CommandRun
  ) throws(StoreError) -> Bool {
    switch key {
    case nil: return true
    case .masked(let key):
      let wrapped = try run.keys.mask(key.secret)
      profile.legacy = .masked(wrapped: wrapped)
      run.answer.lines += told(
        profile.name, check: run.keys.maskedCheck(wrapped), of: key.secret)
    case .encrypted(let key):
      let token = try store(key.secret, replacing: profile.legacy, in: &run)
      profile.legacy = .encrypted(token.label)
      run.answer.lines += told(
        profile.name, check: run.keys.check(token, run.state.icsf), of: key.secret)
    case .label(let label): profile.legacy = .encrypted(label)
    case .some(.none): profile.legacy = .none
    case .encrypt:
      switch profile.legacy {
      case .masked(let wrapped):
        let clear: SharedSecret
        do {
          clear = SharedSecret(try run.keys.unmask(wrapped))
        } catch {
          throw StoreError(path: "masked key", reason: error.description)
        }
        profile.legacy = .encrypted(try store(clear.secret, replacing: .none, in: &run).label)
      case .encrypted:
        run.answer.fail(
          "IRR52254I The encrypted key found in the \(profile.name) profile in the PTKTDATA "
            + "class cannot be further encrypted using ENCRYPTKEY. "
            + "Command processing is terminated.")
        return false
      case .none:
        run.answer.fail("\(profile.name): there is no masked key that ENCRYPTKEY could encrypt")
        return false
      }
    }
    return true
  }

  /// What is told of a key that was entered: its check value, to compare with the other side's.
  private static func told(
    _ name: PTKTDATAName, check: [UInt8]?, of key: borrowing Secret
  ) -> [String] {
    var lines: [String] = []
    if let check { lines.append("\(name): key check value \(Hex.encode(check)) (DES of zeros)") }
    if WeakKey.contains(key) {
      lines.append("\(name): warning: the key is a weak key of DES; take another")
    }
    return lines
  }

  /// Puts a key into the CKDS under a label that RACF makes up.
  private static func store(
    _ key: borrowing Secret, replacing old: PTKTDATAProfile.LegacyKey, in run: inout CommandRun
  ) throws(StoreError) -> KeyToken {
    let label = madeLabel(run.system, run.time)
    var former: Set<KeyLabel> = []
    if case .encrypted(let label) = old { former = [label] }
    let change = try KeyDataSet.entry(
      key, label: label, kind: .des, replacing: former, isMade: true, in: run.state, by: run.keys)
    run.make(change)
    guard case .key(let token, _) = change else {
      preconditionFailure("an entry of the CKDS is a key")
    }
    return token
  }

  /// The label that RACF makes up: `IRR.SSIGNON.sysname.mmddyyyy.hhmmss.nnnnnn`.
  private static func madeLabel(_ system: PackedName, _ time: WallTime) -> KeyLabel {
    let date = CivilDate(time)
    func digits(_ value: Int, _ count: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    let micro = digits(Int.random(in: 0...999_999), 6)
    let text =
      "IRR.SSIGNON.\(system.text).\(digits(date.month, 2))\(digits(date.day, 2))"
      + "\(digits(date.year, 4))."
      + "\(digits(date.hour, 2))\(digits(date.minute, 2))\(digits(date.second, 2)).\(micro)"
    guard let label = KeyLabel(text) else {
      preconditionFailure("a made label follows the rule of labels")
    }
    return label
  }
}
