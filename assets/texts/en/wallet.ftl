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
