import Bytes
import Messages
import Names
import Platform
import RACF
import SAF
import Synchronization
import Time

/// `LOAD USERS`: many users at once, from CSV; and `EXTRACT USERS`, which gives them back.
struct UserLoad {
  /// Acts in the name of who asks.
  let manager: SecurityManager

  typealias Answer = Administration.Answer

  /// Most threads that hash: each takes 19 MiB while it does.
  private static let threads = 16

  /// `LOAD USERS [TRIAL]`, the file as the body.
  func load(_ operands: [String], _ body: [UInt8]) -> Answer {
    let isTrial = operands.dropFirst().first?.uppercased() == "TRIAL"
    guard operands[0].uppercased() == "USERS", operands.count == 1 || isTrial else {
      return .failed("say LOAD USERS, or LOAD USERS TRIAL to change nothing")
    }
    let sheet = UserSheet(body)
    guard sheet.faults.isEmpty else { return Self.refused(sheet.faults) }
    let batch = UserBatch(sheet)
    let now = Clock.wall()
    // What is wrong is told before minutes go into hashes.
    let before = manager.state
    let trial = batch.outcome(
      on: before, keys: manager.keys, hashes: batch.trialHashes, at: now)
    guard trial.faults.isEmpty else { return Self.refused(trial.faults) }
    guard !isTrial else { return told(trial.changes, from: before, isTrial: true) }
    do {
      let hashes = try Self.hashes(batch, before.passwords)
      return try manager.change(at: now) { state in
        let (faults, changes) = batch.outcome(
          on: state, keys: manager.keys, hashes: hashes, at: now)
        return faults.isEmpty
          ? (told(changes, from: state, isTrial: false), changes) : (Self.refused(faults), [])
      }
    } catch {
      return .failed("\(error.description); nothing is changed")
    }
  }

  private static func refused(_ faults: [String]) -> Answer {
    Answer(
      lines: faults + ["\(counted(faults.count, "fault")): nothing is changed"], isFailed: true)
  }

  /// What differs, in the audit's words.
  private func told(
    _ changes: [SecurityChange], from state: SecurityState, isTrial: Bool
  ) -> Answer {
    let entries = AuditTrail.entries(changes, from: state, by: .server, at: Clock.wall())
    let lines = entries.map { entry in
      "\(entry.kind.rawValue) \(entry.object)" + (entry.detail.isEmpty ? "" : "  \(entry.detail)")
    }
    let count = counted(entries.count, "change")
    return Answer(
      lines: lines + [isTrial ? "\(count) to make; nothing is changed" : "\(count) made"])
  }

  // MARK: Hashes

  private final class Results: Sendable {
    struct Content {
      var hashes: [CommandHashes]
      var fault: StoreError?
    }
    let content: Mutex<Content>

    init(_ count: Int) {
      content = Mutex(Content(hashes: Array(repeating: CommandHashes(), count: count)))
    }
  }

  /// Hashes of all rows, on all cores.
  private static func hashes(
    _ batch: UserBatch, _ options: PasswordOptions
  ) throws(StoreError) -> [CommandHashes] {
    let results = Results(batch.count)
    do {
      try Crew.run(batch.count, threads: min(ProcessHygiene.cores, threads)) { place in
        do throws(StoreError) {
          let hashes = try batch.hashes(ofRow: place, options)
          results.content.withLock { $0.hashes[place] = hashes }
        } catch {
          results.content.withLock { $0.fault = error }
        }
      }
    } catch {
      throw StoreError(path: "password", reason: error.reason)
    }
    return try results.content.withLock { (content) throws(StoreError) in
      if let fault = content.fault { throw fault }
      return content.hashes
    }
  }

  // MARK: Back

  /// `EXTRACT USERS [MASK] [AS=CSV|JSON|TABLE]`.
  func extract(_ operands: [String]) -> Answer {
    var format = TextTable.Format.csv
    var mask: NameMask?
    guard operands[0].uppercased() == "USERS" else {
      return .failed("\(operands[0]) cannot be extracted; USERS can")
    }
    for operand in operands.dropFirst() {
      if operand.uppercased().hasPrefix("AS=") {
        guard let wanted = TextTable.Format(rawValue: operand.dropFirst(3).uppercased()) else {
          return .failed("\(operand): AS=CSV, AS=JSON or AS=TABLE is expected")
        }
        format = wanted
      } else if mask == nil, let found = NameMask(operand) {
        mask = found
      } else {
        return .failed("\(operand): one mask is expected, such as SALES--- or A*")
      }
    }
    return Answer(
      lines: UserSheet.table(manager.state, mask: mask, at: Clock.wall()).lines(as: format))
  }
}
