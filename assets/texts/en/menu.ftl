### The menu of commands, and what the bot says of itself. Plain texts; amounts in commands are examples.

bot-description = Send me a bank statement: I read it, prove it by its balances and sort every row. Then ask me about your money in plain words.
# At most a hundred and twenty characters.
bot-short-description = Reads your bank statements, proves them, and answers questions about your money.
menu-summary = This month at a glance
menu-spend = What you spent: /spend groceries last month
menu-budget = Your budgets: /budget { $amount } a month for eating out
menu-goals = What you save for: /goals { $amount } for a holiday by July
menu-search = Find rows: /search amazon
menu-categories = Where the money goes, and fixing it
menu-accounts = Your accounts and what is known of them
menu-statements = The files you sent: what they cover, what is missing
menu-balance = What is in your wallet
menu-send = Send money: /send { $amount } @ana for lunch
menu-request = Ask for money: /request { $amount } @ben for cinema
menu-history = What came in and went out of your wallet
menu-receipt = The latest receipt, with its proof
menu-requests = Requests that wait for an answer
menu-scheduled = Payments of later
menu-topup = How to put money into your wallet
menu-limits = How much you can send
menu-me = Your farthing id, for whoever pays you
menu-alerts = What I tell you by myself
menu-mute = Say nothing by myself: /mute { $days } days, /mute off
menu-undo = Take back the latest import or change
menu-notifications = What I told you by myself
menu-settings = Time zone, currency, alerts and summaries
menu-security = PIN and authenticator app
menu-export = All your rows as a file
menu-forget = Delete everything that is yours
menu-cancel = Stop what is running
menu-help = What I can do
menu-start = Begin
# Words that follow the command; they stay as they are.
menu-admin = stats, users, block, unblock, topup, payout, refund, resetpin, broadcast, dlq, jobs, health
