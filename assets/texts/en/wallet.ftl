### Money between people.

## The card of a movement of money that waits for a press

card-send = Send { $amount } to { $to }?
card-request = Ask { $to } for { $amount }?
card-schedule = Send { $amount } to { $to }, later?
card-top-up = Put { $amount } into the wallet of { $to }?
card-pay-out = Take { $amount } out of the wallet of { $to }?
card-from = From: your wallet
card-when = When: { $when }
card-for = For: { $note }
card-category = Category: { $category }
card-balance-after = Balance after: { $amount }
card-first-payment = You never paid { $to } before. Is it the right person?
scheduled-once = on { $day }
scheduled-weekly = every week, next on { $day }
scheduled-monthly = every month, next on { $day }

## The wallet in the chat. Texts are HTML; names from outside come escaped. `purpose` may be empty; amounts in commands are examples

wallet-purpose = for { $note }
wallet-how-to-send = Write how much and to whom: /send { $amount } @ana for lunch. Their @username or farthing id tells me who it is.
wallet-how-to-ask = Write how much and whom to ask: /request { $amount } @ben for cinema. Their @username or farthing id tells me who it is.
wallet-below-message = { $how } Below somebody's message, the amount is enough.
wallet-not-here = They don't use this farthing, or can't be paid here. They can open { $link } and press Start.
wallet-no-amount = I can't read that. Write an amount like { $whole } or { $exact }, and what it is for if you like.
wallet-what-to-change = What is to change?
wallet-how-much = How much is it?
wallet-what-for = What is it for?
# An answer to that, shown in the field for it.
wallet-what-for-field = lunch
wallet-amount-field = { $amount } for lunch
wallet-done-nothing-to-cancel = That was done already, so there is nothing to cancel.
wallet-cancelled = Cancelled. Nothing was sent.
wallet-expired = This card has expired. Nothing was sent.
wallet-card-changed = That card was changed or cancelled. Nothing was sent by it.
wallet-card-unknown = I don't know that card any more. Please write what you want once more.
wallet-done-once = That was done already, and only once.
button-confirm = ✅ Confirm
button-change = Change
button-cancel = Cancel
button-change-amount = The amount
button-change-note = What it is for
button-again = Make it again
button-try-again = Try again
button-receipt = 🧾 Receipt

## Told to both sides

wallet-sent = ✅ Sent { $amount } to { $to } { $purpose }. { $left } left.
wallet-received = 💷 { $from } sent you { $amount } { $purpose }.
wallet-asks-you = { $asker } asks you for { $amount } { $purpose }.
wallet-reminder = A reminder: { $asker } asks you for { $amount } { $purpose }.
wallet-declined-yours = { $name } declined your request for { $amount } { $purpose }.
wallet-took-back = { $name } took back the request for { $amount }.
wallet-unanswered = { $name } did not answer your request for { $amount } { $purpose }, so it has ended.
wallet-asked = ✅ Asked { $name } for { $amount } { $purpose }. I'll tell you when they answer. /requests shows it.
wallet-scheduled = ✅ Scheduled: { $schedule }. /scheduled shows and ends it.
wallet-schedule = { $amount } to { $to } { $purpose }, { $when }
wallet-sent-as-scheduled = ✅ Sent as scheduled: { $amount } to { $to } { $purpose }. { $left } left.
wallet-skipped = Your scheduled payment of { $amount } to { $to } { $purpose } was skipped. { $why }
wallet-skipped-ended = Your scheduled payment of { $amount } to { $to } { $purpose } was skipped. { $why } The schedule has ended.

## Being found

wallet-me =
    <b>How people pay you</b>
    Your farthing id: <code>{ $id }</code>
    Or this link, which the picture holds as well:
    { $link }
wallet-link-broken = This link has a slip in it, so I can't tell whom it means. Please open it as you got it.
wallet-nobody = I don't know anyone by that name here.
wallet-is-you = That is you. Whoever opens it can pay you.
wallet-person =
    <b>{ $name }</b>
    What would you like to do?
button-send-money = Send money
button-ask-for-money = Ask for money
wallet-how-much-to-ask = How much shall I ask { $name } for, and what for?
wallet-how-much-to-send = How much goes to { $name }, and what for?

