import Bytes
import Crypto
public import Keystore
import Platform
import SAF

/// Files of the built-in card's master keys.
public enum MasterKeyFile {
  /// The file's name in the directory of the keys.
  public static func name(_ key: MasterKey) -> String {
    switch key {
    case .des: "des-mk.key"
    case .aes: "aes-mk.key"
    }
  }

  /// Writes master keys into their files.
  /// - Throws: where the CKDS has keys that are under another; then nothing is written.
  static func write(
    _ new: [MasterKey: SharedSecret], for state: SecurityState, to directory: String
  ) throws(StoreError) {
    for (key, secret) in new {
      let pattern = SoftwareCard.pattern(of: secret.secret)
      let used = state.patterns(key)
      guard used.isEmpty || used.contains(pattern) else {
        let wanted = used.map { Hex.encode($0) }.sorted().joined(separator: " ")
        throw StoreError(
          path: "\(key.rawValue)-MK",
          reason:
            "these parts make the master key \(Hex.encode(pattern)), and the CKDS was written "
            + "under \(wanted); nothing was loaded")
      }
    }
    for (key, secret) in new {
      let name = Self.name(key)
      guard Files.credential(name) == nil else {
        throw StoreError(
          path: name, reason: "the service gets this key as a credential; change it there")
      }
      var bytes = secret.secret.withBytes { Array($0) }
      defer { Wipe.bytes(&bytes) }
      let path = directory + "/" + name
      do {
        try Files.write(bytes, to: path)
      } catch {
        throw StoreError(path: path, reason: error.reason)
      }
    }
  }
}
