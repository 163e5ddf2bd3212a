### What farthing says by itself, and what people asked to hear of. Plain texts; names from outside stand as they are.

## A payment; `paid` below is one of these

alert-paid-to = { $amount } to { $payee } on { $day } ({ $account })
alert-paid-from = { $amount } from { $payee } on { $day } ({ $account })

## Why, in one line

alert-large = Large payment: { $paid }. I tell you from { $from } on.
alert-new-payee = New payee: { $paid }. It is your first payment there, and I tell you of those from { $from } on.
alert-fee = Fee: { $paid }. Banks often waive one when asked.
alert-twice-same-day = Charged twice? { $paid }, a second time that day, which is unusual there.
alert-twice = Charged twice? { $paid }, and the same on { $day }, which is unusual there.
alert-salary = Your money is in: { $amount } from { $payer } on { $day } ({ $account }).
alert-salary-missing = Missing: about { $amount } from { $payer } was due on { $day }, and your statements up to { $known } don't show it.
alert-salary-unseen = Not seen yet: about { $amount } from { $payer } was due on { $day }. I know your statements up to { $known }; a newer one settles it.
alert-salary-unknown = Not seen yet: about { $amount } from { $payer } was due on { $day }.
alert-overdrawn = Overdrawn: { $account } was at { $amount } on { $day }.
alert-low-balance = Low balance: { $account } was at { $amount } on { $day }, below { $below }.
alert-low-ahead = It may get tight: { $due } is due before { $payer } pays on { $until }, and your accounts hold { $held }, { $gap } too little. The largest: { $name }, { $amount } on { $day }.
alert-bill-due = Due tomorrow: { $name }, about { $amount }.
alert-own = You asked to hear when { $rule }: { $what }.
alert-own-rise = { $paid }, { $before } before
alert-own-spent = it is { $amount } since { $day }
alert-own-balance = { $account } was at { $amount } on { $day }
alert-list = { $count ->
    [one] { $count } thing to look at:
   *[other] { $count } things to look at:
}
button-show = Show it
button-all-budgets = All budgets
button-fine = It's fine
button-not-me = Not me
button-less = Less of these
button-more = More…
button-tomorrow = Tomorrow
button-show-row = Show the row

## What people asked to hear of: `rule` is one of these, behind "when"

rule-price-rise = { $of } gets more expensive
rule-price-of-something = something
rule-spent = { $of } goes over { $amount } { $every }
rule-all-you-spend = all you spend
rule-balance = { $account } drops below { $amount }
rule-any-account = the balance of an account
# `payment` is one of the four phrases, `of` whose, and may be empty.
rule-comes-into = { $payment } { $of } comes into { $account }
rule-comes-in = { $payment } { $of } comes in
rule-leaves = { $payment } { $of } leaves { $account }
rule-is-made = { $payment } { $of } is made
rule-any-money = money
rule-money-over = more than { $amount }
rule-any-payment = a payment
rule-payment-over = a payment of more than { $amount }
rule-from = from { $of }
rule-for = for { $of }
rule-account-gone = an account that is gone
rule-proposed = I'd tell you when { $rule }. Shall I?
rule-saved = Saved: I tell you when { $rule }. /alerts shows all of them.
rule-removed = Removed: I no longer tell you when { $rule }.
rule-unknown-name = Nothing was set up.
rule-unclear = I'd gladly tell you, but I don't see of what. Say for example: tell me when anything over { $over } leaves my current account, or: warn me when my balance drops below { $below }. /alerts shows what I look out for.
rule-none-to-remove = You have no alerts of your own, so there is none to remove. /mute silences the rest.
rule-none-about-that = None of your alerts is about that. /alerts shows them; nothing was removed.
rule-which-one = Which one? /alerts shows them, with a button that removes each.

## Kinds, in lists

kind-budget = Budgets that run out
kind-goal = Goals
kind-large = Large payments
kind-low-balance = Low balance
kind-low-ahead = Too little for what is due
kind-salary-arrived = Salary arrived
kind-salary-missing = Salary missing
kind-fee = Fees
kind-double-charge = Charged twice
kind-new-payee = New payees
kind-bill-due = Bills of tomorrow
kind-own-rule = What you asked for

## Answers to one

alert-gone = I don't have that alert any more.
alert-not-lookout = All right, I don't look out for that.
alert-fine = ✓ It's fine.
alert-not-you = ✓ Not you.
alert-less = ✓ { $less }
alert-restored = Taken back: I tell you of these as before.
alert-restored-before = That was taken back already.
alert-tomorrow = I say it again tomorrow at { $time }.
alert-this-payment = this payment
alert-that-payment = { $amount } to { $payee } on { $day }
alert-not-me = Do this now:
alert-not-me-call = Call your bank on the number on your card or in its app, never one from a message.
alert-not-me-say = Say that you don't know { $what }, have the card blocked and the payment claimed back.
alert-not-me-look = Look for others that you don't know; small ones often come first.
alert-not-me-marked = I marked the row for a look: it is among those of /categories.
less-large = Less: I tell you of payments from { $large } on, and of those to new payees from { $new } on.
less-low = Less: I tell you of balances below { $amount }.
less-off = Less: no more of “{ $kind }” about { $about }.
less-kind-off = Less: no more of “{ $kind }”. /settings switches it on again.
less-rule = Less: I removed what you asked for.
button-save = Save
button-no = No
button-all-alerts = All alerts

## The list of them

alerts-how =
    To ask for one, say for example:
    • tell me when anything over { $large } leaves my current account
    • let me know when Netflix goes up
    • alert me if groceries go over { $spent } this month
    • warn me when my balance drops below { $below }
alerts-own =
    I tell you when:
    { $lines }
alerts-by-myself = By myself I tell you of: { $kinds }.
alerts-off =
    No more of these:
    { $lines }
alerts-off-line = • { $kind }: { $about }
button-remove-number = Remove { $number }
button-tell-again = Tell me of these again
button-alert-settings = Hours, amounts, kinds
button-alerts-and-summaries = Alerts and summaries

## Silence

mute-how-long = For how long? Say /mute { $days } days, /mute { $hours } hours, /mute until tomorrow or /mute off. Nothing was changed.
mute-ask = I speak up by myself when something matters. For how long shall I say nothing?
muted-until = I say nothing by myself until { $moment }.
muted = I say nothing by myself until { $moment }. What happens till then waits for the summary after it; questions I answer as ever.
unmuted = I speak up by myself again. What waited comes with the next summary.
mute-was-off = I was not muted: I speak up when something matters.
button-unmute = Speak again
button-mute-day = A day
button-mute-week = A week
button-mute-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## Refused

alert-older = That message is from another version, so its buttons do nothing any more.
rule-too-many = You have { $most } alerts of your own, which is all I keep. Remove one in /alerts first.
rule-account-unknown = You have no account called { $name }. /accounts shows yours.
rule-amount-refused = I can't look out for that amount.
rule-which-currency = In which currency? For example: over { $amount } EUR.
rule-how-much = From which amount on? For example: groceries over { $amount } this month.
rule-whose-price = Whose price? For example: when Netflix goes up.
rule-name-unknown = I know no category or payee called { $name }.
rule-gone = That alert is gone already. /alerts shows the ones you have.
