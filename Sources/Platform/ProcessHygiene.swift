import CPlatform
import Glibc

/// What a process that holds secrets does first.
public enum ProcessHygiene {
  private static let backtrace =
    "enable=yes,registers=none,images=none,threads=crashed,interactive=no,color=no"

  /// No core, no dump, no broken pipes, all descriptors that the system allows, files for us alone;
  /// and the runtime's crash report without registers, which would show memory. The last needs the
  /// environment of a new start, so the program replaces itself once.
  public static func prepare() {
    if getenv("SWIFT_BACKTRACE") == nil {
      setenv("SWIFT_BACKTRACE", backtrace, 1)
      var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
      arguments.append(nil)
      execv("/proc/self/exe", &arguments)
      // Without /proc there is no second start; then no report at all is better than one that shows.
      arguments.forEach { free($0) }
    }
    cplatform_harden()
  }

  /// User id of this process.
  public static var user: UInt32 { getuid() }

  /// Descriptors that this process may have open.
  public static var descriptorLimit: Int { Int(cplatform_descriptor_limit()) }
}
