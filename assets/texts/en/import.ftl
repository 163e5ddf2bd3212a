### A statement is read, proven and kept. Texts are HTML; names from outside come escaped.

## What was read

more-accounts = { $count ->
    [one] … and { $count } more account.
   *[other] … and { $count } more accounts.
}
count-new-rows = { $count ->
    [one] { $count } new row
   *[other] { $count } new rows
}
# `new` is a number of new rows.
rows-known = { $count ->
    [one] { $new }; { $count } row I knew already, counted once.
   *[other] { $new }; { $count } rows I knew already, counted once.
}
rows-noted = { $count ->
    [one] { $count } row was one you had noted.
   *[other] { $count } rows were ones you had noted.
}
your-statement = Your statement
statement-sums = In { $income } · Out { $spending } · { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
proven-by-sum = ✅ Proven: { $opening } plus every row is { $closing }.
proven-by-balances = ✅ Proven: every printed balance follows from its rows.
kept-with-gap = ⚠️ Kept with a gap of { $gap }.
corrected-by-you = ✍️ Corrected by you; with that every printed balance adds up.
not-proven = Not proven: the file prints no balances to prove it by.

## What does not add up

gap-missing = { $amount } missing in the rows.
gap-too-much = { $amount } too much in the rows.
gap-balances = { $opening } plus the rows is { $sum }; { $closing } is printed.
review-page = <b>Page { $page }</b> (part { $part } of { $of })
review-doubtful =
    One of the { $sign } rows is off.
    { $gaps }
review-adds-up = ✍️ With your corrections every printed balance adds up.
review-still-here = Your corrections are still here.
review-taken-back = Taken back.
review-unreadable =
    I could not read that as a correction; nothing was changed.

    { $how }
button-before = ◀ Before
button-after = After ▶
button-correct = Correct it
button-uncorrect = Take that back
button-keep-with-gap = Keep it with the gap
button-keep-file = Keep it
button-leave-file = Leave it
# The words between the tags are typed as they stand here.
correct-how =
    Type what is right, by the row's number:
    <code>{ $row } { $amount }</code> – its amount
    <code>{ $row } { $date }</code> – its date
    <code>{ $row } balance { $balance }</code> – the balance printed on it
    <code>{ $row } delete</code> – it is no transaction
    <code>add { $date } Coffee { $added }</code> – a row that I missed
    <code>opening { $opening }</code> or <code>closing { $closing }</code> – a printed balance
    /cancel ends it.
corrected-opening = The opening balance is { $balance }.
corrected-closing = The closing balance is { $balance }.
corrected-removed = Row { $row } is left out: { $name }.
corrected-balance = The balance on row { $row } is { $balance }.
corrected-amount = Row { $row } is { $amount } now: { $name }.
corrected-date = Row { $row } is of { $date } now: { $name }.
corrected-added = Added: { $date }, { $name }, { $amount }.

## A file on its way

file-too-large = That file is larger than the { $limit } MB that Telegram lets me fetch, so nothing was stored. Please send a shorter period, or the same statement as CSV.
file-fetching =
    📄 <b>{ $file }</b>
    Received. Fetching it…
file-reading =
    📄 <b>{ $file }</b>
    Reading it and proving it by its balances…
file-known =
    📄 <b>{ $file }</b>
    I know this file already; nothing was counted twice.
file-read =
    📄 <b>{ $file }</b>
    Read and sorted.
file-does-not-add-up =
    ⚠️ <b>{ $file }</b>
    { $why }
file-gone = That file does not wait any more. Send it again if you want it kept.
file-dropped = All right. Nothing of that file was kept.
file-not-given = Telegram does not give me that file any more, so nothing was stored. Please send it again.
password-needed =
    🔒 <b>{ $file }</b>
    It is protected by a password. Type it here: I use it once, never store it, and take your message away.
password-wrong =
    🔒 <b>{ $file }</b>
    That password does not open it. Type it once more, please.
password-third =
    🔒 <b>{ $file }</b>
    That was the third password that does not open it, so I let it go. Nothing was stored. Send it again when you have the right one.
button-show-where = Show me where
button-undo-import = Undo import
button-ask-me = Ask me
demo-statement = A statement of an example household. It is read like one of yours; one tap takes it back.
demo-failed = I could not print the example. Please send a statement of your own.
