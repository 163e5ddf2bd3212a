### Time zone and home currency. Texts are HTML; names from outside come escaped.

settings =
    <b>Settings</b>
    Time zone: { $zone }
    Home currency: { $currency }
time-zone-not-set = not set, so I go by UTC
currency-not-set = not set
button-change-zone = Change time zone
button-change-currency = Change currency
settings-guess = One thing, so that “today” and “this month” are yours: are you on <b>{ $place }</b> time, with <b>{ $currency }</b> as your home currency?
settings-guess-zone = One thing, so that “today” and “this month” are yours: are you on <b>{ $place }</b> time? And which currency is yours?
button-both-right = Yes, both are right
button-zone-right = Yes, the time is right
button-other-zone = Other time zone
button-other-currency = Other currency
button-choose-currency = Choose currency
city-field = Your city
# `hours` is an example of hours before or after UTC.
which-city = Which city are you in or near? A big one is enough, or the hours: { $hours }.
which-place = Which of these?
place-unknown = I don't know a place called “{ $place }”. Try a bigger city nearby, or the hours: { $hours }.
zone-unknown = I don't know that time zone. /settings lets you choose.
place-and-time = { $place }, where it is { $time } now
settings-set = Set: { $place }. Your home currency is { $currency }. /settings changes both any time.
zone-set = Set: { $place }. /settings changes it any time.
which-currency = Which currency do you think in? A code such as EUR or a name such as pounds.
currency-unknown = I don't know a currency called “{ $name }”. Its three letters always work: EUR, GBP, NGN.
currency-code-unknown = I don't know that currency. /settings lets you choose.
currency-set = Set: your home currency is { $currency }.

## Alerts and summaries. `off` may be empty

attention =
    <b>Alerts and summaries</b>
    { $summaries }
    { $quiet }
    At most { $most } alerts a day; more wait for the next summary
    Large payment: from { $large } on
    Low balance: below { $low }
    { $off }
    /mute silences me for a while, /alerts has what you asked for.
attention-off = Switched off: { $kinds }
attention-no-summaries = Summaries: none
attention-summaries = Summaries at { $time }: { $kinds }
summary-kind-daily = daily
summary-kind-weekly = weekly on { $day }
summary-kind-monthly = monthly
attention-never-quiet = Quiet: never
attention-quiet = Quiet from { $from } to { $to }
attention-hour = When shall summaries come?
attention-weekday = On which day shall the weekly summary come?
attention-quiet-when = When shall I be quiet?
attention-kinds = What shall I tell you of? Tap to switch.
attention-large = From which amount on is a payment large?
attention-low = Below which amount is a balance low?
attention-a-day = How many alerts a day at most? What is more waits for the next summary.
button-daily-on = Daily: on
button-daily-off = Daily: off
button-weekly-on = Weekly: on
button-weekly-off = Weekly: off
button-monthly-on = Monthly: on
button-monthly-off = Monthly: off
button-summary-at = At { $time }
button-weekly-day = Weekly on { $day }
button-which-alerts = Which alerts
button-a-day = { $number } a day
button-large = Large: { $amount }
button-low = Low: { $amount }
button-never = Never
button-from-to = { $from } to { $to }
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
