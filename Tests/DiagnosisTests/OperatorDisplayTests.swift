import Diagnosis
import Keystore
import Names
import Testing
import Time

/// The displays as they must be; those without a public layout are this product's own.
@Suite struct OperatorDisplayTests {
  private func display(_ change: (inout SecuritySnapshot) throws -> Void = { _ in }) throws
    -> OperatorDisplay
  {
    var snapshot = SecuritySnapshot()
    let patterns = MasterKeyPatterns(
      des: [0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD6, 0xD7, 0xD8],
      aes: [0xA1, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8])
    snapshot.cards = [
      .init(
        name: "PKCS11 CARD", isOnline: true, patterns: patterns,
        health: CardHealth(level: "2.6", requests: 2, fault: "")),
      .init(
        name: "SOFTWARE", isOnline: false, patterns: nil,
        health: CardHealth(level: "1", requests: 0, fault: "taken away by the operator")),
    ]
    for (label, kind, check) in [
      ("IRR.SSIGNON.SY1.07192018.185056.915782", KeyToken.Kind.des, [UInt8](arrayLiteral: 1, 2, 3)),
      ("IRR.PASSTICKET.CICSA.HMAC", .hmac, [4, 5, 6]),
    ] {
      let label = try #require(KeyLabel(label))
      snapshot.keys[label] = .init(
        label: label, kind: kind, pattern: patterns[kind.masterKey], check: check)
    }
    try change(&snapshot)
    return OperatorDisplay(snapshot, at: WallTime(seconds: 1_800_000_000), number: 292)
  }

  @Test func `D ICSF,CARDS`() throws {
    #expect(
      try display().cards.joined(separator: "\n") == """
        CSFM668I 08.00.00 ICSF CARDS 292
         ACTIVE DOMAIN = 000
          PKCS11 CARD COPROCESSOR SC00
           STATUS=Active   SERIAL#=D1D2A1A2   LEVEL=2.6
           REQUESTS ACTIVE=0002
          SOFTWARE COPROCESSOR SC01
           STATUS=Offline   SERIAL#=N/A   LEVEL=1
           REQUESTS ACTIVE=0000
           REASON=taken away by the operator
        """)
    let foreign = try display { snapshot in
      snapshot.cards[0] = .init(
        name: "PKCS11 CARD", isOnline: true, patterns: MasterKeyPatterns(des: [1], aes: [2]))
    }
    #expect(foreign.cards[3].hasPrefix("   STATUS=Master key incorrect"))
    #expect(
      try display { $0.cards = [] }.cards.dropFirst() == [
        " ACTIVE DOMAIN = N/A", "  NO COPROCESSORS",
      ])
  }

  @Test func `D ICSF,MKS`() throws {
    let half = try display { snapshot in
      let patterns = try #require(snapshot.cards[0].patterns)
      snapshot.cards[0] = .init(
        name: "PKCS11 CARD", isOnline: true,
        patterns: MasterKeyPatterns(des: [1, 1, 1, 1], aes: patterns.aes))
    }
    #expect(
      half.masterKeys.joined(separator: "\n") == """
        CSFM668I 08.00.00 ICSF MKS 292
          FEATURE  SERIAL#   MASTER KEY  STATE  MKVP
          SC00     0101A1A2  DES-MK      E      01010101
          SC00     0101A1A2  AES-MK      A      A1A2A3A4A5A6A7A8
          SC01     N/A       DES-MK      -      -
          SC01     N/A       AES-MK      -      -
        """)
  }

  @Test func `D ICSF,KDS`() throws {
    #expect(
      try display().keyDataSets.joined(separator: "\n") == """
        CSFM668I 08.00.00 ICSF KDS 292
          CKDS security.db
            FORMAT=KDSR  SYSPLEX=N  MKVPs=DES AES  KEYS=2
              DES MKVP=D1D2D3D4D5D6D7D8
              AES MKVP=A1A2A3A4A5A6A7A8
            IRR.PASSTICKET.CICSA.HMAC
              TYPE=MAC ALGORITHM=HMAC  AES MKVP=A1A2A3A4A5A6A7A8  CHECK=040506
            IRR.SSIGNON.SY1.07192018.185056.915782
              TYPE=DATA  DES MKVP=D1D2D3D4D5D6D7D8  CHECK=010203
        """)
  }

  @Test func `D ICSF,LIST`() throws {
    #expect(
      try display().systems("VS01", release: "0.1.0").joined(separator: "\n") == """
         CSFM668I 08.00.00 ICSF LIST 292
          Systems supporting SETICSF and DISPLAY ICSF commands:
            SYSNAME   RELEASE  DOM  CHG_DATE
            VS01      0.1.0    000  N/A
        """)
  }

  @Test func `D SMF,O`() throws {
    #expect(
      try display().smf(SystemID("R001")).joined(separator: "\n") == """
         IEE967I 08.00.00 SMF PARAMETERS 292
                MEMBER = SYSTEM.YAML
                SID(R001) -- PARMLIB
                ACTIVE -- DEFAULT
        """)
  }
}
