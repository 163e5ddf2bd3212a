### Answers to questions. Amounts, dates and periods come ready; `about` is a phrase such as "on Groceries", `when` one such as
### "in March": both may be empty, and then disappear with their space. `answer` is yes, no, or nothing when neither was asked.

## What is counted

count-payments = { $count ->
    [one] { $count } payment
   *[other] { $count } payments
}
count-incoming-payments = { $count ->
    [one] { $count } incoming payment
   *[other] { $count } incoming payments
}
count-refunds = { $count ->
    [one] { $count } refund
   *[other] { $count } refunds
}
count-transactions = { $count ->
    [one] { $count } transaction
   *[other] { $count } transactions
}
count-categories = { $count ->
    [one] { $count } category
   *[other] { $count } categories
}
count-payees = { $count ->
    [one] { $count } payee
   *[other] { $count } payees
}
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
}
count-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
# A number with decimals.
average-payments = { $number } payments
average-incoming-payments = { $number } incoming payments
average-refunds = { $number } refunds

## What is measured; `place` is start or inside, of a sentence

measure-spending = { $place ->
    [inside] spending
   *[start] Spending
}
measure-income = { $place ->
    [inside] income
   *[start] Income
}
measure-net = { $place ->
    [inside] income minus spending
   *[start] Income minus spending
}
measure-savings-rate = { $place ->
    [inside] savings rate
   *[start] Savings rate
}
measure-refunds = { $place ->
    [inside] refunds
   *[start] Refunds
}
measure-money-out = { $place ->
    [inside] money out
   *[start] Money out
}
measure-payments = { $place ->
    [inside] payments
   *[start] Payments
}
measure-receipts = { $place ->
    [inside] payments in
   *[start] Payments in
}
measure-refund-count = { $place ->
    [inside] number of refunds
   *[start] Number of refunds
}

## What it is about

and-list = { $items } and { $last }
payees-in-categories = { $payees } ({ $categories })
about-from = from { $names }
about-on = on { $names }
about-at = at { $names }
limit-over = over { $amount }
limit-under = under { $amount }
limit-at-least = of at least { $amount }
limit-exactly = of exactly { $amount }
limit-between = between { $low } and { $high }
on-accounts = on your { $accounts } account
on-weekdays = on { $weekdays }
without = without { $names }
mondays = Mondays
tuesdays = Tuesdays
wednesdays = Wednesdays
thursdays = Thursdays
fridays = Fridays
saturdays = Saturdays
sundays = Sundays

## What is missing

no-statements-at-all = I have no statements yet, so I can't tell. Send me one and ask again.
no-statements = I have no statements for { $asked }, so I can't tell. Yours run from { $from } to { $to }.
that-time = that time
gaps = My statements for this cover { $days } only.
unknown-payees = I found no payments to { $names }.
not-looked-up = I couldn't look that up just now. Nothing was changed; please ask again.
wider = Nothing is marked as { $name } { $when }. { $category } came to { $all }.
wider-most = Nothing is marked as { $name } { $when }. { $category } came to { $all }, most of it { $payee }: { $most }.

none-in =
    { $answer ->
        [no] No: nothing
        [yes] Yes: nothing
       *[plain] Nothing
    } came in { $about } { $when }.
none-refunds =
    { $answer ->
        [no] No: no refunds
        [yes] Yes: no refunds
       *[plain] No refunds
    } { $about } { $when }.
none-either-way =
    { $answer ->
        [no] No: nothing
        [yes] Yes: nothing
       *[plain] Nothing
    } came in and nothing was spent { $when }.
none-payments =
    { $answer ->
        [no] No: no payments
        [yes] Yes: no payments
       *[plain] No payments
    } { $about } { $when }.
none-spent =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } spent nothing { $about } { $when }.
none-found =
    { $answer ->
        [no] No: I
        [yes] Yes: I
       *[plain] I
    } found no payments { $about } { $when }.

## One figure; `behind` says how many rows stand behind it, and may be empty

behind-transactions = { $count ->
    [one] ({ $count } transaction)
   *[other] ({ $count } transactions)
}
behind-payments = { $count ->
    [one] ({ $count } payment)
   *[other] ({ $count } payments)
}
behind-refunds = { $count ->
    [one] ({ $count } refund)
   *[other] ({ $count } refunds)
}
spent =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } spent { $value } { $about } { $when } { $behind }.
received =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } received { $value } { $about } { $when } { $behind }.
refunded =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } got { $value } back in refunds { $about } { $when } { $behind }.
more-in =
    { $answer ->
        [no] No: { $value }
        [yes] Yes: { $value }
       *[plain] { $value }
    } more came in than went out { $about } { $when } { $behind }.
