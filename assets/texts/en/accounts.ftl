### Accounts and their statements. Texts are HTML; names from outside come escaped.

account-rows = { $rows }, { $days }
account-balance = Balance { $amount } on { $date }
account-typed = From what you typed or paid here; no statements yet
account-not-proven = { $count ->
    [one] Not proven: { $count } statement without balances that vouch for every row
   *[other] Not proven: { $count } statements without balances that vouch for every row
}
account-proven-by-one = Proven: its balances vouch for every row
account-proven = { $count ->
    [one] Proven: the balances of all { $count } statement vouch for every row
   *[other] Proven: the balances of all { $count } statements vouch for every row
}
account-partly-proven = { $count ->
    [one] Partly proven: { $proven } of { $count } statement by their balances
   *[other] Partly proven: { $proven } of { $count } statements by their balances
}
statements-before = { $count ->
    [one] … and { $count } statement before these
   *[other] … and { $count } statements before these
}

## Statements of an account

statements-known = Covered: { $days }
statements-missing = ⚠️ Missing: { $days }

## One statement in a line; `end` and `file` may be empty

statement-no-dates = No dates
statement-end = , { $amount } at the end
statement-proven = ✅ { $period }: proven{ $end } { $file }
statement-gap = ⚠️ { $period }: kept with a gap of { $gap }{ $end } { $file }
statement-not-proven = • { $period }: not proven{ $end } { $file }

## Names and merging

button-rename = Rename
button-merge-into = Merge into…
button-merge = Merge them
button-back = Back
button-open-account = Open it
account-name-field = Name
account-name-what = What shall I call <b>{ $account }</b>? Type { $min } to { $max } characters, or /cancel.
account-renamed = <b>{ $before }</b> is called <b>{ $after }</b> now.
merge-into-which = Which account shall <b>{ $account }</b> become part of? Its statements and rows move there, and what both have is counted once.
merge-ask =
    Make <b>{ $from }</b> part of <b>{ $into }</b>?
    { $moves }; { $joined }
    <b>{ $into }</b> then has { $count ->
        [one] { $count } row
       *[other] { $count } rows
    }, and later files of either go there. You can undo it.
merge-moves = { $count ->
    [one] { $count } row moves
   *[other] { $count } rows move
}
merged = <b>{ $from }</b> is part of <b>{ $into }</b> now. { $count ->
    [one] { $count } row moved
   *[other] { $count } rows moved
}; { $joined }
merge-none-joined = none of them is in both.
merge-joined = { $count ->
    [one] { $count } row that both have is counted once.
   *[other] { $count } rows that both have are counted once.
}
