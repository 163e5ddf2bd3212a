### PIN, authenticator app and recovery codes. Texts are HTML; amounts in commands are examples.

pin-choose = Choose a PIN of { $min } to { $max } digits
pin-same-again = The same PIN once more
pin-yours = Your PIN
pin-keypad = 🔑 <b>{ $asks }</b>
pin-keypad-over = This keypad is over. Nothing was changed or sent; ask again for what you wanted.
pin-keypad-lost = I lost track of what you pressed, as I keep it nowhere. Please enter it once more.
button-pin-forgot = Forgot PIN?
pin-cancelled = Cancelled. Nothing was changed or sent.
pin-take-away =
    Only the person who runs this farthing can take a PIN away. Ask them in a way that shows them that it is you; your number here is <code>{ $number }</code>.
    For a day after that I send nothing above { $amount } and nothing to people you never paid, so that nobody gains by asking in your name.
pin-code-for-new = 🔑 For a new PIN, type the six digits that your authenticator app shows, or a recovery code. I take your message away. What you wanted to do is not done: ask for it again afterwards.
pin-now-code = 🔑 That is your PIN. Now type the six digits that your authenticator app shows, or a recovery code. I take your message away.
pin-accepted = 🔑 PIN accepted.
pin-and-code-accepted = 🔑 PIN and code accepted.
code-accepted = 🔑 Code accepted.
pin-wrong = That is not your PIN. { $count ->
    [one] { $count } try left.
   *[other] { $count } tries left.
}
code-wrong = That code is not right, or it was used before. Wait for the next one. { $count ->
    [one] { $count } try left
   *[other] { $count } tries left
}; /cancel ends it.
pin-two-different = These were two different ones. Please choose again.
pin-length = A PIN has { $min } to { $max } digits.
pin-obvious = That one is too easy to guess: no single digit again and again, and nothing like { $one } or { $other }.
pin-set = 🔑 Your PIN is set. I ask for it on a keypad, never in words: never type it.
pin-locked = 🔒 Five wrong tries: locked until <b>{ $until }</b>. Nothing was changed or sent. If that was not you, somebody has your phone.
code-too-late = That took too long, so I don't need a code any more. Nothing was changed or sent.
app-code-wrong = That is not what the app should show now. Is your phone's clock right? Try the next code.
app-ready = 📱 Your authenticator app is set up.
app-offer =
    📱 <b>Your authenticator app</b>
    Scan this with it, or copy the line below into it. Then type the six digits that it shows. I take picture and code away.
    <code>{ $link }</code>
recovery-codes =
    🗝 <b>Recovery codes</b>
    Each opens once in place of a code of your app. Write them down, then delete this message: I can't show them again.
    <code>{ $codes }</code>
recovery-codes-not-shown = I could not show your recovery codes. /security makes new ones.
security-removed = Removed: PIN, authenticator app and recovery codes. /security sets them anew.
security-app-removed = Removed: the authenticator app and its recovery codes. The PIN stays.
security-pin-above = Set: I ask for your PIN above { $amount }.
security-code-above = Set: I ask for a code of your app as well above { $amount }.
security-session-on = Set: after a right PIN I don't ask for { $minutes } minutes.
security-session-off = Set: I ask for your PIN each time.
security-how = I read /security pin { $pin } and /security code { $code }: from which amount on I ask.
security-pin-first = Set a PIN first: /security does that.
security-no-pin = No PIN is set. /security sets one.
security-you-have-no-pin = You have no PIN. /security sets one.
security-you-have-no-app = You have no authenticator app set up. /security does that.
security-set-up-over = That set-up is over. /security begins it anew.
security-taken-away = Your PIN was taken away on request, so until { $until } I send nothing above { $amount } and nothing to people you never paid, and limits stay as they are. Nothing was sent or changed.
security-none =
    <b>Security</b>
    No PIN is set. With one, I ask for it before the first payment to somebody new, before limits change, and before any payment above { $amount }. Above that amount I have you choose one anyway.
# Lines of what is set.
security =
    <b>Security</b>
    PIN: set, asked for above { $amount } (/security pin { $example } changes that)
    { $app }
    { $session }
security-app =
    Authenticator app: set up, its code is asked for above { $amount } (/security code { $example } changes that)
    Recovery codes left: { $left }
security-no-app = Authenticator app: not set up
security-not-again = After a right PIN I don't ask for { $minutes } minutes.
security-each-time = I ask each time.
button-set-pin = Set a PIN
button-change-pin = Change PIN
button-remove-pin = Remove PIN
button-remove-app = Remove the app
button-new-recovery-codes = New recovery codes
button-set-up-app = Set up an authenticator app
button-each-time = Ask each time
button-once-in = Ask once in { $minutes } minutes
