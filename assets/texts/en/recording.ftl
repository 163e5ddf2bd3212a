### What is said about payments that a person told of.

noted-one = Noted: { $row }.
noted =
    { $count ->
        [one] Noted { $count } payment
       *[other] Noted { $count } payments
    }:
    { $lines }
noted-line = • { $row }
noted-in = { $amount } in
noted-to = { $amount } to { $payee }
noted-in-from = { $amount } in from { $payee }
# The amount may name the payee: "£5.50 to Ana".
noted-for = { $amount } for { $what }
noted-row = { $amount }, { $day }, as { $category }
noted-row-into = { $amount }, { $day }, into { $account }, as { $category }
noted-row-from = { $amount }, { $day }, from { $account }, as { $category }
noted-for-now = { $category } for now
noted-today = today
noted-yesterday = yesterday
