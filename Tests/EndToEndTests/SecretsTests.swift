import Foundation
import TestSupport
import Testing

@testable import turnstile_load

/// Nobody finds a secret where it was, or anywhere else.
@Suite struct SecretsTests {
  private static func run(_ words: [String]) throws -> (status: Int32, text: String) {
    let load = Process()
    let output = Pipe()
    load.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: "turnstile-load")
    load.arguments = words + ["--site", Repository.root.path()]
    load.standardOutput = output
    load.standardError = output
    try load.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    load.waitUntilExit()
    return (load.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  // Another process's memory is read by root alone.
  @Test(.enabled(if: geteuid() == 0))
  func `planted secrets are in no file, no memory and no report after their use`() throws {
    let run = try Self.run(["secrets", "--count", "100", "--in-flight", "4"])
    #expect(run.status == 0, "\(run.text)")
    #expect(run.text.contains("; 0 of them found where none should be"))
    // It does see those that have to be there.
    #expect(run.text.contains("host's hidden field, left half-typed (EBCDIC)"))
  }

  @Test func `a search finds a secret in every form, at every place and across pieces`() throws {
    let planted = PlantedSecrets(seed: 7)
    let password = planted.password(.hiddenField, 1)
    let key = planted.key(.clearKey, 1)
    let folder = try TemporaryFolder()
    var bytes = [UInt8](repeating: 0x40, count: (4 << 20) - 5)
    for secret in planted.planted {
      for (_, form) in secret.forms { bytes += form + [0] }
    }
    try Data(bytes).write(to: URL(filePath: folder.path + "/file12"))
    var places = SearchedPlaces(SecretSearch(planted.planted))
    places.folder(folder.path, as: "state")
    let found = places.found["state/fileNN"] ?? [:]
    for secret in planted.planted {
      let forms = Set(found.keys.filter { $0.secret == secret }.map(\.form))
      #expect(forms == Set(secret.forms.map(\.form)))
    }
    #expect(password.count == 8 && key.count == 16 && places.files == 1)
    // A part of one is not it.
    var others = SearchedPlaces(SecretSearch(planted.planted))
    others.text("\(password.dropLast()) \(key.dropFirst())", as: "said")
    #expect(others.found.isEmpty)
  }

  @Test func `a day in which something grows is told`() throws {
    func hour(_ number: Int, memory: Int, descriptors: Int) -> DayReport.Hour {
      var hour = DayReport.Hour(number: number)
      for name in ["keeper", "worker", "TLS end"] {
        let status = "VmRSS:\t\(name == "worker" ? memory : 9000) kB\n"
        let stat = "1 (a) S 1 2 3 4 5 6 7 8 9 10 0 0 0 0 20 0 1 0"
        guard var sample = ProcessSample(stat: stat, status: status, ticksPerSecond: 100) else {
          continue
        }
        sample.descriptors = name == "keeper" ? descriptors : 9
        hour.processes.append((name, sample))
      }
      return hour
    }
    var day = DayReport()
    // Before noon it is another process each hour.
    day.hours = (0..<24).map { hour($0, memory: $0 < 13 ? 10_000 * $0 : 50_000, descriptors: 7) }
    #expect(day.grown == [] && !day.isFaulty)
    day.hours = (0..<24).map {
      hour($0, memory: $0 < 17 ? 82_000 : 132_000 + $0, descriptors: 7 + $0)
    }
    #expect(
      day.grown == [
        "keeper: descriptors grew from 11 to 27",
        "worker: memory grew from 82000 to 132020 KiB",
      ])
    day.hours.removeLast(12)
    #expect(day.grown.contains("worker was not always there"))
  }
}
