#if DEBUG
  import Bytes
  import Glibc

  /// A fault for tests of what outlives one: a build for tests traps where the environment variable
  /// `TURNSTILE_PLANTED_FAULT` says. `input=E2E2` traps at a record that has these bytes, `terminal=4142`
  /// at a terminal's frozen state that has them. A release has nothing of this.
  enum PlantedFault {
    private static let planted: (place: String, bytes: [UInt8])? = {
      guard let text = getenv("TURNSTILE_PLANTED_FAULT").map({ String(cString: $0) }) else {
        return nil
      }
      let parts = text.split(separator: "=")
      guard parts.count == 2, let bytes = Hex.decode(String(parts[1])) else { return nil }
      return (String(parts[0]), bytes)
    }()

    /// Traps where the fault is planted here.
    static func meet(_ place: String, in bytes: [UInt8]) {
      guard let planted, planted.place == place, !planted.bytes.isEmpty,
        bytes.indices.contains(where: { bytes[$0...].starts(with: planted.bytes) })
      else { return }
      preconditionFailure("the fault that a test planted")
    }
  }
#endif