## Balances and limits; `held` and `closed` may be empty

wallet-empty = Your wallet is empty. /topup tells how to put money in, /me how others can pay you.
wallet-balances =
    <b>Your wallet</b>
    { $lines }
wallet-balance = { $amount }{ $held } { $closed }
wallet-on-hold = , and { $amount } on hold
wallet-closed = (closed)
button-history = History
wallet-limits-how = Write which limit and how much: /limits day { $day }, /limits transfer { $transfer }, /limits month { $month }.
wallet-limits =
    <b>How much you can send</b>
    At once: { $transfer }
    In a day: { $day }
    In a month: { $month }
    Each currency has its own count. /limits day { $example } changes one.
wallet-limits-no-currency = Your limits count in your own currency. /settings sets it.
wallet-still-has = Your wallet still has { $amounts }, which would be lost. Send it to somebody with /send, or have it paid out by the person who runs this farthing. Nothing was deleted.

## Scheduled payments

wallet-nothing-scheduled = Nothing is scheduled. “send { $amount } to @ana every month on the { $day } for rent” begins a payment.
wallet-schedules = <b>Scheduled payments</b>
button-cancel-number = Cancel { $number }
wallet-schedule-cancelled = Cancelled. Nothing more is paid by it.
wallet-schedule-over = That one had ended already.

## Entries, receipts, proofs

wallet-receipt-unknown = I don't know that receipt. /history shows all of yours.
wallet-nothing-moved = Nothing has moved in your wallet yet. /topup tells how to put money in.
wallet-that-was-all = That was all.
wallet-history = <b>Your wallet, the latest first</b>
button-earlier = Earlier
receipt-head =
    <b>Receipt</b>
    { $what }
receipt-to = { $amount } to { $name }
receipt-from = { $amount } from { $name }
receipt-put-in = { $amount } put into your wallet
receipt-paid-out = { $amount } paid out of your wallet
receipt-given-back-to = { $amount } given back to { $name }
receipt-given-back-by = { $amount } given back by { $name }
receipt-when = When: { $day }, { $time }
receipt-given-back = Given back so far: { $amount }
receipt-entry = Entry { $entry } of the ledger, <code>{ $transfer }</code>
receipt-sealed = Sealed in block { $block }, and the proof holds.
receipt-broken = Block { $block } does not prove it. Please tell the person who runs this farthing.
receipt-not-sealed = Not sealed yet: the next block is made within a minute.
button-proof = Proof as a file
receipt-proof-later = It is not sealed yet: the next block is made within a minute.
receipt-proof = Hash the leaf, then go up the path as { $standard } does; you arrive at the root of the block.

## Requests

request-ended = That request was answered already or has ended.
request-ended-not-sent = That request was answered already or has ended. Nothing was sent.
request-none-open = No request is open. /request { $amount } @ben for cinema makes one.
request-open = <b>Open requests</b>
request-by-me = { $number }. You asked { $name } for { $amount } { $purpose }
request-by-other = { $number }. { $name } asks you for { $amount } { $purpose }
button-remind-number = { $number }. Remind
button-take-back-number = { $number }. Take back
button-pay-number = { $number }. Pay
button-decline-number = { $number }. Decline
button-pay = Pay
button-decline = Decline
request-is-yours = That is your own request. Only the other person can pay it.
request-declined = Declined. I told { $name }.
request-taken-back = Taken back. I told { $name }.
request-reminded-enough = I remind people twice at most, and not before a day has passed. They have your request.
request-reminded = I reminded { $name }.
request-nobody-to-ask = That person does not use this farthing any more. Nothing was asked.

## Why money does not move