went-out =
    { $answer ->
        [no] No: { $value }
        [yes] Yes: { $value }
       *[plain] { $value }
    } went out { $about } { $when } { $behind }.
number-of =
    { $answer ->
        [no] No: { $value }
        [yes] Yes: { $value }
       *[plain] { $value }
    } { $about } { $when }.
overspent =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } overspent { $about } { $when }: income minus spending comes to { $value }.
left-over =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } had { $value } left over { $about } { $when }: income minus spending.
savings-rate =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } kept { $value } of your income { $when }.
savings-rate-negative =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } spent more than you earned { $when }: a savings rate of { $value }.

a-month = { $value } a month
a-week = { $value } a week
a-day = { $value } a day
a-payment = { $value } a payment
# The value says how often: "£200.00 a month".
average-spent =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } spent { $value } { $about } { $when } on average.
average-earned =
    { $answer ->
        [no] No: you
        [yes] Yes: you
       *[plain] You
    } earned { $value } { $about } { $when } on average.
average-net =
    { $answer ->
        [no] No: Income
        [yes] Yes: Income
       *[plain] Income
    } minus spending came to { $value } { $about } { $when } on average.
average-other =
    { $answer ->
        [no] No: { $value }
        [yes] Yes: { $value }
       *[plain] { $value }
    } { $about } { $when } on average.

share = { $percent } of { $whole } went on { $part } { $when }: { $value } of { $of }.
share-spending = spending
whole-named = what you spent on { $name }
whole-income = your income
whole-spending = your spending

## Lists; `more` and `gaps` may be empty

list =
    { $head }:
    { $lines }
    { $more }
    { $gaps }
more-lines = { $count ->
    [one] … and { $count } more line.
   *[other] … and { $count } more lines.
}
group-line = { $name }: { $value }
groups-head = { $title } { $about } { $by } { $when }
by-category = by category
by-payee = by payee
by-account = by account
by-day = by day
by-weekday = by day of the week
by-week = by week (from Monday)
by-month = by month
by-quarter = by quarter
by-year = by year
headline-top = Top { $groups } { $about } { $when }
headline-lowest = Lowest { $groups } { $about } { $when }
headline-most-used = Most used { $groups } { $about } { $when }
headline-least-used = Least used { $groups } { $about } { $when }
groups-categories = categories
groups-payees = payees
groups-accounts = accounts
groups-days = days
groups-weekdays = days of the week
groups-weeks = weeks
groups-months = months
groups-quarters = quarters
groups-years = years
top-name = { $name }, with { $value } { $when }.
top-highest = { $name }: { $value } { $about }, the highest { $when }.
top-lowest = { $name }: { $value } { $about }, the lowest { $when }.
largest-of-each =
    The largest payment of each category { $when }:
    { $lines }
largest-of-each-line = { $category }: { $amount } at { $payee } on { $date }
how-many = { $groups } { $about } { $when }.
how-many-most = { $groups } { $about } { $when }, most of it at { $most }.

## Rows; `flow` is in or out

row-largest = the largest
row-smallest = the smallest
row-latest = the latest
row-first = the first
row-second-largest = the second largest
row-third-largest = the third largest
row-second-smallest = the second smallest
row-before-latest = the one before the latest
row-next = the next one of those
# Stands where "in March" stands: "the largest I have".
row-i-have = I have
row = { $amount } { $flow ->
    [in] from
   *[out] at
} { $payee } on { $date }.
row-today = Today: { $amount } { $flow ->
    [in] from
   *[out] at
} { $payee } on { $date }.
row-ago = { $count ->
    [one] { $count } day
   *[other] { $count } days
} ago: { $amount } { $flow ->
    [in] from
   *[out] at
} { $payee } on { $date }.
row-by-date = On { $date }: { $amount } { $flow ->
    [in] from
   *[out] at
} { $payee }, { $which } { $when }.
row-by-payee = { $payee }, { $amount } on { $date }: { $which } { $when }.
row-by-amount = { $amount } { $flow ->
    [in] from
   *[out] at
} { $payee } on { $date }, { $which } { $when }.
row-line = { $date }  { $payee }  { $amount }
row-line-in = { $date }  { $payee }  +{ $amount }
list-yes = Yes: { $head }
list-largest =
    { $kind ->
        [incoming] Largest incoming payments
        [refunds] Largest refunds
       *[payments] Largest payments
    } { $about } { $when }
