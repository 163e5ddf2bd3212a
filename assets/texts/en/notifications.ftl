### What farthing said by itself, as a history. Texts are HTML; what was said comes escaped.

notifications-none = I have not said anything by myself yet. When I do, it is kept here.
notifications-head = <b>Notifications</b>, { $unread }
notifications-unread = { $count } new
notifications-none-new = all read
# One of them: a mark where it is new, what it is, and when it was said.
notification = { $mark } <b>{ $kind }</b> · { $day }, { $time }
notification-new = 🔵
button-newer = ◀ Newer
button-older = Older ▶
button-all-read = All read
notifications-all-read = All read.
notifications-nothing-new = There was nothing new.
notice-daily-summary = Summary of the day
notice-weekly-summary = Summary of the week
notice-monthly-summary = Summary of the month
notice-budget = Budget
notice-goal = Goal
notice-large = Large payment
notice-low-balance = Low balance
notice-low-ahead = Not enough for what is due
notice-salary-arrived = Income arrived
notice-salary-missing = Income is late
notice-fee = Fee
notice-double-charge = Charged twice?
notice-new-payee = Someone new
notice-bill-due = Bill due
notice-own-rule = Your own rule
notice-mail-paused = Summaries by email
notice-other = Notice
