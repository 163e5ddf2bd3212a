### Budgets and how they stand. Plain texts; names from outside stand as they are.

budget-of-everything = All spending
# How often, and for which stretch.
budget-every-week = a week
budget-every-month = a month
budget-every-year = a year
budget-every-payday = from payday to payday
budget-this-week = this week
budget-this-month = this month
budget-this-year = this year
budget-until-payday = until payday
budget-since-payday = since payday
# `day` is a number such as a first or a second of the month.
budget-day-of-month = the { $day }

## Set and removed; `instead` may be empty

budget-set = Set: { $amount } { $every } for { $name }{ $instead }.
budget-set-instead = , instead of { $amount }
budget-goes-on = What is left over goes on into the next one.
budget-removed = Removed: { $amount } { $every } for { $name }.
budget-to-what = Tell me the new amount, for example: raise my groceries budget to { $amount }. Nothing was changed.
budget-unknown-set = Nothing was set; /budget suggests some.
budget-unknown-remove = /budget shows your budgets; nothing was removed.
budget-none-to-remove = You have no budgets, so there is none to remove.
budget-none-for-that = You have no budget for that. /budget shows the ones you have; nothing was removed.
budget-which-one = Which one? Say for example: remove my dining budget, or pick it in /budget.
budget-several = You have several for that, in different currencies. Pick one in /budget.

## How one stands; `carried` may be empty

budget-left = { $left } left for { $name } { $when }: you spent { $spent } of { $allowed }{ $carried }.
budget-over = Nothing is left for { $name } { $when }: you are { $left } over, { $spent } of { $allowed }{ $carried }.
budget-carried-left = , { $amount } of it left from before
budget-carried-over = , after { $amount } overspent before
budget-soon-over = At this rate you are { $over } over by { $end }.
budget-enough = At this rate it is enough.
budget-no-payment-yet = I know of no payment { $when } yet.
budget-known-up-to = I know payments up to { $day }.

## Asked about

budget-none = You have no budgets yet. Say, for example: { $amount } a month for eating out.
budget-none-here = You have no budget for that. Say, for example: { $amount } a month for eating out.
budget-none-suggested = You have no budgets yet. You spent { $average } a month on { $name } of late. To set one, say: { $sentence }.
budget-none-here-suggested = You have no budget for { $name }. You spent { $average } a month on it of late. To set one, say: { $sentence }.
# What may be typed to set it.
budget-sentence = { $amount } { $currency } a month for { $name }
budget-price-over = No: you are { $left } over for { $name } { $when } already.
budget-price-too-much = No: { $left } is left for { $name } { $when }, which is { $gap } too little for { $price }.
budget-price-fits = Yes: { $left } is left for { $name } { $when }, so { $price } leaves { $gap }.
budget-share-over = Nothing is left for { $name } { $days }: you are { $left } over; you spent { $spent } of { $part }, the days' share of { $amount } { $when }. { $whole }
budget-share-left = { $left } left for { $name } { $days }; you spent { $spent } of { $part }, the days' share of { $amount } { $when }. { $whole }
budget-yes-over = Yes. { $standing }
budget-not-over = No. { $standing }
budget-days-today = today
budget-days = from { $from } to { $to }
budget-all = Your budgets:
budget-all-none-over = No, none of your budgets is over:
budget-all-over = { $count ->
    [one] Yes, one is over:
   *[other] Yes, { $count } are over:
}
# `soon` may be empty.
budget-line-left = { $name }: { $left } left of { $allowed } { $when }{ $soon }
budget-line-over = { $name }: { $left } over the { $allowed } { $when }{ $soon }
budget-line-soon = , at this rate { $over } over by { $end }

## It has come to a threshold; `rest` may be empty

budget-reached-over = { $name }: you are { $left } over { $when }, { $spent } of { $allowed }{ $rest }.
budget-reached = { $name }: { $percent } of your budget is used { $when }, { $spent } of { $allowed }{ $rest }. { $left } is left. { $pace }
budget-reached-all = { $name }: your budget is used up { $when }, { $spent } of { $allowed }{ $rest }. { $left } is left. { $pace }
budget-days-to-go = { $count ->
    [one] , with one day to go
   *[other] , with { $count } days to go
}

## Buttons and what they ask

budget-gone = That budget is gone. /budget shows the ones you have.
budget-how = You have no budgets yet. To set one, say for example: { $amount } a month for eating out.
budget-how-much = How much { $every } for { $name }?
budget-amount-unreadable = I can't read that as an amount. Write it like { $whole } or { $exact }; nothing was changed.
budget-suggested = By what you spent of late, one tap sets:
budget-suggested-none = I have nothing more to suggest: what you spend day by day has a budget.
# What is set, below how it stands.
budget-rolls = { $amount } { $every }. What is left over goes on into the next one. { $speaks }
budget-anew = { $amount } { $every }. Each one begins anew. { $speaks }
budget-speaks-never = I don't speak up about it.
budget-speaks = I speak up at { $percents }.
budget-how-often = How often does the budget for { $name } begin anew?
button-budget-suggestion = { $name }: { $amount } a month
button-suggest-budgets = Suggest budgets
button-amount = Amount
button-how-often = How often
button-begin-anew = Begin anew each time
button-carry-over = Carry over what is left
button-remove = Remove
button-every-week = Every week
button-every-month = Every month
button-every-year = Every year
button-every-payday = From payday to payday

## Refused

budget-gone-already = That budget is gone already. /budget shows the ones you have.
budget-which-currency = In which currency? For example: { $amount } EUR a month for eating out. Nothing was set.
budget-amount-refused = That amount can't be a budget. Nothing was set.
budget-too-many = You have { $most } budgets, which is all I keep. Remove one in /budget first; nothing was set.
budget-too-many-names = A budget is for { $most } things at most. Nothing was set.
budget-category-unknown = I know no category called { $name }. /categories shows them; nothing was set.
budget-no-spending = A budget is for spending, and { $name } is none. Nothing was set.
budget-payee-unknown = I know no payee called { $name }. Nothing was set.
budget-thresholds = I can speak up at { $most } shares at most, from { $min } to { $max }. Nothing was set.
budget-payday-refused = A payday is a day of the month, { $first } to { $last }. Nothing was set.
budget-payday-unknown = I see no salary yet, so I don't know your payday. Try a week or a month; nothing was set.
budget-day-too-far = That day is too far away for a budget.
