/// Processes that servers had at one moment. A keeper follows one that dies with another, and nobody who
/// is connected notices: who asks whether a server lives has to look whether it is the same one.
struct ServerLife {
  /// What a keeper starts, by a word of its command line.
  enum Part: String, CaseIterable {
    case worker = "--kept"
    case tlsEnd = "--tls-ends"

    /// Its death, as a reason for a failure.
    var death: String {
      switch self {
      case .worker: "the server's process died, and another went on"
      case .tlsEnd: "the process that speaks TLS died, and another went on"
      }
    }
  }

  private let processes: [(part: Part, process: Int32)]

  /// Remembers what keepers have started; other processes have no such parts.
  init(of keepers: [Int32]) {
    processes = keepers.flatMap { keeper in
      Part.allCases.flatMap { part in
        Self.processes(of: keeper, part).map { (part: part, process: $0) }
      }
    }
  }

  /// Processes of a keeper that are there now.
  static func processes(of keeper: Int32, _ part: Part) -> [Int32] {
    ProcessSample.children(of: keeper).filter {
      ProcessSample.hasWord(part.rawValue, process: $0)
    }
  }

  /// How many of a part have ended since.
  func ended(_ part: Part) -> Int {
    // One that nobody has taken notice of yet has no command line any more.
    processes.count {
      $0.part == part && !ProcessSample.hasWord(part.rawValue, process: $0.process)
    }
  }
}
