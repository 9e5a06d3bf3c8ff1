import Syntax

/// Panels that ask and tell, as they come with the program.
///
/// A test makes it from the project's Screens/ (`UPDATE_GOLDEN=1`), so that there is one truth.
enum DialoguePanels {
  static let all: [SourceText] = [
    SourceText(
      path: "Screens/TEN0155.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         ! TYPE(INPUT) INTENS(NON) COLOR(GREEN) LENGTH(100) END(<)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                                   %TERMINAL LOCKED               +Panelid  - TEN0155
                                                                  +Terminal - $TERMINAL


           +This terminal is locked by ~USER
           +The sessions behind it go on.


           ^The password is not shown; there is room for 100 characters, from > to <
           +Password:    >!PASSWORD

           ^A revoked user signs off with PF3, and asks an administrator to resume it.

        @MESSAGE
        )FOOT
        ^ENTER=Unlock  PF3=Signoff
        )INIT
         .CURSOR = PASSWORD
        )END

        """#),
    SourceText(
      path: "Screens/TEN0156.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                                   %LEAVE WITH SESSIONS?          +Panelid  - TEN0156


           ~WHAT

           +Type %Y+to go on, or %N+to come back to the menu.

           +Answer ===>  #Z+

        @MESSAGE
        )FOOT
        ^ENTER=Answer  PF3=Menu
        )INIT
         .CURSOR = CHOICE
         .ZVARS = '(CHOICE)'
        )END

        """#),
    SourceText(
      path: "Screens/TEN0157.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %YOU ARE SIGNED ON ELSEWHERE       +Panelid  - TEN0157


           ~WHAT

           +Shall they come to this terminal?

           %Y +They come here. A terminal where you are signed on is told, and closed.
           %N +They stay where they are. The menu here begins without them; they come
              +with the next sign-on that answers Y, or end by /I at their terminal.

           +Answer ===>  #Z+

        @MESSAGE
        )FOOT
        ^PF1=Help  PF3=Signoff  ENTER=Answer
        )HELP TEN0157H
        )INIT
         .CURSOR = CHOICE
         .ZVARS = '(CHOICE)'
        )END

        """#),
    SourceText(
      path: "Screens/TEN0157H.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %HELP: SESSIONS ELSEWHERE          +Panelid  - TEN0157H

         +You left sessions behind: at a terminal whose line was lost, at one where you
         +are still signed on, or at a sign-off that keeps them.

         %Y
         +moves all of them here, with their screens as they were left. A terminal that
         +is connected is told so, and its connection is closed.

         %N
         +leaves them alone. They go on where they are until somebody answers Y, the
         +Disconnect timeout ends them, or an operator does.

         %Y stands in the field where the other terminals are gone; ENTER is enough.

         +Transfer option in your file of ACT/Users answers for you: ANY and HOLD move
         +sessions without a question, MULT and NONE never do.

         +PF3 on the question signs you off.
        )FOOT
        ^ENTER or PF3=Return
        )END

        """#),
    SourceText(
      path: "Screens/TEN0158.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %MESSAGE                           +Panelid  - TEN0158

        )MODEL
           ~LINE
        )FOOT

           +Press ENTER to go on where you were.
        ^PF7=Up  PF8=Down                                      $ROWS          $MORE
        )END

        """#),
    SourceText(
      path: "Screens/TEN0159.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                               %DIAGNOSIS OF PASS TICKETS         +Panelid  - TEN0159
        )MODEL
        $LINE
        )FOOT
        ^PF7=Up  PF8=Down  ENTER or PF3=Return                 $ROWS          $MORE
        )END

        """#),
    SourceText(
      path: "Screens/TEN0160.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         ! TYPE(INPUT) INTENS(NON) COLOR(GREEN) LENGTH(100) END(<)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                                 %CHANGE YOUR PASSWORD            +Panelid  - TEN0160
                                                                  +Terminal - $TERMINAL


           +Your user id is ~USER

           +Type your current password or phrase; what you type is what is changed.
           +Then type the new one, twice.


           ^Passwords are not shown; each has room for 100 characters, from > to <
           +Current:     >!PASSWORD

           +New:         >!NEWPASS

           +Verify new:  >!VERIFY

        @MESSAGE
        )FOOT
        ^PF1=Help  PF3=Return  ENTER=Change
        )HELP TEN0160H
        )INIT
         .CURSOR = PASSWORD
        )END

        """#),
    SourceText(
      path: "Screens/TEN0160H.panel",
      text: #"""
        )ATTR
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                              %HELP: CHANGE YOUR PASSWORD         +Panelid  - TEN0160H

         +A%password+has 8 to 100 characters. The site may have rules for it, such as
         +LENGTH(8) A****LLN: a letter for each place, and * for anything.
           %A+letter or @ # $   %C+consonant   %V+vowel   %N+digit   %$+@ # $
           %L+letter, digit or @ # $   %W+that, and no vowel     +(all in capitals)
           %c+consonant   %v+vowel   %m+letter, digit or @ # $   +(in either case)
           %s+another character                   %x+any
         +A%phrase+has 9 to 100 characters: two letters or more, two others or more,
         +no character three times in a row, and not your user id.

         +The new one is not the current one. The site may want some days between two
         +changes, and none of your last ones. You are told which rule is broken.

         +Wrong current passwords count, and revoke you, as at the sign-on.

         %The end of a password
         +After some days, and when an administrator has set it, a sign-on asks for a
         +new one. The menu tells you some days before, where the site has it so.
        )FOOT
        ^ENTER or PF3=Return
        )END

        """#),
    SourceText(
      path: "Screens/TEN0166.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         @ TYPE(OUTPUT) INTENS(HIGH) COLOR(YELLOW)
         ~ TYPE(OUTPUT) INTENS(HIGH) COLOR(WHITE)
         # TYPE(INPUT) COLOR(GREEN) CAPS(ON) HILITE(USCORE)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                             %TPX User Options                +Panelid  - TEN0166
                                                              +Terminal - $TERMINAL

           +Userid: ~USER

                                     ^Own       ^Profile   ^System      ^Counts
        )MODEL
           $LABEL                    ~OWN       $PROFILE   $SYSTEMS     $ORIGIN
        )FOOT
        +The leftmost value counts. They are kept in ACT/Users, ACT/Profiles,
        +ACT/Applications and ACT/System.yaml, where an administrator changes them.
        ^PF7=Up  PF8=Down  ENTER or PF3=Return                 $ROWS          $MORE
        )END

        """#),
    SourceText(
      path: "Screens/TPXOPER.panel",
      text: #"""
        )ATTR
         $ TYPE(OUTPUT) COLOR(TURQ)
         ^ TYPE(TEXT) COLOR(BLUE)
        )BODY
                                    %TPX Operator                  +Userid   - $USER
                                                                   +Termid   - $TERMINAL
        )MODEL
        $LINE
        )FOOT
        %COMMAND ===>_COMMAND
        ^PF3=End  PF7=Up  PF8=Down  PF12=Retrieve         $ROWS              $MORE
        )INIT
         .CURSOR = COMMAND
        )END

        """#),
  ]
}
