import AdminSession
import Bytes
import DemoApplications
import Names
import OperatorSession
import Panels
import SessionEngine
import Tables
import ViewSession

/// The server's own applications, by the ACT entries that name them.
struct BuiltInApplication {
  private let definition: EffectiveSession
  private let panels: PanelLibrary

  init(_ definition: EffectiveSession, panels: PanelLibrary) {
    self.definition = definition
    self.panels = panels
  }

  /// One before its first screen; nil where the entry names none, or its panels are not there.
  func make() -> (any Application)? {
    if definition.host == .operatorSession { return OperatorApplication(panels: panels) }
    if definition.host == .adminSession { return AdminApplication(panels: panels) }
    if definition.host == .selfMaintenance { return SelfApplication(panels: panels) }
    if definition.host == .viewSession { return ViewApplication(panels: panels) }
    return personality.flatMap { DemoApplication($0, panels: panels) }
  }

  /// One that goes on where another process had it; nil as in `make`.
  func thaw(_ thawer: inout Thawer) throws(ThawError) -> (any Application)? {
    if definition.host == .operatorSession {
      return try OperatorApplication(thawing: &thawer, panels: panels)
    }
    if definition.host == .adminSession {
      return try AdminApplication(thawing: &thawer, panels: panels)
    }
    if definition.host == .selfMaintenance {
      return try SelfApplication(thawing: &thawer, panels: panels)
    }
    if definition.host == .viewSession {
      return try ViewApplication(thawing: &thawer, panels: panels)
    }
    guard let personality else { return nil }
    return try DemoApplication(thawing: &thawer, personality, panels: panels)
  }

  private var personality: DemoPersonality? {
    switch definition.host {
    case .demoTSO(let systemID):
      // TSO evaluates tickets for TSO and the SMF ID of its own system, whatever the ACT entry says.
      TicketName("TSO" + systemID).map {
        DemoPersonality(kind: .tso, system: systemID, ticketName: $0)
      }
    case .demoCICS:
      DemoPersonality(
        kind: .cics, system: definition.application.description,
        ticketName: TicketName(definition.application))
    case .operatorSession, .adminSession, .selfMaintenance, .viewSession, .tn3270: nil
    }
  }
}
