import CPlatform
import Glibc

/// What a process that holds secrets does first.
public enum ProcessHygiene {
  /// What the Swift runtime prints when the process traps: no registers, which would show memory, and
  /// addresses without names. Finding names takes seconds in which nobody is served; a symbolizer finds
  /// them later, from the address and where the image was.
  private static let backtrace =
    "enable=yes,registers=none,images=mentioned,symbolicate=off,threads=crashed,"
    + "interactive=no,color=no"

  /// No core, no dump, no broken pipes, all descriptors that the system allows, files for us alone;
  /// and the runtime's crash report without registers, which would show memory.
  ///
  /// The runtime reads how to report before our first line runs, so that the program replaces itself
  /// once where the environment says anything else, whoever set it.
  public static func prepare() {
    if getenv("SWIFT_BACKTRACE").map({ String(cString: $0) }) != backtrace {
      setenv("SWIFT_BACKTRACE", backtrace, 1)
      var arguments: [UnsafeMutablePointer<CChar>?] = CommandLine.arguments.map { strdup($0) }
      arguments.append(nil)
      execv("/proc/self/exe", &arguments)
      // Without /proc there is no second start; then no report at all is better than one that shows.
      arguments.forEach { free($0) }
      cplatform_no_report()
    }
    cplatform_harden()
    // The kernel knows a program that replaced itself by /proc/self/exe as `exe`.
    let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init)
    cplatform_set_name(name ?? "turnstile")
  }

  /// From now on memory is wiped when it is freed, whoever had it: screens, records and what grows leave
  /// copies behind, and each may have a password in it.
  public static func wipeFreedMemory() { cplatform_wipe_freed() }

  /// User id of this process.
  public static var user: UInt32 { geteuid() }

  /// Descriptors that this process may have open.
  public static var descriptorLimit: Int { Int(cplatform_descriptor_limit()) }

  /// Cores that are online.
  public static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Ends the process at once, and writes nothing more.
  public static func exitNow(_ code: Int32) -> Never { _exit(code) }
}