list-smallest =
    { $kind ->
        [incoming] Smallest incoming payments
        [refunds] Smallest refunds
       *[payments] Smallest payments
    } { $about } { $when }
list-first =
    { $kind ->
        [incoming] First incoming payments
        [refunds] First refunds
       *[payments] First payments
    } { $about } { $when }
list-latest =
    { $kind ->
        [incoming] Latest incoming payments
        [refunds] Latest refunds
       *[payments] Latest payments
    } { $about } { $when }
list-counted = { $rows } { $about } { $when }
list-counted-sum = { $rows } { $about } { $when }, { $sum } in all
more-rows = { $count ->
    [one] … and { $count } more row.
   *[other] … and { $count } more.
}

## Comparisons; `topic` may be empty, `than` is more or less

compare =
    { $answer ->
        [no] No: { $topic }
        [yes] Yes: { $topic }
       *[plain] { $topic }
    } { $one } { $when } came to { $first }, { $gap } { $than ->
        [more] more than
       *[less] less than
    } { $other } ({ $second }).
compare-same =
    { $answer ->
        [no] No: { $topic }
        [yes] Yes: { $topic }
       *[plain] { $topic }
    } { $one } and { $other } are the same { $when }: { $both } each.
compare-change =
    { $change } { $than ->
        [more] more
       *[less] less
    } { $topic } { $one } than { $other } { $when }: { $first } against { $second }.
compare-difference =
    { $gap } { $than ->
        [more] more
       *[less] less
    } { $one } than { $other } { $when }: { $first } against { $second }.

## Budgets, prices, income against spending; `side` is over or under, `verb` is spent or earned

limit-untouched = The whole { $amount } is left.
limit-exceeded = Nothing is left: you are { $gap } over { $about } { $when }, { $spent } of { $of }.
limit-left =
    { $gap } left { $about } { $when }: { $verb ->
        [earned] you earned
       *[spent] you spent
    } { $spent } of { $of }.
limit-compared =
    { $gap } { $side ->
        [over] over
       *[under] under
    } { $about } { $when }: { $verb ->
        [earned] you earned
       *[spent] you spent
    } { $spent } of { $of }.
limit-answered =
    { $answer ->
        [no] No
       *[yes] Yes
    }: { $verb ->
        [earned] you earned
       *[spent] you spent
    } { $spent } { $about } { $when }, { $gap } { $side ->
        [over] over
       *[under] under
    } { $of }.
afford = Yes: income minus spending { $when } is { $left }, so { $price } leaves { $gap }.
afford-not = No: income minus spending { $when } is { $left }, which is { $gap } too little for { $price }.
afford-unknown = I can't tell whether { $price } fits: nothing came in or went out { $when }.
only-earned =
    { $answer ->
        [no] No
       *[yes] Yes
    }: you spent nothing and earned { $earned } { $when }.
out-and-in =
    You earned { $earned } and spent { $spent } { $when }: { $gap } { $than ->
        [more] more
       *[less] less
    } went out than came in.
out-and-in-answered =
    { $answer ->
        [no] No
       *[yes] Yes
    }: you spent { $spent } and earned { $earned } { $when }: { $gap } { $than ->
        [more] more
       *[less] less
    } went out than came in.

## What is paid again and again; `kind` is subscriptions or regular

count-subscriptions = { $count ->
    [one] { $count } subscription
   *[other] { $count } subscriptions
}
count-regular-payments = { $count ->
    [one] { $count } regular payment
   *[other] { $count } regular payments
}
recurring-none =
    { $answer ->
        [no] No: I
       *[plain] I
    } found no { $kind ->
        [subscriptions] subscriptions
       *[regular] regular payments
    }.
recurring-none-to =
    { $answer ->
        [no] No: I
       *[plain] I
    } found no payments to { $name }.
recurring-count = { $payments }: { $names }.
recurring-head = { $payments }, { $costs }
recurring-costs = { $amounts } a month in all
recurring-not-running = { $kind ->
    [subscriptions] no subscription is running
   *[regular] no regular payment is running
}
recurring-largest = { $payee }, { $amount }.
recurring-line = { $payee }: { $amount }
each-week = { $amount } a week
each-fortnight = { $amount } every two weeks
each-month = { $amount } a month
each-quarter = { $amount } a quarter
each-half-year = { $amount } every half year
each-year = { $amount } a year
each-time = { $amount } each time
recurring-still =
    { $answer ->
        [no] No
       *[yes] Yes
    }: { $payee } was last charged on { $last }, { $amount }.
