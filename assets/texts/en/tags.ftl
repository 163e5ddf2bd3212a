### Tags: what people put on rows beside the category.

# Beside other names: "on Dining tagged #trip".
tagged = tagged { $tags }
nothing-tagged = Nothing is tagged { $tags } yet.
noted-tagged = { $category }, { $tags }

tagged-rows = { $count ->
    [one] { $count } row is { $tag } now.
   *[other] { $count } rows are { $tag } now.
}
tagged-rows-none = These rows have { $tag } already.
tagged-payee = { $count ->
    [one] { $payee }: { $count } row is { $tag } now. New ones get it too.
   *[other] { $payee }: { $count } rows are { $tag } now. New ones get it too.
}
tagged-payee-none = { $payee }: all rows have { $tag } already. New ones get it too.
untagged-rows = { $count ->
    [one] { $tag } is off { $count } row.
   *[other] { $tag } is off { $count } rows.
}
untagged-rows-none = None of these rows has { $tag }.
untagged-payee = { $count ->
    [one] { $payee }: { $tag } is off { $count } row, and new ones don't get it any more.
   *[other] { $payee }: { $tag } is off { $count } rows, and new ones don't get it any more.
}
untagged-payee-none = { $payee }: new rows don't get { $tag } any more.
tag-forgotten = { $count ->
    [one] { $tag } is off its { $count } row, and no new one gets it.
   *[other] { $tag } is off its { $count } rows, and no new one gets it.
}
tag-forgotten-none = No new row gets { $tag } any more.
step-tag = { $what } tagged { $tag }
step-untag = { $tag } off { $what }

tag-which = Which tag? Write it with a # in front, like this: tag hotel borges as #lisbon
tag-unknown-then = Tell me a payee, a category or some days, and I'll tag those rows.
tag-nothing-before = I don't know which rows you mean. Ask for some first, or name them, like this: tag hotel borges as { $tag }
tags-no-rows = There are no such rows, so nothing was tagged.
tag-unused = Nothing is tagged { $tag }.
tags-too-many = You have { $most } tags, which is as many as I keep apart. Take one off first, like this: remove the tag #old

menu-tags = Your tags, and the rows of each
tags-head = <b>Your tags</b>
tags-line = { $tag } · { $rows }
tags-none = You have no tags yet. A tag holds rows together whatever their category: a trip, a project, what your employer pays back. Write for example <i>tag hotel borges as #lisbon</i>, or open a row and tap Tags.
tags-how = Ask for one by name: <i>how much did I spend on { $tag }?</i> Budgets take them too: <i>{ $amount } a month for { $tag }</i>

button-tags = Tags
button-tag-these = Tag these
button-tag-new = New tag…
button-tag-on = ✓ { $tag }
button-tag-payee = { $tag } for all { $all } rows of { $payee }
row-tags = Tags: { $tags }
row-tags-choose = { $row }

    Tap a tag to put it on or take it off.
row-tags-first = { $row }

    You have no tags yet. Tap New tag and write one word.
tag-type = What should the tag be called? One word, for example #trip
tag-field = #trip
tag-unreadable = A tag is one word of letters, digits, - and _, up to { $letters } of them. How should it be called?
tag-these-ask = Which tag for these rows? Tap one, or write a new one.
tag-gone = Nothing has that tag any more. Your tags now: /tags
