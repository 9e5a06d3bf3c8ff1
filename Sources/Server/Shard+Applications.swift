import Crypto
import DemoApplications
import Journal
import Messages
import Names
import Platform
import SAF
import SessionEngine
import Store
import TN3270
import Tables
import Time

/// What is at the other end of a session: the server's own applications, or a connection.
extension Shard {
  func openHost(
    _ host: HostID, _ definition: EffectiveSession, _ data: LogonData, _ terminal: HostTerminal,
    _ token: UInt64
  ) {
    if case .tn3270(let name, let port, let isSecure) = definition.host {
      connect(
        host, definition, SocketAddress(host: name, port: port), isSecure: isSecure, terminal, token
      )
      return
    }
    guard let personality = Self.personality(definition),
      let application = DemoApplication(personality, panels: site.panels)
    else {
      hosts[host] = HostLeg(owner: token, kind: .absent)
      post(.hostEnded(host, .unreachable("no such application")))
      return
    }
    hosts[host] = HostLeg(owner: token, kind: .builtIn(application))
    post(.host(host, .hostReady(host, lu: nil)))
    post(.application(host, .opened(data)))
  }

  /// What goes to an application.
  enum ToHost {
    case record([UInt8])
    case text([UInt8])
    case response(UInt16, ResponseSense)
    case attention, systemRequest
  }

  func toHost(_ host: HostID, _ what: ToHost) {
    guard let leg = hosts[host] else { return }
    switch (leg.kind, what) {
    case (.builtIn, .record(let record)): post(.application(host, .record(record)))
    // The built-in applications know neither responses nor ATTN.
    case (.builtIn, _), (.absent, _): break
    case (.connection(let connection), .record(let record)):
      sendHost(host, record, .data3270, connection)
    case (.connection(let connection), .text(let text)):
      sendHost(host, text, .sscpLUData, connection)
    case (.connection(let connection), .response(let sequence, let sense)):
      respondHost(host, sequence, sense, connection)
    case (.connection(let connection), .attention): attentionHost(host, connection)
    case (.connection(let connection), .systemRequest): systemRequestHost(host, connection)
    }
  }

  private static func personality(_ definition: EffectiveSession) -> DemoPersonality? {
    switch definition.host {
    case .demoTSO(let systemID):
      // TSO evaluates tickets for TSO and the SMF ID of its own system, whatever the ACT entry says.
      TicketProfile("TSO" + systemID).map {
        DemoPersonality(kind: .tso, system: systemID, ticketName: $0)
      }
    case .demoCICS:
      DemoPersonality(
        kind: .cics, system: definition.application.description,
        ticketName: TicketProfile(definition.application))
    case .tn3270: nil
    }
  }

  /// Gives an event to a built-in application, and does what it wants.
  func application(_ host: HostID, _ event: ApplicationEvent) {
    guard let leg = hosts[host], case .builtIn(var program) = leg.kind else { return }
    let isTyped = if case .opened = event { false } else { true }
    var wanted: [ApplicationEffect] = []
    program.handle(event, into: &wanted)
    leg.kind = .builtIn(program)
    for effect in wanted {
      switch effect {
      case .send(let record): post(.host(host, .hostRecord(host, record, reply: .no)))
      case .end: post(.hostEnded(host, .closedByApplication))
      case .verify(let user, let name, let value):
        verify(host, user, name, value, isTyped: isTyped)
      }
    }
  }
}
