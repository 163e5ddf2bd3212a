### The rows behind an answer, and one row. Texts are HTML; names from outside come escaped.

answer-gone = I don't have that answer any more. Ask again and I show what is behind it.
button-rows = Show the rows
button-rows-of = Rows: { $what }
button-more-rows = More ({ $left } left)
button-chart = Chart it
button-export-rows = Export these
button-undo-note = Undo
button-category = Category
button-category-of = Category: { $what }
too-little-to-draw = There is too little here to draw.
# `more` says what was left out, and may be empty.
rows-exported = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}, { $size }. { $more }
rows-left-out = { $count ->
    [one] The { $count } row older ones did not fit.
   *[other] The { $count } rows older ones did not fit.
}
rows-all = all
all-accounts = All accounts

## One row

button-delete = Delete
button-delete-it = Delete it
button-keep-row = Keep it
button-another = Another…
button-back-to-rows = Back to the rows
button-sort-payee = All { $all } of { $payee } too
row-where-to =
    { $row }
    It is under <b>{ $category }</b>. Where does it belong?
row-sorted = ✅ This row is under { $category } now.
payee-sorted = ✅ { $payee } is under { $category } now, this row and all others.
row-delete-ask =
    Delete this row?
    { $row }
    It stays deleted when a statement shows it again. You can undo it.
row-deleted =
    Deleted:
    { $row }
    It counts in no figure any more, and no statement brings it back.
row-second-date = (second date { $date })
row-account = Account: { $account }
# `decided` says who decided it.
row-category = Category: <b>{ $category }</b>, { $decided }
decided-by-you = as you said
decided-by-rule = by a rule of yours
decided-by-memory = as you sorted this payee before
decided-by-file = as the file says
decided-by-knowledge = from what I know of payees
decided-by-model = as the language model guessed
decided-by-nobody = but I'm not sure
typed = Typed by hand
typed-and-stands-in = Typed by hand, and stands in { $files }
stands-in = Stands in { $files }
place = { $file } (line { $line })
place-on-page = { $file } (page { $page }, line { $line })
a-statement = a statement
