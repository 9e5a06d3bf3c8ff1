import CPKCS11
import Crypto
import Keystore
import Names

/// A key inside a token, for as long as one piece of work with it lasts.
struct KeyHandle {
  let object: UInt
  /// The key stays in the token; it was not unwrapped for this use alone.
  let isStored: Bool
}

/// An open session with a token: on the thread of its card alone.
///
/// No handle outlives an error, after which its number may be another key's: the session is dropped
/// and opened anew.
final class TokenSession {
  private let library: TokenLibrary
  private let session: CK_SESSION_HANDLE
  private var masters: [MasterKey: CK_OBJECT_HANDLE] = [:]
  /// Objects of keys that the token keeps, by their CKA_ID, so that each is looked for once.
  private var stored: [[UInt8]: CK_OBJECT_HANDLE] = [:]
  /// First bytes of a block of zeros under each master key: its verification pattern.
  private(set) var patterns = MasterKeyPatterns(des: [], aes: [])
  /// Level of the token's firmware.
  private(set) var level = ""

  private var functions: CK_FUNCTION_LIST { library.functions.pointee }

  /// Label of a master key on the token.
  static func masterLabel(_ key: MasterKey) -> String { "TURNSTILE.\(key.rawValue)-MK" }
  /// Label of the one master key that tokens had first; it stands for both.
  private static let firstLabel = "TURNSTILE.MK"

  /// Opens a session, logs in and finds the master keys.
  ///
  /// `createsMaster` generates master keys where the token has none; `masterKeys` are values of those
  /// that it does not have yet.
  init(
    _ library: TokenLibrary, label: String, pin: borrowing Secret, createsMaster: Bool = false,
    masterKeys: [MasterKey: SharedSecret] = [:]
  ) throws(TokenFault) {
    self.library = library
    try library.initialize()
    var session: CK_SESSION_HANDLE = 0
    let slot = try library.slot(of: label)
    level = library.level(of: slot)
    var code = library.functions.pointee.C_OpenSession(
      slot, CK_FLAGS(CKF_SERIAL_SESSION | CKF_RW_SESSION),
      nil, nil, &session)
    guard code == CKR_OK else { throw TokenFault("C_OpenSession", code: UInt(code)) }
    self.session = session
    code = pin.withBytes { bytes in
      library.functions.pointee.C_Login(
        session, CK_USER_TYPE(CKU_USER),
        UnsafeMutablePointer(
          mutating: bytes.baseAddress?.assumingMemoryBound(to: CK_UTF8CHAR.self)),
        CK_ULONG(bytes.count))
    }
    guard code == CKR_OK || code == CKR_USER_ALREADY_LOGGED_IN else {
      throw TokenFault("C_Login", code: UInt(code))
    }
    for key in masterKeys.keys {
      guard try findMaster(Self.masterLabel(key)) == nil else {
        throw TokenFault("C_CreateObject", "the token has a key \(Self.masterLabel(key)) already")
      }
    }
    for (key, value) in masterKeys { try loadMaster(Self.masterLabel(key), value.secret) }
    for key in MasterKey.allCases { masters[key] = try master(key, createsMaster) }
    patterns = MasterKeyPatterns(des: try pattern(.des), aes: try pattern(.aes))
  }

  private func master(
    _ key: MasterKey, _ isCreated: Bool
  ) throws(TokenFault) -> CK_OBJECT_HANDLE {
    if let found = try findMaster(Self.masterLabel(key)) { return found }
    if let found = try findMaster(Self.firstLabel) { return found }
    guard isCreated else {
      throw TokenFault("C_FindObjects", "the token has no key \(Self.masterLabel(key))")
    }
    return try generateMaster(Self.masterLabel(key))
  }

  private func pattern(_ key: MasterKey) throws(TokenFault) -> [UInt8] {
    Array(
      try crypt(
        masters[key] ?? 0, CK_MECHANISM_TYPE(CKM_AES_ECB), block: [UInt8](repeating: 0, count: 16)
      ).prefix(8))
  }

