import CPAM
import Crypto
import Glibc
import SAF

/// Asks PAM's modules about one user, in a process of its own: they are other people's code, may wait for ever, and
/// see this process's memory.
final class PAMStack {
  private let errand: PAMErrand
  private var conversation: PAMConversation
  /// Asks the user, and waits; nil where nobody answers.
  private let ask: (AuthorityQuestion) -> SharedSecret?

  init(_ errand: PAMErrand, ask: @escaping (AuthorityQuestion) -> SharedSecret?) {
    self.errand = errand
    self.ask = ask
    conversation = PAMConversation(
      hasPassword: errand.password != nil, hasNew: errand.new != nil)
  }

  /// What the modules say.
  func run() -> AuthorityAnswer {
    let request = errand.request
    guard request.service.file != nil else {
      return .silent("there is no \(request.service.expectedFile)")
    }
    if let lack = request.service.lack(for: request.purpose, changes: errand.new != nil) {
      return .silent(lack)
    }
    var talk = pam_conv(
      conv: { count, messages, responses, context in
        guard let context else { return PAM_CONV_ERR }
        return Unmanaged<PAMStack>.fromOpaque(context).takeUnretainedValue()
          .converse(Int(count), messages, into: responses)
      }, appdata_ptr: Unmanaged.passUnretained(self).toOpaque())
    var handle: OpaquePointer?
    let begun =
      request.service.directory.map {
        pam_start_confdir(request.service.name, request.user, &talk, $0, &handle)
      } ?? pam_start(request.service.name, request.user, &talk, &handle)
    guard begun == PAM_SUCCESS, let handle else {
      return .silent("\(request.service.expectedFile): \(Self.words(begun, handle))")
    }
    set(PAM_RHOST, request.source, on: handle)
    set(PAM_TTY, request.terminal, on: handle)
    // Wrong passwords are answered late by who asks, whatever modules want.
    let noDelay: @convention(c) (CInt, CUnsignedInt, UnsafeMutableRawPointer?) -> Void = {
      _, _, _ in
    }
    pam_set_item(handle, PAM_FAIL_DELAY, unsafeBitCast(noDelay, to: UnsafeRawPointer.self))
    let (code, answer) = look(handle)
    pam_end(handle, code)
    return answer
  }

  private func set(_ item: CInt, _ text: String, on handle: OpaquePointer) {
    if !text.isEmpty { pam_set_item(handle, item, text) }
  }

  private func look(_ handle: OpaquePointer) -> (CInt, AuthorityAnswer) {
    let flags = CInt(PAM_DISALLOW_NULL_AUTHTOK)
    var code = PAM_SUCCESS
    if errand.request.purpose != .account {
      code = pam_authenticate(handle, flags)
      if errand.request.purpose == .trial { return (code, trial(code, handle)) }
      guard Self.lets(code) else { return (code, refusal(code, handle)) }
      guard conversation.isPasswordGiven else {
        return (code, .silent("the service lets in without asking for the password"))
      }
    }
    // An expired password is right, and its account may be barred all the same.
    let account = pam_acct_mgmt(handle, flags)
    if account != PAM_SUCCESS { code = account }
    guard Self.lets(code) else {
      let isSilent = Self.cannotSay.contains(code)
      return (code, isSilent ? .silent(Self.words(code, handle)) : .barred(reason(code, handle)))
    }
    guard isStillUser(handle) else { return (code, Self.otherUser) }
    let isExpired = code == PAM_NEW_AUTHTOK_REQD
    guard errand.new != nil else {
      // Without a password there is none that the user could change.
      let answer: AuthorityAnswer = isExpired ? .expired : .accepted(told: conversation.told)
      return (code, answer)
    }
    let told = conversation.told
    conversation.change()
    code = pam_chauthtok(handle, isExpired ? CInt(PAM_CHANGE_EXPIRED_AUTHTOK) : 0)
    guard code == PAM_SUCCESS else { return (code, unchanged(code, handle)) }
    return (code, isStillUser(handle) ? .passwordChanged(told: told) : Self.otherUser)
  }

  /// Whether a code says that the password is right.
  private static func lets(_ code: CInt) -> Bool {
    code == PAM_SUCCESS || code == PAM_NEW_AUTHTOK_REQD
  }

  private func refusal(_ code: CInt, _ handle: OpaquePointer) -> AuthorityAnswer {
    // Modules that fail in an odd way have looked at the password all the same: nobody guesses for nothing.
    let isSilent =
      Self.cannotSay.contains(code) || (code == PAM_SYSTEM_ERR && !conversation.wasAsked)
    return isSilent ? .silent(Self.words(code, handle)) : .wrong(reason(code, handle))
  }

