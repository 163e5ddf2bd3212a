### What the chat says. Texts are HTML as Telegram reads it; names from outside come escaped.

## Rows and files

count-rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
size-bytes = { $size } bytes
size-kilobytes = { $size } kB
size-megabytes = { $size } MB
button-demo = 📄 Try a demo statement
nothing-yet = I don't know any of your statements yet. Send me one as a file (PDF or CSV), or try an example.
no-rows-behind = There are no rows behind this any more: they were deleted, or their import was taken back.
rows-total = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}, { $sum }
rows-head = <b>{ $totals }</b>
rows-one = Row { $row }:
rows-from-to = Rows { $from } to { $to }:

## Hello, help, stopping. `top` and `amount` are figures of an example

welcome =
    <b>Hello, I'm farthing.</b> I keep an eye on your money.
    Send me a bank statement (PDF or CSV): I read it, prove by its balances that I read it right, and sort every row.
    Then ask me anything in plain words. Every figure opens to the rows behind it.
button-what-to-ask = What can I ask?
help =
    <b>What I can do</b>
    📄 Send a statement as a file (PDF, CSV): I read, prove and sort it.
    💬 Ask: “how much did I spend on groceries last month?”, “top { $top } merchants this year”, “and in March?”
    🧾 Tap <b>Show the rows</b> below an answer to see what is behind it.
    🎯 “{ $budget } a month for eating out” sets a budget and I speak up when it runs out; /budget shows them. /goals: what you save for.
    🔔 “tell me when anything over { $large } leaves my current account”: I speak up by myself; /alerts shows of what, /notifications what I said, /mute silences me, /settings has the hours.
    💷 /send { $amount } @ana for lunch, /request, /balance: money between people who use this farthing.
    🔔 /notifications is what I told you by myself.
    ↩️ /undo takes back the latest import or change, /cancel stops what is running.
    🔒 /export gives you everything, /forget deletes everything.
suggestions =
    Ask me anything about your money, in plain words. For example:
    • how much did I spend on groceries last month?
    • top { $top } merchants this year
    • did I spend more on eating out than the month before?
    • what was my biggest purchase in March?
    • how much came in last month?
unknown-command = I don't know that command. /help shows what I can do; plain words work as well.
cancel-stopped = Stopped. What was under way is not kept; everything from before is.
cancel-no-password = All right, no password. The file is not kept; send it again any time.
cancel-never-mind = All right, never mind.
cancel-nothing = Nothing is running.
stopped = Stopped. Nothing of this was kept.
apology = Sorry, something went wrong on my side with that, more than once. Nothing of it was kept. Please try again later; if it stays like this, tell the person who runs me.
secret-lost = I was restarted before I could use that, and I keep no secrets on disk. Please send it once more.
nothing-changed = All right. Nothing was changed.
older-button = That button is from an older version.
nothing-to-read = I read statements and questions. Send me a file, or ask me in words.
photo = I can't read photos yet, so nothing was stored. If your bank offers the statement as a PDF or CSV, send me that file.
mended-note = I noted it the way you first wrote it. Tap Undo below my answer and send me the new wording; then it counts once.

## Who is let in

blocked = The person who runs this farthing has paused your access. Your data is kept as it is; please ask them.
by-invitation = This farthing is by invitation. Ask the person who runs it for a link, then open it here.
private = This farthing is private. The person who runs it can let you in; your number is { $number }.
invitation-used = This invitation was used by somebody else; each lets one person in. Ask for a link of your own.
invitation-unknown = I don't know this invitation. Open the whole link as you got it, or ask for a new one.
too-many-invitations = That was a lot of invitations for one day. Please open yours again tomorrow.
outsider-button = You cannot use this farthing right now.

## Taking back; `what` is the step

button-undo = ↩️ Undo
button-fix = Fix categories
undone-import-none = Taken back: { $what }. No row had to go, because other statements vouch for them all.
undone-import = Taken back: { $what }. { $count ->
    [one] { $count } row is gone
   *[other] { $count } rows are gone
}; send the file again any time.
undone-delete-none = Taken back: { $what }. The statement it was in was taken back too, so it returns when you send that again.
undone-delete = Taken back: { $what }. { $count ->
    [one] { $count } row is back.
   *[other] { $count } rows are back.
}
undone-rename = Taken back: { $what }.
undone-merge = Taken back: { $what }. They are two accounts again, and { $count ->
    [one] { $count } row is back where they were.
   *[other] { $count } rows are back where they were.
}
undone-record-none = Taken back: { $what }. What your statement says of it stays.
undone-record = Taken back: { $what }. It is gone.
undone-recategorise = Taken back: { $what }. { $count ->
    [one] { $count } row is sorted as before.
   *[other] { $count } rows are sorted as before.
}

## Everything that is the person's, as a file or gone

export =
    <b>Your data, to take away</b>
    CSV has your rows, for a spreadsheet, and I can read it again.
    JSON has everything I keep: rows, statements, categories, questions and answers.
export-unknown = I don't write that kind of file. /export shows what I can do.
export-too-large = That file would be over { $limit } MB, more than Telegram lets me send. Nothing was changed. The person who runs me can write it for you with the command “farthing export”.
exported = Everything up to today: { $count ->
    [one] { $count } row
   *[other] { $count } rows
}, { $size }.
forget =
    <b>Delete everything?</b>
    Every account, statement, row, category and question of yours goes, for good; nobody can bring it back.
    If you may want it later, /export it first.
button-delete-all = Delete everything
button-keep-all = Keep it
forgotten = Everything of yours is deleted. If you ever want to begin again, send me a statement.

## In groups; `amount` is an example

only-private = I only work in a private chat: your money is nobody else's business. To send somebody here money, answer their message with /send { $amount } for lunch.
open-private-first = { $name }, open our private chat first: { $link }, then Start. After that, write it here once more.
outsider-checkout = You have no access to this farthing any more. Nothing was paid.
button-balances = Balance over time
