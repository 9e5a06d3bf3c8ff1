public import Bytes
import Crypto
import Names

/// Runs a file of known tickets: `legacy`, `legacy_eval`, `enhanced`, `enhanced_eval`.
public enum TicketVectors {
  /// What came of a file.
  public struct Result: Hashable, Sendable {
    /// A line for each vector that failed.
    public var failures: [String] = []
    /// Number of vectors that came out as they say.
    public var passed = 0
  }

  /// Runs all vectors of a document; nil where it has none of the four sections.
  public static func run(_ document: JSONValue) -> Result? {
    let sections: [(String, (JSONValue) -> String?)] = [
      ("legacy", legacy), ("legacy_eval", legacyEvaluation), ("enhanced", enhanced),
      ("enhanced_eval", enhancedEvaluation),
    ]
    guard sections.contains(where: { document[$0.0]?.array != nil }) else { return nil }
    var result = Result()
    for (name, check) in sections {
      for vector in document[name]?.array ?? [] {
        if let fault = check(vector) {
          result.failures.append("\(name) \(vector["id"]?.string ?? "?"): \(fault)")
        } else {
          result.passed += 1
        }
      }
    }
    return result
  }

  private struct Inputs {
    let user: UserID
    let application: TicketName
    let key: [UInt8]
    let ticket: [UInt8]

    init?(_ vector: JSONValue) {
      guard let user = vector["user"]?.string.flatMap({ UserID($0) }),
        let application = vector["appl"]?.string.flatMap({ TicketName($0) }),
        let key = vector["key"]?.string.flatMap(Hex.decode), let ticket = vector["ticket"]?.string
      else { return nil }
      self.user = user
      self.application = application
      self.key = key
      self.ticket = Array(ticket.utf8)
    }
  }

  private static let incomplete = "user, appl, key or ticket is missing or wrong"

  private static func legacy(_ vector: JSONValue) -> String? {
    guard let inputs = Inputs(vector), inputs.key.count == 8, let time = vector["time"]?.integer
    else { return incomplete }
    do throws(CryptoError) {
      let des = try DES(key: Secret(copying: inputs.key))
      let made = try LegacyPassTicket.generate(
        user: inputs.user, application: inputs.application,
        time: UInt32(truncatingIfNeeded: time)
      ) { (block) throws(CryptoError) in try des.encipher(block) }
      return made.isEqual(to: Secret(copying: inputs.ticket)) ? nil : "another ticket was made"
    } catch {
      return error.description
    }
  }

  private static func legacyEvaluation(_ vector: JSONValue) -> String? {
    guard let inputs = Inputs(vector), inputs.key.count == 8, let now = vector["now"]?.integer
    else { return incomplete }
    do throws(CryptoError) {
      let des = try DES(key: Secret(copying: inputs.key))
      let time = try LegacyPassTicket.time(
        of: Secret(copying: inputs.ticket), user: inputs.user, application: inputs.application
      ) { (block) throws(CryptoError) in try des.encipher(block) }
      let accepted = time.flatMap { LegacyPassTicket.isInWindow($0, now: now) ? $0 : nil }
      let expected = vector["generated"]?.integer.map { UInt32(truncatingIfNeeded: $0) }
      return accepted == expected ? nil : "evaluated to another second"
    } catch {
      return error.description
    }
  }

  private static func enhanced(_ vector: JSONValue) -> String? {
    guard let inputs = Inputs(vector), let time = vector["time"]?.integer,
      let form = vector["type"]?.string.flatMap(EnhancedPassTicket.Form.init(rawValue:))
    else { return incomplete }
    do throws(CryptoError) {
      let key = Secret(copying: inputs.key)
      let made = try EnhancedPassTicket.generate(
        user: inputs.user, application: inputs.application, time: time, form: form
      ) { (message) throws(CryptoError) in try HMACSHA512.code(message, key: key) }
      return made.isEqual(to: Secret(copying: inputs.ticket)) ? nil : "another ticket was made"
    } catch {
      return error.description
    }
  }

  private static func enhancedEvaluation(_ vector: JSONValue) -> String? {
    guard let inputs = Inputs(vector), let now = vector["now"]?.integer,
      let timeout = vector["timeout"]?.integer,
      let form = vector["type"]?.string.flatMap(EnhancedPassTicket.Form.init(rawValue:))
    else { return incomplete }
    do throws(CryptoError) {
      let key = Secret(copying: inputs.key)
      let time = try EnhancedPassTicket.time(
        of: Secret(copying: inputs.ticket), user: inputs.user, application: inputs.application,
        form: form
      ) { (message) throws(CryptoError) in try HMACSHA512.code(message, key: key) }
      let accepted = time.flatMap { abs($0 - now) <= timeout ? $0 : nil }
      return accepted == vector["generated"]?.integer ? nil : "evaluated to another second"
    } catch {
      return error.description
    }
  }
}
