import Crypto
public import Diagnosis
import Keystore
public import Names
import Platform
public import SAF
import Store
public import Tables
import Time

/// Runs the site's tickets under each fault: what a recovery would bring.
public struct Rehearsal {
  private let tables: SiteTables
  private let user: UserID
  /// Directory with a copy of the database.
  private let copy: String
  /// Directory with the keys: those of the site itself.
  private let keys: String
  private let cards: (SoftwareCard) -> [any CryptoCard]

  /// - Throws: where a card of the site cannot be opened.
  public init(
    tables: SiteTables, user: UserID, copy: String, keys: String, site: String
  ) throws(StoreError) {
    self.tables = tables
    self.user = user
    self.copy = copy
    self.keys = keys
    cards = try SiteCards.make(tables.system.cards, site: site) { _, _, _ in }
  }

  /// Every session under every fault, in the menu's order. The copy is read once, and not changed.
  public func run() throws(StoreError) -> RehearsalReport {
    let database = try SecurityDatabase.open(
      directory: copy, keys: keys, server: tables.system.serverUser, cards: cards)
    let (state, ledger, keys) = (database.manager.state, database.ledger, database.manager.keys)
    var outcomes: [RehearsedOutcome] = []
    for fault in RehearsedFault.allCases {
      do {
        let site = try RehearsedSite(
          state, ledger, keys: keys, user: user, fault: fault, at: Clock.wall())
        outcomes += tables.sessions.map { site.outcome($0) }
      } catch {
        throw StoreError(path: copy, reason: error.description)
      }
    }
    return RehearsalReport(outcomes)
  }
}