  /// Whether what modules say is of who was asked about: they may make another user of a name.
  private func isStillUser(_ handle: OpaquePointer) -> Bool {
    var item: UnsafeRawPointer?
    guard pam_get_item(handle, PAM_USER, &item) == PAM_SUCCESS, let item else { return false }
    let name = String(cString: item.assumingMemoryBound(to: CChar.self))
    return name.lowercased() == errand.request.user
  }

  private static let otherUser = AuthorityAnswer.silent("a module made another user of the name")

  /// A new password was not taken: by whose fault.
  private func unchanged(_ code: CInt, _ handle: OpaquePointer) -> AuthorityAnswer {
    Self.cannotSay.contains(code)
      ? .silent(Self.words(code, handle)) : .badNewPassword(conversation.faults)
  }

  /// Whether the stack answers at all, and what a user would see.
  private func trial(_ code: CInt, _ handle: OpaquePointer) -> AuthorityAnswer {
    if code == PAM_SUCCESS { return .accepted(told: "") }
    if conversation.wasAsked { return .asks(AuthorityQuestion(conversation.told)) }
    return Self.cannotSay.contains(code) || code == PAM_SYSTEM_ERR
      ? .silent(Self.words(code, handle)) : .wrong(Self.words(code, handle))
  }

  /// Codes that tell of the stack or of a directory that is away, and nothing of the user.
  private static let cannotSay: Set<CInt> = [
    PAM_OPEN_ERR, PAM_SYMBOL_ERR, PAM_SERVICE_ERR, PAM_BUF_ERR, PAM_AUTHINFO_UNAVAIL, PAM_ABORT,
    PAM_MODULE_UNKNOWN, PAM_BAD_ITEM, PAM_AUTHTOK_LOCK_BUSY, PAM_TRY_AGAIN,
  ]

  private static func words(_ code: CInt, _ handle: OpaquePointer?) -> String {
    pam_strerror(handle, code).map { String(cString: $0) } ?? "PAM's code \(code)"
  }

  /// PAM's words, and what modules say is wrong.
  private func reason(_ code: CInt, _ handle: OpaquePointer) -> String {
    ShownWords.joined([Self.words(code, handle), conversation.faults])
  }

  // MARK: Prompts

  /// Answers what modules say; libpam frees what it is given, and wipes it.
  fileprivate func converse(
    _ count: Int, _ messages: UnsafeMutablePointer<UnsafePointer<pam_message>?>?,
    into responses: UnsafeMutablePointer<UnsafeMutablePointer<pam_response>?>?
  ) -> CInt {
    guard (1...Int(PAM_MAX_NUM_MSG)).contains(count), let messages, let responses,
      let made = calloc(count, MemoryLayout<pam_response>.size)
    else { return PAM_CONV_ERR }
    let given = made.bindMemory(to: pam_response.self, capacity: count)
    for index in 0..<count {
      guard let message = messages[index], let reply = reply(message.pointee) else {
        for filled in 0..<index { Self.free(given[filled].resp) }
        Glibc.free(made)
        return PAM_CONV_ERR
      }
      given[index].resp = reply.text
    }
    responses.pointee = given
    return PAM_SUCCESS
  }

  /// What one message gets: C text, or nil where it needs none; nil where nothing can be said to it.
  private func reply(_ message: pam_message) -> (text: UnsafeMutablePointer<CChar>?, Void)? {
    let style: PAMConversation.Style
    switch message.msg_style {
    case PAM_PROMPT_ECHO_OFF: style = .hidden
    case PAM_PROMPT_ECHO_ON: style = .shown
    case PAM_TEXT_INFO: style = .info
    case PAM_ERROR_MSG: style = .error
    default: return nil
    }
    let text = message.msg.map { Array(String(cString: $0).utf8) } ?? []
    switch conversation.take(style, text) {
    case .nothing: return (nil, ())
    case .password: return errand.password.flatMap(Self.text).map { ($0, ()) }
    case .newPassword: return errand.new.flatMap(Self.text).map { ($0, ()) }
    case .ask(let question): return ask(question).flatMap(Self.text).map { ($0, ()) }
    case .impossible: return nil
    }
  }

  /// A secret as C text; nil where it cannot be one.
  private static func text(_ shared: SharedSecret) -> UnsafeMutablePointer<CChar>? {
    shared.secret.withBytes { bytes -> UnsafeMutablePointer<CChar>? in
      guard !bytes.contains(0), let room = malloc(bytes.count + 1) else { return nil }
      if let start = bytes.baseAddress { memcpy(room, start, bytes.count) }
      let text = room.bindMemory(to: CChar.self, capacity: bytes.count + 1)
      text[bytes.count] = 0
      return text
    }
  }

  private static func free(_ text: UnsafeMutablePointer<CChar>?) {
    guard let text else { return }
    explicit_bzero(text, strlen(text))
    Glibc.free(text)
  }
}
