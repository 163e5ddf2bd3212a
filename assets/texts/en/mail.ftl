### Summaries by email. Texts of the chat are HTML, with addresses escaped; those of mails, and what says that an address was
### refused, are plain.

button-mail = Summaries by email
button-mail-type = Type an address
button-mail-other = Another address
button-mail-off = Turn off
mail-off = <b>Summaries by email</b> are off: they come here in the chat. I can send each of them to an address of yours as well, in plain words. No PIN and no account number is ever in them.
mail-on = <b>Summaries by email</b>: each one also goes to { $address }.
mail-paused = <b>Summaries by email</b> are paused: the mail server says that { $address } takes no mails. Another address, or the same one confirmed again, turns them on.
mail-offered = A code is on its way to { $address }. Type it here and the summaries go there.
mail-no-server = <b>Summaries by email</b>: this farthing has no mail server, so they come here in the chat alone. Whoever runs it can set one up.
mail-which-address = Which address? I send a code there, so that I know it is yours.
mail-address-field = you@example.org
mail-not-an-address = I can't read that as an address, such as you@example.org. Nothing was changed.
mail-too-many-codes = I sent enough codes for one day. Please try again tomorrow; nothing was changed.
mail-code-sent = I sent a code of six digits to { $address }. Type it here within { $minutes } minutes. Nothing there? It may be among the spam.
mail-code-field = Six digits
mail-code-wrong = That is not the code. { $count ->
    [one] One try is left.
   *[other] { $count } tries are left.
}
mail-code-gone = That code is not good any more: it was too old, or tried too often. A new one is quickly sent; nothing was changed.
mail-code-unreadable = The code has six digits, as the mail to { $address } says.
mail-confirmed = Done: your summaries also go to { $address } from now on.
mail-turned-off = Off. Summaries come here in the chat alone, and I forgot the address.
mail-address-paused = The mail server says that { $address } takes no mails, so I stopped sending summaries there. They still come here.
mail-address-refused = The mail server says that { $address } takes no mails, so no code went there. Nothing was changed.
mail-code-subject = { $code } is your code for farthing
mail-code-body =
    Your code is { $code }.

    Type it in your chat with farthing within { $minutes } minutes, and your summaries also come to this address.
    If you did not ask for it, somebody mistyped theirs: do nothing, and nothing more comes.
mail-summary-subject = farthing: { $title }
mail-summary-body =
    { $text }

    You asked for your summaries at this address. To stop them: in your chat with farthing, /settings, “Summaries by email”, “Turn off”.