  private func check(_ call: String, _ code: CK_RV) throws(TokenFault) {
    guard code == CKR_OK else { throw TokenFault(call, code: UInt(code)) }
  }

  /// Whether the token still answers.
  func isAlive() -> Bool {
    var info = CK_SESSION_INFO()
    return functions.C_GetSessionInfo(session, &info) == CKR_OK
  }

  // MARK: Attributes

  /// Values of a template, kept together with the pointers into them.
  private final class Template {
    private var values: [UnsafeMutableRawBufferPointer] = []
    private(set) var attributes: [CK_ATTRIBUTE] = []

    func add(_ type: UInt, _ bytes: some Collection<UInt8>) -> Template {
      let value = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
      value.copyBytes(from: bytes)
      values.append(value)
      attributes.append(
        CK_ATTRIBUTE(
          type: CK_ATTRIBUTE_TYPE(type), pValue: value.baseAddress,
          ulValueLen: CK_ULONG(bytes.count)))
      return self
    }

    func add(_ type: UInt, _ number: UInt) -> Template {
      add(type, (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
    }

    func add(_ type: UInt, _ flag: Bool) -> Template { add(type, [flag ? 1 : 0]) }

    deinit {
      for value in values {
        value.initializeMemory(as: UInt8.self, repeating: 0)
        value.deallocate()
      }
    }
  }

  private func findMaster(_ label: String) throws(TokenFault) -> CK_OBJECT_HANDLE? {
    try find(Template().add(CKA_CLASS, UInt(CKO_SECRET_KEY)).add(CKA_LABEL, Array(label.utf8)))
  }

  private func find(_ template: Template) throws(TokenFault) -> CK_OBJECT_HANDLE? {
    var attributes = template.attributes
    try check(
      "C_FindObjectsInit",
      functions.C_FindObjectsInit(session, &attributes, CK_ULONG(attributes.count)))
    var handle: CK_OBJECT_HANDLE = 0
    var count: CK_ULONG = 0
    let code = functions.C_FindObjects(session, &handle, 1, &count)
    _ = functions.C_FindObjectsFinal(session)
    try check("C_FindObjects", code)
    withExtendedLifetime(template) {}
    return count == 1 ? handle : nil
  }

  private func generateMaster(_ label: String) throws(TokenFault) -> CK_OBJECT_HANDLE {
    let template = Template()
      .add(CKA_LABEL, Array(label.utf8)).add(CKA_TOKEN, true).add(CKA_PRIVATE, true)
      .add(CKA_SENSITIVE, true).add(CKA_EXTRACTABLE, false).add(CKA_WRAP, true)
      .add(CKA_UNWRAP, true).add(CKA_ENCRYPT, true).add(CKA_VALUE_LEN, UInt(32))
    var attributes = template.attributes
    var mechanism = CK_MECHANISM(
      mechanism: CK_MECHANISM_TYPE(CKM_AES_KEY_GEN), pParameter: nil, ulParameterLen: 0)
    var handle: CK_OBJECT_HANDLE = 0
    try check(
      "C_GenerateKey",
      functions.C_GenerateKey(
        session, &mechanism, &attributes, CK_ULONG(attributes.count), &handle))
    withExtendedLifetime(template) {}
    return handle
  }

  /// Puts the value of a master key into the token, where it cannot be read any more.
  private func loadMaster(_ label: String, _ value: borrowing Secret) throws(TokenFault) {
    let template = value.withBytes { bytes in
      Template()
        .add(CKA_CLASS, UInt(CKO_SECRET_KEY)).add(CKA_KEY_TYPE, UInt(CKK_AES))
        .add(CKA_VALUE, bytes).add(CKA_LABEL, Array(label.utf8)).add(CKA_TOKEN, true)
        .add(CKA_PRIVATE, true).add(CKA_SENSITIVE, true).add(CKA_EXTRACTABLE, false)
        .add(CKA_WRAP, true).add(CKA_UNWRAP, true).add(CKA_ENCRYPT, true)
    }
    var attributes = template.attributes
    var handle: CK_OBJECT_HANDLE = 0
    try check(
      "C_CreateObject",
      functions.C_CreateObject(session, &attributes, CK_ULONG(attributes.count), &handle))
    withExtendedLifetime(template) {}
  }

  // MARK: Keys

  /// DES keys go in as three equal keys of triple DES, which is single DES and allowed everywhere;
  /// short HMAC keys are filled with zeros, which leaves the code as it is (RFC 2104 2).
  private static func value(_ key: borrowing Secret, _ kind: KeyToken.Kind) -> Secret {
    let count = key.count
    switch kind {
    case .des: return key.withBytes { bytes in Secret(count: 24, byte: { bytes[$0 % count] }) }
    case .hmac:
      let length = max(64, count)
      return key.withBytes { bytes in
        Secret(count: length, byte: { $0 < count ? bytes[$0] : 0 })
      }
    }
  }

  private static func type(_ kind: KeyToken.Kind) -> UInt {
    kind == .des ? UInt(CKK_DES3) : UInt(CKK_GENERIC_SECRET)
  }

  /// Bytes that stand for a key which the token keeps: its CKA_ID. A wrapped key is longer here.
  private static let identifierLength = 16

  /// Puts a key under the master key; where the way to the token has no key wrap (p11-kit's
  /// remoting has none), the key becomes an object of the token that cannot be read.
  func protect(
    _ key: borrowing Secret, _ label: KeyLabel, kind: KeyToken.Kind
  ) throws(TokenFault) -> [UInt8] {
    do throws(TokenFault) {
      return try wrap(key, kind)
    } catch  where error.code == CKR_MECHANISM_INVALID {
      return try store(key, label, kind: kind)
    }
  }

  private func create(
    _ key: borrowing Secret, _ kind: KeyToken.Kind, as template: Template
  ) throws(TokenFault) -> CK_OBJECT_HANDLE {
    let value = Self.value(key, kind)
    let whole = value.withBytes { bytes in
      template.add(CKA_CLASS, UInt(CKO_SECRET_KEY)).add(CKA_KEY_TYPE, Self.type(kind))
        .add(CKA_VALUE, bytes)
    }
    var attributes = whole.attributes
    var handle: CK_OBJECT_HANDLE = 0
    try check(
      "C_CreateObject",
      functions.C_CreateObject(session, &attributes, CK_ULONG(attributes.count), &handle))
    withExtendedLifetime(whole) {}
    return handle
  }

  private func wrap(_ key: borrowing Secret, _ kind: KeyToken.Kind) throws(TokenFault) -> [UInt8] {
    let handle = try create(
      key, kind,
      as: Template().add(CKA_TOKEN, false).add(CKA_SENSITIVE, false).add(CKA_EXTRACTABLE, true))
    defer { destroy(handle) }
    var mechanism = CK_MECHANISM(
      mechanism: CK_MECHANISM_TYPE(CKM_AES_KEY_WRAP_PAD), pParameter: nil, ulParameterLen: 0)
    var wrapped = [UInt8](repeating: 0, count: 512)
    var count = CK_ULONG(wrapped.count)
    try check(
      "C_WrapKey",
      functions.C_WrapKey(
        session, &mechanism, masters[kind.masterKey] ?? 0, handle, &wrapped, &count))
    return Array(wrapped.prefix(Int(count)))
  }

  private func store(
    _ key: borrowing Secret, _ label: KeyLabel, kind: KeyToken.Kind
  ) throws(TokenFault) -> [UInt8] {
    let identifier = (0..<Self.identifierLength).map { _ in UInt8.random(in: 0...255) }
    _ = try create(
      key, kind,
      as: Template().add(CKA_TOKEN, true).add(CKA_PRIVATE, true).add(CKA_SENSITIVE, true)
        .add(CKA_EXTRACTABLE, false).add(CKA_ID, identifier)
        .add(CKA_LABEL, Array(label.text.utf8))
        .add(kind == .des ? CKA_ENCRYPT : CKA_SIGN, true))
    return identifier
  }

  /// A key of the CKDS, inside the token, where it cannot be read.
  func open(_ token: KeyToken) throws(TokenFault) -> KeyHandle {
    guard token.wrapped.count != Self.identifierLength else {
      if let known = stored[token.wrapped] {
        return KeyHandle(object: UInt(known), isStored: true)
      }
      let template = Template()
        .add(CKA_CLASS, UInt(CKO_SECRET_KEY)).add(CKA_KEY_TYPE, Self.type(token.kind))
        .add(CKA_ID, token.wrapped)
      guard let found = try find(template) else {
        throw TokenFault.keyMissing
      }
      stored[token.wrapped] = found
      return KeyHandle(object: UInt(found), isStored: true)
    }
    let template = Template()
      .add(CKA_CLASS, UInt(CKO_SECRET_KEY)).add(CKA_KEY_TYPE, Self.type(token.kind))
      .add(CKA_TOKEN, false).add(CKA_SENSITIVE, true).add(CKA_EXTRACTABLE, false)
      .add(token.kind == .des ? CKA_ENCRYPT : CKA_SIGN, true)
    var attributes = template.attributes
    var mechanism = CK_MECHANISM(
      mechanism: CK_MECHANISM_TYPE(CKM_AES_KEY_WRAP_PAD), pParameter: nil, ulParameterLen: 0)
    var wrapped = token.wrapped
    var handle: CK_OBJECT_HANDLE = 0
    try check(
      "C_UnwrapKey",
      functions.C_UnwrapKey(
        session, &mechanism, masters[token.kind.masterKey] ?? 0, &wrapped, CK_ULONG(wrapped.count),
        &attributes, CK_ULONG(attributes.count), &handle))
    withExtendedLifetime(template) {}
    return KeyHandle(object: UInt(handle), isStored: false)
  }

  /// Destroys the object of a key that the token keeps.
  func forget(_ token: KeyToken) throws(TokenFault) {
    guard token.wrapped.count == Self.identifierLength else { return }
    destroy(CK_OBJECT_HANDLE(try open(token).object))
    stored[token.wrapped] = nil
  }

  func destroy(_ key: KeyHandle) {
    guard !key.isStored else { return }
    destroy(CK_OBJECT_HANDLE(key.object))
  }

  private func destroy(_ object: CK_OBJECT_HANDLE) {
    _ = functions.C_DestroyObject(session, object)
  }

  private func crypt(
    _ key: CK_OBJECT_HANDLE, _ type: CK_MECHANISM_TYPE, block: [UInt8]
  ) throws(TokenFault) -> [UInt8] {
    var mechanism = CK_MECHANISM(mechanism: type, pParameter: nil, ulParameterLen: 0)
    try check("C_EncryptInit", functions.C_EncryptInit(session, &mechanism, key))
    var input = block
    var output = [UInt8](repeating: 0, count: block.count)
    var count = CK_ULONG(output.count)
    try check(
      "C_Encrypt", functions.C_Encrypt(session, &input, CK_ULONG(input.count), &output, &count))
    guard count == CK_ULONG(block.count) else { throw TokenFault("C_Encrypt", "a short answer") }
    return output
  }

  /// DES of one block.
  func encipher(_ key: KeyHandle, _ block: UInt64) throws(TokenFault) -> UInt64 {
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: block >> (56 - 8 * $0)) }
    let output = try crypt(
      CK_OBJECT_HANDLE(key.object), CK_MECHANISM_TYPE(CKM_DES3_ECB), block: bytes)
    return output.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// HMAC-SHA-512 of a message.
  func authenticate(_ key: KeyHandle, _ message: [UInt8]) throws(TokenFault) -> [UInt8] {
    var mechanism = CK_MECHANISM(
      mechanism: CK_MECHANISM_TYPE(CKM_SHA512_HMAC), pParameter: nil, ulParameterLen: 0)
    try check("C_SignInit", functions.C_SignInit(session, &mechanism, CK_OBJECT_HANDLE(key.object)))
    var input = message
    var output = [UInt8](repeating: 0, count: 64)
    var count = CK_ULONG(output.count)
    try check("C_Sign", functions.C_Sign(session, &input, CK_ULONG(input.count), &output, &count))
    guard count == 64 else { throw TokenFault("C_Sign", "a short answer") }
    return output
  }
}
