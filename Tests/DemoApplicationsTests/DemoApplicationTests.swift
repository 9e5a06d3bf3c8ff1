import Crypto
import DataStream
import EBCDIC
import Names
import Panels
import SAF
import SessionEngine
import Syntax
import Terminal
import TestSupport
import Testing

@testable import DemoApplications

@Suite struct DemoApplicationTests {
  static func application() throws -> DemoApplication {
    let files = try Repository.files("Screens", suffix: ".panel").map {
      SourceText(path: $0, text: try Repository.text($0))
    }
    let panels = try #require(
      PanelLibrary.load(files, contracts: DemoScreens.panelContracts).panels)
    let name = try #require(TicketName("TSOS001"))
    return try #require(
      DemoApplication(
        DemoPersonality(kind: .tso, system: "S001", ticketName: name), panels: panels))
  }

  /// The screen after the effects, as text; and what else was wanted.
  static func show(_ effects: [ApplicationEffect]) -> (screen: String, others: [String]) {
    var space = PresentationSpace(TerminalCapabilities(color: .model2))
    var others: [String] = []
    for effect in effects {
      switch effect {
      case .send(let record): _ = space.apply(record)
      case .verify(let user, let name, _): others.append("verify \(user) \(name)")
      case .operate(let line): others.append("operate \(line)")
      case .administer: others.append("administer")
      case .view: others.append("view")
      case .wake(let wait): others.append("wake \(wait)")
      case .end: others.append("end")
      }
    }
    return (ScreenText.lines(space, .bracket).joined(separator: "\n"), others)
  }

  @Test func `a ticket is verified for the application's own name, then READY is shown`() throws {
    var application = try Self.application()
    var effects: [ApplicationEffect] = []
    let data = LogonData(
      user: UserID("UABCDE"), ticket: SharedSecret(Secret(copying: Array("AEPRRZ3S".utf8))),
      terminal: try #require(LUName("TN1")), address: "127.0.0.1")
    application.handle(.opened(data), into: &effects)
    #expect(Self.show(effects).others == ["verify UABCDE TSOS001"])
    effects = []
    application.handle(.verdict(.byTicket(kind: "LEGACY")), into: &effects)
    #expect(Self.show(effects).screen.contains("READY"))
    effects = []
    var record: [UInt8] = [AID.enter.byte, 0x40, 0x40, OrderCode.setBufferAddress]
    BufferAddress.append(23 * 80 + 1, in: .model2, to: &record)
    application.handle(.record(record + CodePage.bracket.encode("LOGOFF")), into: &effects)
    #expect(Self.show(effects).others == ["end"])
  }

  @Test func `a refused ticket brings the logon panel, and why`() throws {
    var application = try Self.application()
    var effects: [ApplicationEffect] = []
    let data = LogonData(
      user: UserID("UABCDE"), ticket: SharedSecret(Secret(copying: [65])),
      terminal: try #require(LUName("TN1")), address: "127.0.0.1")
    application.handle(.opened(data), into: &effects)
    effects = []
    application.handle(.verdict(.refused(reason: "replay of a used ticket")), into: &effects)
    let screen = Self.show(effects).screen
    #expect(screen.contains("IKJ56421I PASSWORD NOT AUTHORIZED FOR USERID"))
    // The user never hears why.
    #expect(!screen.contains("replay"))
  }
}

@Suite struct CUTAlphabetTests {
  @Test func `every byte goes through the screen and comes back`() {
    let bytes = (0...255).map { UInt8($0) }
    let all = bytes + bytes.reversed() + bytes.map { $0 &* 37 }
    var encoder = CUTEncoder()
    var decoder = CUTDecoder()
    var rest = all[...]
    var back: [UInt8] = []
    while !rest.isEmpty {
      let text = encoder.encode(&rest, limit: 100)
      #expect(text.count <= 100)
      #expect(text.allSatisfy { $0 >= 0x40 && $0 < 0xFF })
      back += decoder.decode(text) ?? []
    }
    #expect(back == all)
    #expect(CUTDecoder().quadrantlessFails)
  }
}

extension CUTDecoder {
  fileprivate var quadrantlessFails: Bool {
    var decoder = self
    return decoder.decode([0xC1]) == nil
  }
}