wallet-currency-unknown = I don't know that currency. Write its three letters, like EUR.
wallet-which-currency = In which currency? Write it behind the amount, like { $amount } GBP or { $amount } €.
wallet-done-already = That was done already. Write it once more if you mean it twice.
wallet-to-oneself = That is you. Money from you to yourself stays where it is.
wallet-too-many-schedules = You have as many scheduled payments as I can keep. /scheduled ends some.
wallet-day-is-over = That day is over. Name one that is still to come.
wallet-too-many-requests = You have many open requests already. /requests takes some back.
wallet-no-day = That card has no day on it.
wallet-card-unusable = That card cannot be used.
wallet-schedule-unusable = That schedule cannot be used.
wallet-amount-not-positive = The amount must be more than nothing.
wallet-amount-too-precise = { $currency } has { $decimals } decimals, so I can't move that amount exactly.
wallet-amount-too-large = That is more than I can move.
wallet-amount-unreadable = I can't read that amount. Write it like { $whole } or { $exact }.
wallet-short = Your wallet has { $has } and this needs { $needs }. Nothing was sent. /topup tells how to put money in.
wallet-refused-short = There is not enough in your wallet. Nothing was sent.
wallet-refused-closed = One of the two wallets is closed in that currency, so nothing was sent.
wallet-refused-full = That would be more than a wallet can hold. Nothing was sent.
wallet-refused = The ledger refused this, so nothing was sent. Please make a new card.
# `left` may be empty.
wallet-over-transfer = That is over your limit of { $limit } for one payment{ $left }. Nothing was sent. /limits shows and changes it.
wallet-over-day = That is over your limit of { $limit } for a day{ $left }. Nothing was sent. /limits shows and changes it.
wallet-over-month = That is over your limit of { $limit } for a month{ $left }. Nothing was sent. /limits shows and changes it.
wallet-limit-left = , of which { $amount } is left
wallet-which-limit = Which limit? /limits transfer { $transfer }, /limits day { $day } or /limits month { $month }.
wallet-limit-too-high = That limit can be anything up to { $amount }. Nothing was changed.
wallet-which-person = Which of them: { $one } or { $other }? Their @username or farthing id tells me.
wallet-person-somebody = somebody
wallet-own-name-somebody = Somebody
wallet-too-late-to-pay = I was not running on that day, and it is too long ago to pay now.
wallet-person-left = That person does not use this farthing any more.

## Money put in by an invoice

topup-how = Write how much, with the currency if you like: /topup { $amount }, /topup { $amount } EUR.
topup-no-stars = I can't take Telegram Stars: your wallet holds money of countries, and Stars have no fixed rate to any. /topup { $amount } EUR makes an invoice in euros.
topup-which-currency = In which currency? Write it behind: /topup { $amount } EUR.
topup-by-hand =
    <b>Money into your wallet</b>
    Give it to the person who runs this farthing, in whatever way you two agree on. They put it into your wallet and I tell you at once.
    Your farthing id, so that they know who you are: <code>{ $id }</code>
topup-offer =
    <b>Money into your wallet</b>
    Choose how much, or write it: /topup { $amount }. I send you an invoice that you pay right here.
    The person who runs this farthing can put money in as well. Your farthing id, so that they know who you are: <code>{ $id }</code>
topup-offer-no-currency =
    <b>Money into your wallet</b>
    Write how much, with the currency: /topup { $amount } EUR. I send you an invoice that you pay right here.
    The person who runs this farthing can put money in as well. Your farthing id, so that they know who you are: <code>{ $id }</code>
topup-invoice-title = Money into your wallet
topup-invoice = { $amount } for your farthing wallet. This invoice can be paid within the hour.
topup-telegram-refuses = Telegram takes no payment of { $amount } here. Please try another amount, like /topup { $example }.
topup-unknown = This invoice is not yours, or I don't know it any more. Nothing was paid.
topup-changed = This invoice is not what I sent. Nothing was paid. /topup makes a new one.
topup-paid = This invoice was paid already. /topup makes a new one.
topup-expired = This invoice has expired. Nothing was paid. /topup makes a new one.
topup-lost = Telegram took your payment, but I could not put it into your wallet. Please show this number to the person who runs this farthing, who can return the money: <code>{ $number }</code>
topup-done =
    ✅ { $amount } is in your wallet. You have { $available } now.
    Number of the payment: <code>{ $number }</code>
topup-done-before = That payment is in your wallet already.
topup-no-number = That is no payment's number.
topup-decimals = I can't take { $currency } here: only currencies with { $decimals } decimals. Try another one.
topup-amounts = Paid here it can be anything from { $least } to { $most }.
