import Crypto
import Names
import SAF
import Testing

@testable import Server

/// What an answer to a question of an outside authority is for.
@Suite struct AuthorityMatterTests {
  private func matter(
    _ user: String, _ purpose: OutsideAuthority.Matter.Purpose
  ) throws -> OutsideAuthority.Matter {
    let id = try #require(UserID(user))
    return OutsideAuthority.Matter(
      user: id, purpose: purpose, author: AuditAuthor(user, from: "terminal"),
      source: PeerAddress("192.0.2.1"))
  }

  private func secret(_ text: String) -> SharedSecret {
    SharedSecret(Secret(copying: Array(text.utf8)))
  }

  @Test func `an answer is for the user, the purpose and the new password that were asked about`()
    throws
  {
    let all = try [
      matter("BOB", .signOn), matter("EVE", .signOn), matter("BOB", .unlock),
      matter("BOB", .change(secret("one"))), matter("BOB", .change(secret("two"))),
    ]
    for (first, one) in all.enumerated() {
      for (second, other) in all.enumerated() {
        #expect(one.isSame(as: other) == (first == second), "\(first) \(second)")
      }
    }
    let again = try matter("BOB", .change(secret("one")))
    #expect(again.isSame(as: all[3]))
  }
}
