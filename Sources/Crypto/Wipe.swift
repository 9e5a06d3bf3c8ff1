import CSodium

/// Overwrites memory in a way that the compiler may not leave out.
public enum Wipe {
  /// Overwrites an array's bytes with zeros where they lie.
  public static func bytes(_ array: inout [UInt8]) {
    array.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) }
  }

  /// Overwrites the first `count` bytes of a buffer that is used again.
  public static func bytes(_ array: inout [UInt8], count: Int) {
    precondition(count <= array.count, "more is wiped than there is")
    array.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, count) }
  }
}
