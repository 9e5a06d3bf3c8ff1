import Diagnosis
import Keystore
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import Synchronization
import Tables
import Time

/// Numbers of the answers that have several lines.
private let nextAnswer = Atomic<Int>(0)

/// What operators ask ICSF, SMF and the clock.
struct ConsoleRequests {
  let database: SecurityDatabase
  let site: String
  /// Who asks.
  let author: AuditAuthor
  let record: (Message) -> Void

  typealias Answer = Administration.Answer

  /// `D ICSF,...` and `D SMF,O`.
  func display(_ what: String) -> Answer {
    let options = SiteLoader.load(site).site?.tables.system
    let system = options?.systemID
    let snapshot = database.snapshot()
    let display = OperatorDisplay(
      snapshot, at: Clock.wall(), number: nextAnswer.add(1, ordering: .relaxed).newValue)
    let answers: [String: [String]] = [
      "ICSF,CARDS": display.cards, "ICSF,MKS": display.masterKeys,
      "ICSF,KDS": display.keyDataSets,
      "ICSF,LIST": display.systems(
        options?.systemName ?? "-", release: Server.version),
      "SMF,O": display.smf(system),
    ]
    guard let lines = answers[what] else {
      return .failed(
        "D \(what) is not known; \(LiveDisplay.expected), each AS CSV or AS JSON too, of a running "
          + "server, and ICSF,CARDS  ICSF,LIST  ICSF,MKS  ICSF,KDS  SMF,O are")
    }
    guard snapshot.isICSFStarted || what == "SMF,O" else {
      return .failed("ICSF is not started; S CSF starts it")
    }
    return Answer(lines: lines)
  }

  /// `clock forget`: the time that was seen was wrong, and the clock is right now.
  func forgetClock() -> Answer {
    do {
      let now = Clock.wall()
      let seconds = try database.manager.store.forgetClock(now: now.seconds) - now.seconds
      return Answer(lines: ["the clock is taken as right; tickets count again in \(seconds) s"])
    } catch {
      return .failed("\(error)")
    }
  }

  /// START and STOP of the started task CSF, which is ICSF.
  func start(_ task: String, _ isStarted: Bool) -> Answer {
    guard ["CSF", "ICSF"].contains(task) else { return .failed("\(task) is no task here; CSF is") }
    do {
      try database.setICSF(isStarted: isStarted, by: author)
    } catch {
      return .failed("\(error)")
    }
    return Answer(lines: [isStarted ? "ICSF is started" : "ICSF is stopped"])
  }

  /// `SETICSF ACTIVATE,...` and `DEACTIVATE,...`: a card by `SN=serial` or `INDEX=SC00` as in D
  /// ICSF,CARDS, or, which is this product's own, by its name.
  func setICSF(_ operands: String) -> Answer {
    let parts = operands.split(separator: ",", maxSplits: 1).map(String.init)
    let verbs = ["ACTIVATE": true, "ACT": true, "DEACTIVATE": false, "DEACT": false]
    guard parts.count == 2, let isUsed = verbs[parts[0]] else {
      return .failed(
        "SETICSF ACTIVATE or DEACTIVATE, then ,SN=serial ,INDEX=SC00 or ,name as in D ICSF,CARDS")
    }
    do {
      guard let name = cardName(parts[1]), try database.use(isUsed, card: name, by: author)
      else {
        return .failed("\(parts[1]) is no card; D ICSF,CARDS shows them")
      }
      record(isUsed ? .security.cardOnline(by: "SETICSF") : .security.cardOffline(by: "SETICSF"))
      return Answer(lines: ["\(name) is \(isUsed ? "activated" : "deactivated")"])
    } catch {
      return .failed("\(error)")
    }
  }

  private func cardName(_ text: String) -> String? {
    if text.hasPrefix("SN=") {
      let serial = text.dropFirst(3)
      return database.manager.keys.cards.first {
        $0.patterns.map { OperatorDisplay.serial(of: $0) } == String(serial)
      }?.name
    }
    let index = text.hasPrefix("INDEX=") ? String(text.dropFirst(6)) : text
    if index.hasPrefix("SC"), let place = Int(index.dropFirst(2)) {
      return database.manager.keys.cards.indices.contains(place)
        ? database.manager.keys.cards[place].name : nil
    }
    return database.manager.keys.cards.first { $0.name.uppercased() == text }?.name
  }
}
