/// What a client of the figures' port says: an HTTP request (RFC 9112), as far as a scraper needs it, and
/// strictly. A body, a second request, or anything that two readers may read differently is refused.
public struct ScrapeRequest: Hashable, Sendable {
  /// Bytes of a request; scrapers send some 300.
  public static let limit = 4096

  /// What is asked for.
  public enum Method: String, Sendable {
    case get = "GET"
    /// The answer without its body.
    case head = "HEAD"
  }

  /// What is asked for.
  public let method: Method
  /// Where, without what follows a question mark.
  public let path: String

  /// What came of bytes.
  public enum Step: Hashable, Sendable {
    case more
    case request(ScrapeRequest)
    case refused(ScrapeStatus)
  }

  /// Looks at all bytes that came so far.
  public static func read(_ bytes: [UInt8]) -> Step {
    guard bytes.count <= limit else { return .refused(.tooLarge) }
    // Lines end in CR LF; a line end alone, or any other control, is nobody's who means well.
    for (index, byte) in bytes.enumerated() where byte < 0x20 || byte >= 0x7F {
      let isEnd =
        byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] == 0x0A)
        || byte == 0x0A && index > 0 && bytes[index - 1] == 0x0D || byte == 0x09
      guard isEnd else { return .refused(.malformed) }
    }
    var lines: [Substring] = []
    var rest = String(decoding: bytes, as: UTF8.self)[...]
    while let end = rest.firstIndex(of: "\r\n") {
      lines.append(rest[..<end])
      rest = rest[rest.index(after: end)...]
      if lines.last?.isEmpty == true {
        // Bytes of a body, or of another request.
        guard rest.isEmpty else { return .refused(.malformed) }
        return finish(lines.dropLast())
      }
    }
    return .more
  }

  private static func finish(_ lines: ArraySlice<Substring>) -> Step {
    guard let first = lines.first else { return .refused(.malformed) }
    let words = first.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 3, words[1].hasPrefix("/") else { return .refused(.malformed) }
    guard words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0" else {
      return .refused(words[2].hasPrefix("HTTP/") ? .version : .malformed)
    }
    var hosts = 0
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
        return .refused(.malformed)
      }
      let name = line[..<colon]
      guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) }) else {
        return .refused(.malformed)
      }
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      switch name.lowercased() {
      case "host": hosts += 1
      case "transfer-encoding": return .refused(.malformed)
      case "content-length" where value != "0": return .refused(.malformed)
      case "expect": return .refused(.malformed)
      default: break
      }
    }
    guard hosts == 1 || (hosts == 0 && words[2] == "HTTP/1.0") else { return .refused(.malformed) }
    guard let method = Method(rawValue: String(words[0])) else { return .refused(.method) }
    return .request(
      ScrapeRequest(method: method, path: String(words[1].prefix { $0 != "?" })))
  }
}

/// Status of an answer (RFC 9110 15).
public enum ScrapeStatus: Int, Sendable {
  case ok = 200
  case malformed = 400
  case notFound = 404
  case method = 405
  case timeout = 408
  case tooLarge = 431
  case unavailable = 503
  case version = 505

  /// The words behind the number.
  public var words: String {
    switch self {
    case .ok: "OK"
    case .malformed: "Bad Request"
    case .notFound: "Not Found"
    case .method: "Method Not Allowed"
    case .timeout: "Request Timeout"
    case .tooLarge: "Request Header Fields Too Large"
    case .unavailable: "Service Unavailable"
    case .version: "HTTP Version Not Supported"
    }
  }
}

/// An answer of the figures' port. The connection ends with it.
public enum ScrapeAnswer {
  /// The answer's bytes.
  public static func encode(
    _ status: ScrapeStatus, _ body: String, type: String = "text/plain; charset=utf-8",
    isHead: Bool = false
  ) -> [UInt8] {
    let head = """
      HTTP/1.1 \(status.rawValue) \(status.words)
      Content-Type: \(type)
      Content-Length: \(body.utf8.count)
      Cache-Control: no-store
      X-Content-Type-Options: nosniff
      Connection: close\(status == .method ? "\nAllow: GET, HEAD" : "")


      """
    return Array((head.replacing("\n", with: "\r\n") + (isHead ? "" : body)).utf8)
  }
}
