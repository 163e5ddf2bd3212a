### Summaries that come by themselves. Plain texts: they are escaped as a whole.

summary-week = Your week, { $days }
summary-yesterday = Yesterday, { $day }
summary-days = The last days, { $days }
summary-coming-up = Coming up
summary-budgets = Budgets
summary-also = Also
summary-more-notices = More of them: /notifications
summary-spent = { $count ->
    [one] You spent { $spent } in { $count } payment{ $compared }.
   *[other] You spent { $spent } in { $count } payments{ $compared }.
}
summary-came-back = { $amount } more came back than you spent{ $compared }.
summary-income = { $income } came in{ $kept }.
summary-income-back = { $income } of income was taken back.
# Behind the sums: how they compare with the stretch before, and what was left.
summary-same-month = , as much as the month before
summary-less-month = , { $amount } less than the month before
summary-more-month = , { $amount } more than the month before
summary-same-week = , as much as the week before
summary-less-week = , { $amount } less than the week before
summary-more-week = , { $amount } more than the week before
summary-kept = , so { $kept } stayed
summary-overspent = , { $gap } less than went out
summary-largest = The largest: { $name }, { $amount }.
summary-most = Most of it: { $categories }.
summary-category = { $category } { $amount }
summary-due-today = { $name } { $amount } today
summary-due-tomorrow = { $name } { $amount } tomorrow
summary-due-on = { $name } { $amount } on { $day }
summary-budget-over = { $name }: { $amount } over, until { $day }
summary-budget-left = { $name }: { $percent } used, { $amount } left until { $day }
summary-budget-nothing = { $name }: nothing left until { $day }
