### What tools refuse, why files cannot be read, and what steps are called. Plain texts.

tool-failed = Something went wrong on my side and nothing was changed. Please try again.
tool-whose = This needs to know whose money it is about.
tool-no-database = This needs a database.
tool-lost = I lost track of this. Please try again.
tool-not-by-sentence = That is not done by a sentence.
tool-unknown = There is no tool called { $name }.
tool-arguments = The arguments of { $name } do not fit: { $error }.
tool-too-many-rows = At most { $most } rows fit one call.

## Files that cannot be read

read-empty = The file is empty, so nothing was stored. Please download the statement again and send it once more.
read-unknown-format = I can read PDF and CSV statements, and this file is neither, so nothing was stored. Most banks offer a PDF or CSV download; please send one of those.
read-too-large = This file is too large to be a statement (more than { $megabytes } MB), so nothing was stored. Please send a shorter period.
read-too-many-rows = This file has more than { $limit } rows, so nothing was stored. Please send it in parts.
read-too-many-pages = This PDF has more than { $limit } pages, so nothing was stored. Please send the statements one by one.
read-password-needed = This PDF is protected by a password, so nothing was stored. Please send it again together with its password.
read-password-wrong = That password does not open this PDF, so nothing was stored. Please check it and try again.
read-protected = This PDF is protected in a way I cannot open, so nothing was stored. Please save an unprotected copy (print to PDF) and send that.
read-damaged = This file is damaged ({ $detail }), so nothing was stored. Please download it again and send it once more.
read-no-text = This PDF holds pictures of pages and no text, so nothing was stored. Please download the statement from your bank as a PDF or CSV instead of scanning it.
read-too-many-pictures = This PDF holds pictures of pages, and they take too long to recognise (I read up to { $limit } pages), so nothing was stored. Please send fewer pages, or download the statement from your bank as a PDF or CSV.
read-no-rows = I found no table of transactions in this file, so nothing was stored. If it is a statement, a CSV download of the same period will work better.
read-timed-out = This file was taking too long to read, so I stopped. Nothing was stored. The same statement as CSV or OFX may work.
read-crashed = Something in this file stopped me from reading it. Nothing was stored. The same statement as CSV or OFX may work.
read-larger = This file is larger than the { $megabytes } MB that I can read. Nothing was stored. Please send it in parts.
read-busy = I have my hands full with other files right now. Nothing was stored. Please send this one again in a minute.
read-not-started = I could not start reading ({ $error }). Nothing was stored. Please try again in a minute.
read-no-file = There is no file to read. Send me a bank statement.
corrections-too-many = More than { $most } corrections are too many for one file.
corrections-no-row = There is no row { $row } in this file.
import-amount-too-large = One of the amounts is too large to be real. Nothing was stored.
# `opens` may be empty.
import-gap = The rows of this statement and its balances do not add up: the gap is { $gap }. { $opens } Nothing was stored. Check the file; if it is what your bank sent, it can be kept with the gap.
import-gap-opens = It opens on { $day }, at { $row } (page { $page }).

## Rows, accounts, categories

rows-gone = That row is not there any more. Nothing was changed.
rows-gone-not-deleted = That row is not there any more. Nothing was deleted.
rows-too-many-to-delete = I delete at most { $most } rows at once. Nothing was deleted.
account-not-there = That account is not there any more. Nothing was changed. /accounts lists yours.
account-name-taken = Another account is called “{ $name }” already. Choose another name, or merge the two in /accounts.
account-name-same = It is called “{ $name }” already. Nothing was changed.
account-name-length = A name has { $min } to { $max } characters. Nothing was changed.
account-of-itself = An account is part of itself already. Choose another one.
account-other-currency = Only accounts of one currency can be merged. Nothing was changed.
account-unknown = I know no account called { $name }. /accounts shows them.
balances-days-to-come = Those days are still to come.
payments-unknown = I know no payments to or from “{ $name }”.
category-not-there = There is no category called “{ $name }”. Name one of: { $names }.

## Noting payments

record-how-many = One to { $most } payments fit one sentence. Nothing was noted.
record-no-words = I need a few words that say what it was for. Nothing was noted.
record-amount = That amount can't be right. Nothing was noted.
record-not-yet = That day hasn't come yet. Nothing was noted.
record-too-old = That day is too long ago. Nothing was noted.
record-which-account = “{ $name }” could be several of your accounts. Write the whole name, please; nothing was noted.
record-no-account = You have no { $currency } account called “{ $name }” here, so nothing was noted. Send it again without the account, or under a name from /accounts.
record-which-currency = Which currency is that? Write it once with the amount, as in “{ $amount } EUR coffee”, and I know from then on. Nothing was noted.

## Undoing

undo-nothing = There is nothing to undo.
undo-payment = A payment is not undone. Ask whoever got it to send it back.
undo-before = That was taken back already.
undo-later = I can't take back { $step } yet, because something later builds on it: { $later }. Take that back first; nothing was changed.
# What a step is called, behind "Taken back:".
step-budget = the budget of { $amount } { $currency } for { $name }
step-budget-removed = removing the budget for { $name }
step-goal = the goal of { $amount } { $currency } for { $name }
step-goal-removed = removing the goal { $name }
step-put-aside = putting { $amount } { $currency } aside for { $name }
step-taken-out = taking { $amount } { $currency } out of { $name }
step-delete = deleting { $what }
step-delete-row = { $payee }, { $day }
step-rename = renaming { $before } to { $after }
step-merge = merging { $from } into { $into }
step-category = { $what } to { $category }
step-import = a statement
step-wallet-transfer = the wallet's money to Transfer
