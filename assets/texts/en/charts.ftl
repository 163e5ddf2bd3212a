### Pictures and what is said of them. Short words, because they are drawn; texts are plain.

chart-more = and { $count } more
chart-so-far = so far

## Budgets; `when` and `soon` may be empty

chart-budgets = Budgets
chart-budgets-head = Budgets, { $day }
chart-budgets-mark = today
chart-budgets-none = There are no budgets yet.
chart-budget-left = { $amount } left
chart-budget-over = { $amount } over
chart-budget-line-left = { $name }: { $figure } of { $allowed } { $when }{ $soon }
chart-budget-line-over = { $name }: { $figure } the { $allowed } { $when }{ $soon }
chart-budget-line-soon = , at this rate { $over } over
chart-budget-soon = soon { $over } over
chart-budget-spent = { $spent } of { $allowed } { $when }
# Stands for a name that cannot be drawn.
chart-budget-number = Budget { $number }

## Goals; `by` and `outlook` may be empty

chart-goals = Goals
chart-goals-head = Goals, { $day }
chart-goals-mark = where it should be
chart-goals-none = There are no goals yet.
chart-goal-saved = { $saved } of { $amount }
chart-goal-line = { $name }: { $figure } ({ $percent }){ $by }{ $outlook }
chart-goal-line-by = , by { $day }
chart-goal-no-date = no date
chart-goal-saved-of = saved of { $amount } { $by }
# Stand for names that cannot be drawn.
chart-goal-number = Goal { $number }
chart-goal-yours = Your goal

## Balances; `range` and `gaps` may be empty

chart-balances = Balance over time
chart-balances-head = Balance over time, { $days }
chart-balances-none = No statement prints a balance for these days.
chart-balance-at = { $amount } on { $day }
chart-balance-line = { $name }: { $last }, { $first } at first{ $range }{ $gaps }
chart-balance-range = ; lowest { $lowest }, highest { $highest }
chart-balance-gaps = ; not known: { $days }
chart-balance-gaps-more = ; not known: { $days } and { $count } more
chart-balance-on = on { $day } · { $name }
# Stand for names that cannot be drawn.
chart-account-number = Account { $number }
chart-account-yours = your account

## What statements cover

chart-coverage = What your statements cover
chart-coverage-key = Striped: days between statements that none covers
chart-coverage-line = { $name }: { $days }
chart-coverage-line-missing = { $name }: { $days }; missing: { $missing }
chart-coverage-more = { $days } and { $count } more

## Shares

chart-shares = Where it went
chart-shares-head =
    Where it went: { $about }
    { $total } in all
chart-shares-none = Nothing was spent in this time.
chart-shares-rest = Everything else
chart-shares-refunds = refunds
chart-shares-came-back = (more came back than went out)

## Months

chart-months = Month by month
chart-months-head = Month by month: { $about }
chart-months-none = There are no statements for these months yet.
chart-months-average = { $amount } a month on average
chart-months-spent-and-in = Spent / came in, in { $currency }
chart-months-spent = Spent, in { $currency }
chart-months-unknown = no statements
chart-months-no-data = no data
chart-months-key-in = Came in
chart-months-key-spent = Spent
chart-months-about = in { $currency } · { $about }
chart-months-about-average = spent a month on average · { $about }
chart-months-line-average = avg { $amount }
