import Bytes
import Ledger
import Platform

/// The site in force, kept beyond this process: while its files are broken or half changed on the disk, the
/// next worker goes on with what was in force, as a reload would.
enum KeptSite {
  /// Most bytes, those that a site may have with its frame.
  private static let sizeLimit = 96 << 20
  /// Where the number of bytes is; they follow it.
  private static let head = 8

  /// Has a site kept, in place of the one before.
  static func keep(_ files: SiteFiles, _ custody: any Custody) throws(SystemError) {
    guard custody.isKeeping else { return }
    var freezer = Freezer()
    freezer.put(files)
    let bytes = freezer.bytes
    let memory = try SharedMemory("site", limit: sizeLimit)
    guard memory.grow(to: head + (bytes.count + 7) / 8 * 8) else { return }
    memory.copy(bytes.span, to: head)
    memory.store(UInt64(bytes.count), at: 0)
    custody.hold(Held(token: Held.siteToken, .site, descriptor: memory.number))
  }

  /// The site that the worker before had in force; nil where there is none, or of another form.
  static func files(_ held: Held?) -> SiteFiles? {
    guard let held, let memory = try? SharedMemory(reading: Descriptor(held.descriptor)),
      memory.size >= head
    else { return nil }
    let count = memory.load(0)
    guard count <= UInt64(memory.size - head) else { return nil }
    var thawer = Thawer(memory.bytes(head..<(head + Int(count))))
    return try? thawer.take(SiteFiles.self)
  }
}
