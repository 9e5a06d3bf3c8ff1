import ArgumentParser
import Platform

/// What all modes share that start a server of their own.
struct OwnServerOptions: ParsableArguments {
  @Option(help: "Directory whose Screens/ the server shows.")
  var site = "."
  @Option(help: "Program of the server; the default is turnstile beside this program.")
  var server: String?

  /// Program of the server.
  var program: String { server ?? OwnPrograms.server }
}

/// Rules of values on the command line.
enum Check {
  /// A count from `least` to `most`, which may be open.
  static func count(
    _ name: String, _ value: Int, from least: Int = 1, to most: Int? = nil
  ) throws {
    guard value >= least, value <= most ?? .max else {
      let range = most.map { "\(least) to \($0)" } ?? "\(least) or more"
      throw ValidationError("\(name) \(value): expected \(range).")
    }
  }

  /// How many a second.
  static func rate(_ name: String, _ value: Double, to most: Int = 1_000_000) throws {
    guard value > 0, value <= Double(most) else {
      throw ValidationError("\(name) \(value): expected more than 0 and at most \(most).")
    }
  }

  /// Seconds in which something is done or awaited.
  static func seconds(_ name: String, _ value: Double, to most: Int = 3600) throws {
    guard value > 0, value <= Double(most) else {
      throw ValidationError(
        "\(name) \(value): expected more than 0 and at most \(most) seconds.")
    }
  }

  /// Seconds that may be none.
  static func pause(_ name: String, _ value: Double) throws {
    guard value >= 0, value <= 3600 else {
      throw ValidationError("\(name) \(value): expected 0 to 3600 seconds.")
    }
  }

  /// Longest that a measurement may take, in seconds: a day.
  static let longestMeasurement = 86_400

  /// Descriptors that one process needs.
  ///
  /// - `what`: who needs them, in words.
  static func descriptors(_ count: Int, for what: String) throws {
    guard count <= ProcessHygiene.descriptorLimit - TargetOptions.otherDescriptors else {
      throw ValidationError(
        "\(what) need \(count) descriptors in one process; "
          + "\(ProcessHygiene.descriptorLimit) are allowed (ulimit -n).")
    }
  }
}
