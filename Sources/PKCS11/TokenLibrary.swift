import CPKCS11
import Glibc

/// A PKCS#11 module in this process: its table of functions.
///
/// A module is loaded once and never unloaded: many crash when they are.
final class TokenLibrary: Sendable {
  nonisolated(unsafe) let functions: UnsafeMutablePointer<CK_FUNCTION_LIST>

  init(path: String) throws(TokenFault) {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      throw TokenFault("dlopen", dlerror().map { String(cString: $0) } ?? path)
    }
    guard let symbol = dlsym(handle, "C_GetFunctionList") else {
      throw TokenFault("dlsym", "\(path) is no PKCS#11 module")
    }
    let get = unsafeBitCast(symbol, to: CK_C_GetFunctionList.self)
    var list: UnsafeMutablePointer<CK_FUNCTION_LIST>?
    let code = get(&list)
    guard code == CKR_OK, let list else { throw TokenFault("C_GetFunctionList", code: UInt(code)) }
    functions = list
  }

  /// Starts the module; one that runs already goes on.
  func initialize() throws(TokenFault) {
    var arguments = CK_C_INITIALIZE_ARGS()
    arguments.flags = CK_FLAGS(CKF_OS_LOCKING_OK)
    let code = functions.pointee.C_Initialize(&arguments)
    guard code == CKR_OK || code == CKR_CRYPTOKI_ALREADY_INITIALIZED else {
      throw TokenFault("C_Initialize", code: UInt(code))
    }
  }

  /// Stops the module, with all its sessions: the way back after a device error.
  func finalize() { _ = functions.pointee.C_Finalize(nil) }

  /// The slot whose token has this label.
  func slot(of label: String) throws(TokenFault) -> CK_SLOT_ID {
    var count: CK_ULONG = 0
    var code = functions.pointee.C_GetSlotList(1, nil, &count)
    guard code == CKR_OK else { throw TokenFault("C_GetSlotList", code: UInt(code)) }
    var slots = [CK_SLOT_ID](repeating: 0, count: Int(count))
    code = functions.pointee.C_GetSlotList(1, &slots, &count)
    guard code == CKR_OK else { throw TokenFault("C_GetSlotList", code: UInt(code)) }
    for slot in slots.prefix(Int(count)) {
      var info = CK_TOKEN_INFO()
      guard functions.pointee.C_GetTokenInfo(slot, &info) == CKR_OK else { continue }
      let name = withUnsafeBytes(of: &info.label) { String(decoding: $0, as: UTF8.self) }
      if trimmed(name) == label { return slot }
    }
    throw TokenFault("C_GetSlotList", "no token has the label \(label)")
  }

  /// Firmware's level of a slot's token.
  func level(of slot: CK_SLOT_ID) -> String {
    var info = CK_TOKEN_INFO()
    guard functions.pointee.C_GetTokenInfo(slot, &info) == CKR_OK else { return "" }
    return "\(info.firmwareVersion.major).\(info.firmwareVersion.minor)"
  }

  private func trimmed(_ text: String) -> String {
    var rest = Substring(text)
    while rest.last == " " { rest.removeLast() }
    return String(rest)
  }
}
