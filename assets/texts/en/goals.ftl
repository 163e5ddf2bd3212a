### Goals that a person saves for. Plain texts; names from outside stand as they are.

goal-none = You have no goals yet. To set one, say for example: save { $amount } for a holiday by July.
goal-all = Your goals:

## Set, put aside, removed; `by` and `held` may be empty

goal-set = Set: { $amount } for { $name } { $by }{ $held }.
goal-by = by { $day }
goal-held = , held in { $account }
goal-saved-so-far = { $saved } is saved, { $left } to go.
goal-tell-me = When you put something aside, tell me: put { $amount } to { $name }.
goal-put-aside = Noted: { $amount } put aside. { $standing }
goal-taken-out = Noted: { $amount } taken out. { $standing }
goal-removed = Removed: the goal of { $amount } for { $name }.

## Asked about

goal-left = { $left } to go for { $name }.
goal-when = In { $month }, at the present rate.
goal-when-unknown = I can't tell yet when { $name } is reached.
goal-no-hurry = { $name } has no date, so there is no hurry.
goal-in-time = Yes.
goal-not-in-time = No.
goal-too-early = It is too early to say.
goal-never = That never gets { $name } there.
goal-no-date = { $name } has no date, so there is no amount a month: { $left } to go. Give it one: { $lower } goal by December.
goal-day-passed = { $name }'s day has passed, with { $left } to go. Give it one: { $lower } goal by December.
goal-monthly = { $needed } a month gets { $name } there by { $day }: { $left } to go.
goal-monthly-later = A month's wait makes it { $later }.

## How one stands; `by` may be empty

goal-standing = { $name }: { $saved } of { $amount } saved, { $percent }, { $left } to go { $by }.
goal-standing-unknown = { $name }: { $amount } { $by }.
goal-reached = { $name } is reached: { $saved } of { $amount }.
goal-is-reached = It is reached.
goal-its-day-passed = Its day has passed.
goal-idle = Nothing was put aside of late.
goal-needs = { $amount } a month gets you there.
# `late` is how late, `would` what would make it; both may be empty.
goal-there-at = At { $amount } a month you get there in { $month }{ $late }{ $would }.
goal-there-with = With { $amount } a month you get there in { $month }{ $late }{ $would }.
goal-would-make-it = ; { $amount } a month would make it
goal-late-in-time = , in time
goal-late = , { $length } late
goal-early = , { $length } early
# `number` is the count, as a word where it is small.
goal-days = { $count ->
    [one] { $number } day
   *[other] { $number } days
}
goal-weeks = { $count ->
    [one] { $number } week
   *[other] { $number } weeks
}
goal-months = { $count ->
    [one] { $number } month
   *[other] { $number } months
}
goal-years = { $count ->
    [one] { $number } year
   *[other] { $number } years
}
number-one = one
number-two = two
number-three = three
number-four = four
number-five = five
number-six = six
number-seven = seven
number-eight = eight
number-nine = nine
number-ten = ten
number-eleven = eleven
number-twelve = twelve
goal-balance-unknown = I know no balance of { $account } yet: a statement that prints one tells me.
goal-account-up-to = I know { $account } up to { $day }.

## One in a line, and below its picture; `by` and `outlook` may be empty

goal-line = { $name }: { $saved } of { $amount } { $by }{ $outlook }
goal-line-outlook = ; { $outlook }
goal-part-unknown = an unknown part
goal-outlook-reached = reached
goal-outlook-at = at { $amount } a month: { $month }{ $late }
goal-outlook-needs = { $amount } a month gets you there
goal-behind = { $name } is behind. { $towards }

## Buttons and what they ask

goal-gone = That goal is gone. /goals shows the ones you have.
goal-amount-unreadable = I can't read that as an amount. Write it like { $whole } or { $exact }; nothing was changed.
goal-day-unreadable = I can't read that as a day. Write it like July, { $day } or in { $months } months; nothing was changed.
goal-day-field = July, or in { $months } months
goal-how-much-put = How much do you put aside for { $name }?
goal-how-much-take = How much do you take out of { $name }?
goal-how-much-amount = How much should there be for { $name }?
goal-by-when = By when for { $name }?
goal-counts-account = What is in { $account } counts.
goal-counts-by-hand = What you put aside by hand counts; no money moves.
goal-no-account = You have no account in { $currency } yet.
goal-which-account = Which account holds what you save for { $name }?
goal-account-gone = That account is gone. Nothing was changed.
button-show-goal = Show the goal
button-put-aside = Put aside
button-take-out = Take out
button-date = Date
button-no-date = No date
button-count-by-hand = Count by hand
button-count-account = Count an account
button-all-goals = All goals

## Refused

goal-gone-already = That goal is gone already. /goals shows the ones you have.
goal-unknown = You have no goal called { $name }. Yours: { $names }.
goal-which-one = Which one: { $names }? Nothing was changed.
goal-or = { $names } or { $last }
goal-is-account = { $name } is what is in { $account }: move the money there and it counts. Nothing was noted.
goal-other-currency = { $name } is in { $currency }. Nothing was noted.
goal-put-refused = I can't put that amount aside. Nothing was noted.
goal-too-little = Only { $amount } { $currency } is put aside for { $name }. Nothing was noted.
goal-too-many = You have { $most } goals, which is all I keep. Remove one in /goals first; nothing was set.
goal-which-currency = In which currency? For example: save { $amount } EUR for a holiday. Nothing was set.
goal-account-currency = That account is in { $currency }. Nothing was set.
goal-how-much = How much for { $name }? For example: save { $amount } for { $name }. Nothing was set.
goal-amount-refused = That amount can't be a goal. Nothing was set.
goal-saved-refused = That amount can't be saved already. Nothing was set.
goal-no-name = A goal needs a name: save { $amount } for a holiday. Nothing was set.
goal-name-too-long = That name is too long: { $most } letters at most. Nothing was set.
goal-day-not-ahead = That day is not ahead of us. Nothing was set.
goal-day-too-far = That day is too far away. Nothing was set.
goal-account-unknown = I know no account called { $name }. /accounts shows them; nothing was set.
goal-accounts-several = You have several accounts like { $name }. Nothing was set.
goal-account-taken = { $account } holds what you save for { $name } already. Nothing was set.
