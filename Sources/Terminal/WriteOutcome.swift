public import DataStream

/// What a host's record did to a presentation space.
public struct WriteOutcome: Hashable, Sendable {
  /// The record may have changed the screen.
  public var wroteScreen = false
  /// The screen was erased: nothing of what stood there before is left.
  public var hasErased = false
  /// The terminal shall sound its alarm.
  public var alarm = false
  /// The keyboard was restored.
  public var restored = false
  /// Inbound records that the host asked for, in order, from the model.
  public var replies: [[UInt8]] = []
  /// The record belongs to a file transfer.
  public var transfer: FileTransferStep?
  /// Where it went wrong; what came before stays (GA23-0059 chapter 4).
  public var error: DataStreamError?
  /// What its orders and reads cost.
  var work = RecordWork()
}

/// What a host's record of IND$FILE is.
public enum FileTransferStep: Hashable, Sendable {
  /// A structured field D0, with the first byte of its function.
  case structuredField(function: UInt8)
  /// A frame on the screen.
  case frame
}
