### Months and categories at a glance. Texts are HTML; names from outside come escaped.

month-so-far = { $month } so far
month-unknown =
    <b>{ $title }</b>
    No statements yet, so I can't tell.
month-nothing = Nothing came in and nothing was spent.
month-category = { $category } { $amount }
month-most = Most on { $categories }
month-overspent = In { $income }, out { $spending }: { $gap } more than came in
month-saved = In { $income }, out { $spending }: saved { $saved }
as-far-as-known = As far as I know it: { $days }.
spent-in = <b>Spent in { $title }</b>: { $amounts }
nothing-spent = <b>{ $title }</b>: nothing spent.
smaller-ones = { $count ->
    [one] … and { $count } smaller one
   *[other] … and { $count } smaller ones
}
search-what = What shall I look for? For example: /search amazon, or /search coffee in March

## Rows that want a look

sure-of-all = Every row has a category that I'm sure of.
unsure = { $count ->
    [one] { $count } row wants a look: I'm not sure where it belongs.
   *[other] { $count } rows want a look: I'm not sure where they belong.
}
payee-moved = { $count ->
    [one] ✅ { $count } row of { $payee } is { $category } now.
   *[other] ✅ { $count } rows of { $payee } are { $category } now.
}
payee-stays = ✅ { $payee } stays { $category }.
button-undo-what = ↩️ Undo { $what }
button-look = Look at them
button-right = It's right
button-skip = Skip
button-done = Done
last-one = { $count ->
    [one] That was the last one. { $count } row that you skipped still wants a look.
   *[other] That was the last one. { $count } rows that you skipped still want a look.
}
enough-for-now = { $count ->
    [one] All right. { $count } row still wants a look; /categories brings you back here.
   *[other] All right. { $count } rows still want a look; /categories brings you back here.
}
# `others` and `more` may be empty.
where-does-it-belong =
    <b>{ $payee }</b>{ $others }
    { $date }  { $amount }
    { $description }
    I put it under <b>{ $category }</b>, but I'm not sure. Where does it belong? { $more }
one-of-rows = { $count ->
    [one] , one of { $count } row
   *[other] , one of { $count } rows
}
payees-to-look-at = ({ $payees } to look at)
row-gone = That row is not there any more. Nothing was changed.
category-field = Category
category-what =
    What is { $payee }? Type one of these, something narrower such as fuel, or a name of your own.
    <i>{ $categories }</i>
category-unknown = I have no category called “{ $name }” yet.
category-too-long = I know no such category, and a new one needs a name of at most { $letters } letters.
button-own-category = Make “{ $name }” one of mine