recurring-stopped =
    { $answer ->
        [no] No
       *[yes] Yes
    }: the last payment to { $payee } was { $amount } on { $last }.
recurring-gone =
    Not paid any more:
    { $lines }
recurring-gone-line = { $payee }: last { $amount } on { $last }
recurring-none-gone = { $kind ->
    [subscriptions] I found no subscription that stopped.
   *[regular] I found no regular payment that stopped.
}
recurring-next = Around { $day }: { $payee } last took { $amount } on { $last }.
recurring-no-rhythm = I can't tell: { $payee } keeps no rhythm. It last took { $amount } on { $last }.
recurring-upcoming =
    Expected, going by the last ones:
    { $lines }
recurring-upcoming-line = { $day }: { $payee } { $amount }
recurring-none-upcoming = { $kind ->
    [subscriptions] I expect no subscription.
   *[regular] I expect no regular payment.
}
price-same =
    { $answer ->
        [no] No: { $payee }
       *[plain] { $payee }
    } has been the same { $amount } from { $from } to { $to }.
price-up =
    { $answer ->
        [no] No: { $payee }
        [yes] Yes: { $payee }
       *[plain] { $payee }
    } went up from { $old } to { $new } on { $on }.
price-down =
    { $answer ->
        [no] No: { $payee }
        [yes] Yes: { $payee }
       *[plain] { $payee }
    } went down from { $old } to { $new } on { $on }.
prices =
    { $change }
    { $lines }
price-line = { $from }: { $amount }
price-changed =
    { $answer ->
        [yes] Yes. Changed
       *[plain] Changed
    } prices:
    { $lines }
price-changed-line = { $payee }: { $old } → { $new } on { $on }
price-none-changed =
    { $answer ->
        [no] No: no
       *[plain] no
    } { $kind ->
        [subscriptions] subscription
       *[regular] regular payment
    } changed its price.

## What is known of the accounts

coverage =
    What I have statements for:
    { $lines }
coverage-line = { $account } ({ $currency }): { $days }, { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
no-dated-statement = no dated statement
balances =
    As your statements print it:
    { $lines }
balance-line = { $account }: { $amount } on { $on }
no-balances = I can't tell: none of your statements prints a balance.

## What is not answered; `examples` are questions to try

examples = Try "How much did I spend on groceries last month?" or "Show payments over { $amount } in March".
option-only = Only { $name }
hello = Hello! I answer questions about your money from your statements. { $examples }
unclear-question = I'm not sure what you'd like to know about that. { $examples }
unclear-days = I'm not sure which days you mean by { $words }; could you give me the dates?
unreadable-date = I can't read { $date } as a date; could you write it like { $example }?
not-happened-yet = { $days } hasn't happened yet, so I have no statements for it.
cannot-move-money = I can't move money from here, sorry. { $examples }
cannot-do = I can't do that from a sentence, sorry: I only answer questions about your own money. { $examples }
other-topic = Sorry, I can only help with your own money. { $examples }
past-balance-not-yet = I can't tell what an account held on a past day yet, sorry. { $examples }
not-yet = I can't work that out yet, sorry. { $examples }
not-caught = Sorry, I didn't catch that; I can only help with your own money. { $examples }

## A name that nobody here has; `then` is a sentence

unknown-name = I don't know “{ $name }” yet: no category, payee or account of yours is called that. A category such as Groceries or Dining works, and every payee of your statements. { $then }
unknown-name-near = I don't know “{ $name }”. Did you mean { $near }? { $then }
unknown-name-several = I don't know “{ $name }”. Did you mean one of these: { $near }? { $then }

## Balances over time; `change`, `range` and `known` may be empty

balances-none = I can't tell: no statement prints a balance { $when }. A PDF with opening and closing balances does.
balances-line = { $name }: { $last }{ $change }. { $range } { $known }
balances-same = , the same as on { $day }
balances-more = , { $amount } more than on { $day }
balances-less = , { $amount } less than on { $day }
balances-range = Lowest { $lowest }, highest { $highest }.
balances-at = { $amount } on { $day }
balances-known = I know it for { $days }.
