import Bytes
import Names
public import Panels

/// A page: a panel of ours, and what it knows while it is shown.
///
/// It declares its panel's variables, fills them, and makes a small result of what is typed: whoever
/// shows the page does what that says.
protocol PanelPage: Freezable, Sendable {
  /// Its panel's id, and what the panel may name and must have.
  static var contract: PanelContract { get }
}

extension PanelContract {
  /// What a page declares: an id, and its variables besides those that all panels have.
  static func page(
    _ id: String, _ variables: [PanelVariable], help: String? = nil
  ) -> PanelContract {
    PanelContract(Self.name(id), Seat.variables + variables, help: help.map { name($0) })
  }

  private static func name(_ id: String) -> PanelName {
    guard let name = PanelName(id) else { preconditionFailure("a panel id follows its rule") }
    return name
  }
}

extension Site {
  /// The panels that the server shows: each must be in Screens/, and be what its page needs.
  public static let panelContracts: [PanelContract] = Surface.contracts + ReadingPage.contracts
}
