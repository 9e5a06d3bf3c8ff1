import Crypto
import Keystore
import PassTicket
import Time

/// Makes PassTickets: by the plan, with a second of its own for each.
struct TicketMaker {
  let state: SecurityState
  let keys: KeyService
  let decisions: any DecisionStore

  func issue(_ request: TicketRequest, at time: WallTime) -> TicketOutcome {
    let (profile, key): (PTKTDATAProfile, TicketPlan.Key)
    switch TicketPlan(
      application: request.profile, user: request.user, form: request.form, on: state)
    {
    case .failed(let cause): return .failed(TicketFailure(cause))
    case .made(let found, let with): (profile, key) = (found, with)
    }
    let second: Int64
    do {
      let answer = try decisions.takeSecond(
        request.user, request.profile, now: time.seconds,
        reach: profile.reach.limited(ahead: request.ahead))
      switch answer {
      case .none(let shortage): return .failed(TicketFailure(.init(shortage)))
      case .second(let free): second = free
      }
    } catch {
      return .failed(TicketFailure(.database))
    }
    let outcome = make(request, with: key, at: second)
    if case .failed = outcome {
      // A ticket that was not made uses up no second.
      decisions.giveBack(second, of: request.user, for: request.profile)
    }
    return outcome
  }

  private func make(
    _ request: TicketRequest, with key: TicketPlan.Key, at second: Int64
  ) -> TicketOutcome {
    switch key {
    case .masked(let wrapped):
      do throws(CryptoError) {
        let des = try DES(key: keys.unmask(wrapped))
        let ticket = try Self.legacy(request, second) { (block) throws(CryptoError) in
          try des.encipher(block)
        }
        return .issued(ticket, kind: "LEGACY")
      } catch {
        return .failed(TicketFailure(.database))
      }
    case .encrypted(let label):
      guard let token = state.tokens[label] else {
        return .failed(TicketFailure(.encipher(.labelNotFound)))
      }
      do throws(ServiceFailure) {
        let ticket = try keys.withCard(for: token, state.icsf) { (card) throws(ServiceFailure) in
          try card.withDES(token) { (encipher) throws(ServiceFailure) in
            try Self.legacy(request, second, encipher: encipher)
          }
        }
        return .issued(ticket, kind: "LEGACY")
      } catch {
        return .failed(TicketFailure(.encipher(error)))
      }
    case .enhanced(let enhanced):
      guard let token = state.tokens[enhanced.label] else {
        return .failed(TicketFailure(.authenticate(.labelNotFound)))
      }
      do throws(ServiceFailure) {
        let ticket = try keys.withCard(for: token, state.icsf) { (card) throws(ServiceFailure) in
          try card.withHMAC(token) { (authenticate) throws(ServiceFailure) in
            SharedSecret(
              try EnhancedPassTicket.generate(
                user: request.user, application: request.profile, time: second,
                form: enhanced.form, authenticate: authenticate))
          }
        }
        return .issued(ticket, kind: "ENHANCED")
      } catch {
        return .failed(TicketFailure(.authenticate(error)))
      }
    }
  }

  private static func legacy<Failure: Error>(
    _ request: TicketRequest, _ second: Int64, encipher: (UInt64) throws(Failure) -> UInt64
  ) throws(Failure) -> SharedSecret {
    SharedSecret(
      try LegacyPassTicket.generate(
        user: request.user, application: request.profile,
        time: UInt32(truncatingIfNeeded: second), encipher: encipher))
  }
}
