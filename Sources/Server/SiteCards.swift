import Keystore
import PKCS11
import Platform
import SAF
import Store
import Tables

/// The crypto cards that System.yaml names, the first choice first.
enum SiteCards {
  /// Opens the tokens; what comes of it puts the built-in card where the site wants it.
  ///
  /// - `isLenient`: takes a token whose module cannot be used as a card that is away.
  /// - `changed`: hears of a token's name, whether it is there, and why not.
  static func make(
    _ wanted: [CardTarget], site: String, isLenient: Bool = false,
    changed: @escaping @Sendable (String, Bool, String) -> Void
  ) throws(StoreError) -> (SoftwareCard) -> [any CryptoCard] {
    var tokens: [TokenAddress: TokenCard] = [:]
    for case .token(let address) in wanted {
      do {
        tokens[address] = try TokenCard(
          module: address.module, label: address.label,
          pinFile: try Files.secretPath(address.pinFile, in: site)
        ) { isOnline, reason in changed("PKCS11 " + address.label, isOnline, reason) }
      } catch {
        guard isLenient else {
          throw StoreError(path: "crypto card \(address.label)", reason: "\(error)")
        }
        changed("PKCS11 " + address.label, false, "\(error)")
      }
    }
    let opened = tokens
    return { software in
      guard !wanted.isEmpty else { return [software] }
      return wanted.compactMap { target in
        switch target {
        case .software: software
        case .token(let address): opened[address] ?? AbsentCard(name: "PKCS11 \(address.label)")
        }
      }
    }
  }
}
