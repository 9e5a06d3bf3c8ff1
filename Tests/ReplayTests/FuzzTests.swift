import DataStream
import Testing

@testable import Replay

@Suite struct FuzzTests {
  @Test(arguments: [Geometry.model2, .model4])
  func `random records break nothing, and redraws are exact`(size: Geometry) {
    var fuzz = FuzzRun(seed: 7, size: size)
    let result = fuzz.run(records: 1500) { _ in }
    #expect(result.records == 1500)
    #expect(result.broken > 150)
    #expect(result.compared > 80)
    #expect(result.differences == 0, "\(result.first ?? "")")
  }
}
