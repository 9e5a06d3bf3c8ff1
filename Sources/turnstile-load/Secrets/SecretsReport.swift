/// What `turnstile-load secrets` found.
struct SecretsReport {
  /// One look at all places.
  struct Look {
    let when: String
    let places: SearchedPlaces
    /// Secrets that have to be somewhere yet.
    let expected: Set<PlantedSecrets.Secret>

    /// How many of those that have to be there are.
    var there: Int {
      Set(places.found.values.flatMap(\.keys).map(\.secret)).intersection(expected).count
    }

    /// Secrets that were found and should not be.
    var leaked: Set<PlantedSecrets.Secret> {
      Set(places.found.values.flatMap(\.keys).map(\.secret)).subtracting(expected)
    }
  }

  let users: Int
  var planted: [PlantedSecrets.Secret] = []
  /// Why visits did not come to their end.
  var failures: [String: Int] = [:]
  private(set) var looks: [Look] = []

  init(users: Int) { self.users = users }

  mutating func add(
    _ when: String, _ places: SearchedPlaces, expecting: Set<PlantedSecrets.Secret> = []
  ) {
    looks.append(Look(when: when, places: places, expected: expecting))
  }

  /// Secrets that were found where none should be.
  var leaked: Set<PlantedSecrets.Secret> {
    looks.reduce(into: []) { $0.formUnion($1.leaked) }
  }

  /// Whether anything was found, or could not be tried.
  var isFaulty: Bool {
    !leaked.isEmpty || !failures.isEmpty || looks.contains { !$0.places.closed.isEmpty }
  }

  /// A table for people.
  var text: String {
    var lines = [
      "\(planted.count) secrets planted by \(users) users; "
        + "\(leaked.count) of them found where none should be"
    ]
    for kind in PlantedSecrets.Kind.allCases {
      let all = planted.count { $0.kind == kind }
      lines.append("  \(leaked.count { $0.kind == kind }) of \(all): \(kind.rawValue)")
    }
    for look in looks {
      let places = look.places
      lines.append(
        "\(look.when): \(places.files) files of \(places.fileBytes >> 10) KiB and "
          + "\(places.memoryBytes >> 20) MiB of memory; \(look.leaked.count) found, and of "
          + "\(look.expected.count) that have to be there \(look.there)")
      lines += places.found.flatMap { place, finds in
        Dictionary(grouping: finds.keys) { "\($0.secret.kind.rawValue) (\($0.form))" }.map {
          "  \(Set($1.map(\.secret)).count) in \(place): \($0)"
        }
      }.sorted()
      lines += places.closed.map { "  not looked at: \($0)" }
    }
    lines += failures.sorted { $0.key < $1.key }.map { "\($0.value) users failed: \($0.key)" }
    return lines.joined(separator: "\n")
  }
}
