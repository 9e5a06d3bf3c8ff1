import Bytes
import Messages
import Names

/// A password whose answer is on its way, or held back.
enum Question: Hashable, Sendable {
  /// Of a sign-on, with the name as it was typed.
  case signOn(RequestID, SignOnName)
  /// Of a code, by which a user completes a sign-on.
  case code(RequestID, UserID)
  /// Of a locked terminal.
  case unlock(RequestID)
  /// Of a user who is signed on and wants another one.
  case change(RequestID)
  /// The answer is there and held back, so that guessing is slow.
  case heldBack(Notice)

  /// What the answer names; nil where it is there.
  var request: RequestID? {
    switch self {
    case .signOn(let request, _), .code(let request, _), .unlock(let request),
      .change(let request):
      request
    case .heldBack: nil
    }
  }
}

extension Question: Freezable {
  func freeze(into freezer: inout Freezer) {
    switch self {
    case .signOn(let request, let name):
      freezer.put(byte: 0)
      freezer.put(request)
      switch name {
      case .user(let user): freezer.put(UserID?.some(user))
      case .notAUserID, .unknown: freezer.put(UserID?.none)
      }
    case .unlock(let request):
      freezer.put(byte: 1)
      freezer.put(request)
    case .heldBack(let notice):
      freezer.put(byte: 2)
      freezer.put(notice)
    case .change(let request):
      freezer.put(byte: 3)
      freezer.put(request)
    case .code(let request, let user):
      freezer.put(byte: 4)
      freezer.put(request)
      freezer.put(user)
    }
  }

  init(thawing thawer: inout Thawer) throws(ThawError) {
    switch try thawer.byte() {
    case 0:
      let request = try thawer.take(RequestID.self)
      self = .signOn(request, try thawer.take(UserID?.self).map { .user($0) } ?? .notAUserID)
    case 1: self = .unlock(try thawer.take())
    case 2: self = .heldBack(try thawer.take())
    case 3: self = .change(try thawer.take())
    case 4: self = .code(try thawer.take(), try thawer.take())
    default: throw .invalid("question")
    }
  }
}
