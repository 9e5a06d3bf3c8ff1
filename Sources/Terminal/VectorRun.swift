public import Bytes
import DataStream

/// Runs outbound records through the virtual terminal and compares with the screen they must make.
///
/// The file: `vectors`, each with `name`, `model` (2 to 5, or rows x columns), `records` in
/// hexadecimal, and `expect` with rows, columns, cursor, lock, and the cells as runs
/// `[position, C | G | F, codes, {attribute type: value}]`, nulls left out.
public enum VectorRun {
  /// What came of a file: a line for each vector that failed, and the counts.
  public struct Result: Hashable, Sendable {
    /// A line for each vector that failed.
    public var failures: [String] = []
    /// Number of vectors that came out as they say.
    public var passed = 0
    /// Number of vectors that failed.
    public var failed: Int { failures.count }
  }

  /// `restore`: also redraws each screen into another space, and compares again.
  ///
  /// Returns nil where the document has no `vectors`.
  public static func run(_ document: JSONValue, restore: Bool) -> Result? {
    guard let vectors = document["vectors"]?.array else { return nil }
    var result = Result()
    for vector in vectors {
      let name = vector["name"]?.string ?? "(without a name)"
      // Some replies can be read in more ways than one; the file says so.
      if vector["verdict"]?.string?.hasPrefix("SKIP") == true { continue }
      if let fault = check(vector, restore: restore) {
        result.failures.append("\(name): \(fault)")
      } else {
        result.passed += 1
      }
    }
    return result
  }

  private static func check(_ vector: JSONValue, restore: Bool) -> String? {
    guard let model = vector["model"]?.string, let records = vector["records"]?.array,
      let expected = vector["expect"], let terminal = capabilities(model)
    else { return "model, records or expect is missing or wrong" }
    var space = PresentationSpace(terminal)
    for record in records {
      guard let bytes = record.string.flatMap(Hex.decode) else { return "a record is no hex" }
      _ = space.apply(bytes)
    }
    let locks = vector["agree"]?["tnz_0.6.8"]?.bool == true
    if let fault = compare(space, expected, checkLock: locks) { return fault }
    guard restore else { return nil }
    var again = PresentationSpace(terminal)
    for record in RestoreEncoder.records(space, for: terminal) {
      if let error = again.apply(record).error { return "redraw: \(error)" }
    }
    return compare(again, expected, checkLock: false).map { "redraw: \($0)" }
  }

  /// A terminal of a model, with colour, highlighting and graphic escape.
  static func capabilities(_ model: String) -> TerminalCapabilities? {
    let sides = model.split(separator: "x").compactMap { Int($0) }
    let size: Geometry?
    switch sides.count {
    case 1: size = (2...5).contains(sides[0]) ? Geometry.model(sides[0]) : nil
    case 2: size = Geometry(rows: sides[0], columns: sides[1])
    default: size = nil
    }
    guard let size else { return nil }
    return TerminalCapabilities(color: size)
  }

  private static func compare(
    _ space: PresentationSpace, _ expected: JSONValue, checkLock: Bool
  ) -> String? {
    let cells = expected["cells"]?.array ?? []
    var wanted: [Int: (kind: PresentationSpace.Kind, values: CellAttributes)] = [:]
    for run in cells {
      guard let run = run.array, run.count == 4, let start = run[0].integer,
        let kind = run[1].string, let codes = run[2].string.flatMap(Hex.decode)
      else { return "a run of cells is wrong" }
      var values = CellAttributes.default
      for (type, value) in run[3].object ?? [:] {
        guard let type = UInt8(type, radix: 16), let value = value.integer else {
          return "an attribute is wrong"
        }
        values.set(type, UInt8(truncatingIfNeeded: value))
      }
      for (offset, code) in codes.enumerated() {
        wanted[Int(start) + offset] = (cell(kind, code), values)
      }
    }
    // A terminal that keeps the size in force where the architecture gives the alternate one
    // (Outbound 3270DS with EWA) put the same cells elsewhere.
    let size = "\(expected["rows"]?.integer ?? 0)x\(expected["cols"]?.integer ?? 0)"
    if size != space.size.description, expected["cells"]?.array?.isEmpty ?? true {
      return "size \(space.size), expected \(size)"
    }
    for position in 0..<space.size.cells {
      let want = wanted[position] ?? (.character(0), .default)
      let have = (kind: space.kind(position), values: space.attributes(position))
      if have.kind != want.kind || have.values != want.values {
        return "cell \(position) is \(have), expected \(want)"
      }
    }
    if let cursor = expected["cursor"]?.integer, Int(cursor) != space.cursor {
      return "cursor \(space.cursor), expected \(cursor)"
    }
    if checkLock, let lock = expected["kbd"]?.string {
      let have = space.lock == .unlocked ? "U" : "L"
      if have != lock { return "keyboard \(have), expected \(lock)" }
    }
    return nil
  }

  private static func cell(_ kind: String, _ code: UInt8) -> PresentationSpace.Kind {
    switch kind {
    case "F": .attribute(FieldAttribute(rawValue: code))
    case "G": .graphic(code)
    default: .character(code)
    }
  }
}
