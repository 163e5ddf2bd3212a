### What whoever runs this farthing reads and does. Texts are HTML; names from outside come escaped.

## Told to people

admin-put-in = 💷 { $amount } was put into your wallet: { $note }.
admin-paid-out = { $amount } was paid out of your wallet: { $note }.
admin-refunded = { $amount } was taken back out of your wallet: your payment is being refunded.
admin-let-in = Good news: you have been let in. Send me a statement, or /start to see what I can do.
admin-pin-taken =
    🔑 Your PIN was taken away by the person who runs this farthing: { $reason }. With it went your authenticator app, if you had one. /security sets both anew.
    Until <b>{ $until }</b> I send nothing above { $amount } and nothing to people you never paid, and limits stay as they are.
    If you did not ask for this, tell them now: they can pause your access.

## Money into wallets and out of them; amounts and names in commands are examples

admin-only = Only the person who runs this farthing can do that.
admin-fund-how = Write whom, how much and why: /admin topup @ana { $amount } GBP cash received, or /admin payout @ana { $amount } GBP cash given.
admin-fund-in = ✅ Put { $amount } into the wallet of { $name }. It has { $left } now.
admin-fund-out = ✅ Took { $amount } out of the wallet of { $name }. It has { $left } now.
admin-fund-short = The wallet of { $name } has only { $left }. Nothing was moved.
admin-fund-refused = The ledger refused it ({ $code }). Nothing was moved.
admin-refund-unknown = I don't know that payment. Its number stands below the person's message of it: /admin refund { $charge }.
admin-refund-done = ✅ Took { $amount } out of the wallet of { $name }. It has { $left } now. Please give the money back with your payment provider: Telegram itself returns Stars alone.
admin-refund-before = That payment was taken back already, and only once.
admin-refund-short = The wallet of { $name } has only { $left } of the { $amount }. Nothing was moved.

## PINs

admin-pin-how = Write whose PIN and why: /admin resetpin @ana called me and knew her last payment. Their @username, farthing id or number tells me who it is.
admin-pin-done = { $count ->
    [one] ✅ { $name } has no PIN now, and no authenticator app. They are told. For { $count } hour they can send nothing above their limit and nothing to new people.
   *[other] ✅ { $name } has no PIN now, and no authenticator app. They are told. For { $count } hours they can send nothing above their limit and nothing to new people.
}
admin-pin-none = { $name } has no PIN. Nothing was changed.

## The same to everybody; `people` says how many

admin-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
admin-broadcast-how = Write the words after it, like /admin broadcast I am away until Sunday.
admin-broadcast-nobody = There is nobody whom I could reach.
admin-broadcast-preview = ⬆️ This is how it looks. It would go to { $people }, you among them.
button-broadcast-send = Send to { $people }
button-broadcast-drop = Don't
admin-broadcast-sent = On its way to { $people }. Replies to people still go first.
admin-broadcast-sent-before = It is on its way already, to { $people }.
admin-broadcast-gone = I don't have it any more. Write it once more and I show it again.
admin-broadcast-dropped = All right, it goes to nobody.
admin-broadcast-nothing = There is nothing left to drop: it was sent or dropped before.

## Who is there, and who may be

admin-nobody-yet = Nobody has written to me yet.
admin-nobody-by = I know nobody by “{ $words }”. A part of the name or the number will do.
admin-that-was-everybody = That was everybody.
admin-people-head = <b>People, the latest first</b>
admin-people-by-head = <b>People by “{ $words }”, the latest first</b>
admin-person = <code>{ $number }</code> { $name }: { $days }, { $rows }{ $states }
admin-person-silent = (has not written)
admin-person-days = { $first } to { $last }
# What is so of a person, each behind a comma.
admin-person-state = , { $state }
admin-state-admin = admin
admin-state-blocked = blocked
admin-state-not-let-in = not let in
admin-state-unreachable = cannot be reached
button-more-people = More
admin-block-yourself = That is you. I will not shut you out of your own farthing.
admin-block-admin = That is another admin. Take the number out of FARTHING_ADMIN_IDS first.
admin-blocked = { $number } is shut out. Their data stays as it is. /admin unblock { $number } takes it back.
admin-blocked-before = { $number } is shut out already.
admin-unblocked = { $number } is no longer shut out.
admin-not-blocked = { $number } is not shut out.
admin-allowed = { $number } is let in. { $open }
admin-allowed-before = { $number } was let in before. { $open }
admin-allowed-blocked = { $number } is shut out, which weighs more. /admin unblock { $number } takes that back. { $open }
admin-allowed-open = It changes nothing now: FARTHING_ACCESS is open, so everybody is.
admin-invite-open = FARTHING_ACCESS is open: nobody needs an invitation.
admin-invite-allowlist = FARTHING_ACCESS is allowlist: invitations open nothing. /admin allow { $number } lets a person in.
admin-invite =
    This link lets one person in, the first who opens it:
    { $link }
