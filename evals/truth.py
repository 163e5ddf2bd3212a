"""The arithmetic behind the questions: sums, counts and extremes over a ledger.csv, in plain Python."""
import calendar
import csv
import datetime as dt
import json
import re
from decimal import ROUND_HALF_UP, Decimal

NOT_SPENDING = {"Income", "Transfer", "Savings"}
ALTS = {"Housing": ["Rent"], "Groceries": ["Grocery", "Supermarkets", "Supermarket"], "Dining": ["Eating out", "Restaurants"],
        "Giving": ["Charity", "Donations"]}
TODAY = dt.date(2026, 3, 31)


def day(text):
    return dt.date.fromisoformat(text)


# ---------------------------------------------------------------- periods: (first day, last day)
def month(text):
    year, number = map(int, text.split("-"))
    return day(f"{text}-01"), day(f"{text}-{calendar.monthrange(year, number)[1]}")


def span(first, last):
    """From a day or a month to a day or a month, both included."""
    return (month(first)[0] if len(first) == 7 else day(first)), (month(last)[1] if len(last) == 7 else day(last))


def year(number):
    return day(f"{number}-01-01"), day(f"{number}-12-31")


def quarter(number, year_number):
    return span(f"{year_number}-{3 * number - 2:02}", f"{year_number}-{3 * number:02}")


def since(text, today=TODAY):
    return span(text, str(today))


def last_days(count, today=TODAY):
    return today - dt.timedelta(days=count - 1), today


def on(text):
    return day(text), day(text)


def days_of(period):
    return (period[1] - period[0]).days + 1


def months_of(period):
    at, out = period[0].replace(day=1), []
    while at <= period[1]:
        out.append(f"{at:%Y-%m}")
        at = (at + dt.timedelta(days=32)).replace(day=1)
    return out


# ---------------------------------------------------------------- rows
class Ledger:
    def __init__(self, path):
        with open(path, newline="", encoding="utf-8") as file:
            self.rows = [dict(row, date=day(row["date"]), amount=Decimal(row["amount"])) for row in csv.DictReader(file)]
        self.all = (min(row["date"] for row in self.rows), TODAY)

    def pick(self, category=None, merchant=None, period=None, account=None, without=None, word=None):
        """The rows of any of the categories, merchants, accounts given, inside the period, without a category or merchant."""
        first, last = period or self.all
        rows = [row for row in self.rows if first <= row["date"] <= last]
        if category:
            rows = [row for row in rows if row["category"] in aslist(category)]
        if account:
            rows = [row for row in rows if row["account"] == account]
        for name in [merchant, word]:
            if name:
                rows = [row for row in rows if any(named(row, one) for one in aslist(name))]
        for name in aslist(without or []):
            rows = [row for row in rows if row["category"] != name and not named(row, name)]
        return rows

    def spending(self, **scope):
        return [row for row in self.pick(**scope) if row["category"] not in NOT_SPENDING]

    def spent(self, **scope):
        return -sum((row["amount"] for row in self.spending(**scope)), Decimal(0))

    def earned(self, **scope):
        return sum((row["amount"] for row in self.pick(category="Income", **scope)), Decimal(0))

    def net(self, **scope):
        return self.earned(**scope) - self.spent(**scope)

    def out(self, **scope):
        """Money-out rows, transfers and savings apart."""
        return [row for row in self.spending(**scope) if row["amount"] < 0]

    def refunds(self, **scope):
        return [row for row in self.spending(**scope) if row["amount"] > 0]

    def by_category(self, **scope):
        totals = {}
        for row in self.spending(**scope):
            totals[row["category"]] = totals.get(row["category"], 0) - row["amount"]
        return totals

    def by_month(self, measure, period, **scope):
        return {name: measure(period=month(name), **scope) for name in months_of(period)}


def aslist(value):
    return [value] if isinstance(value, str) else list(value)


def flat(text):
    return " ".join(re.sub(r"[^\w]", " ", text.lower().replace("'", "")).split())


def named(row, name):
    return re.search(r"\b" + re.escape(flat(name)) + r"\b", flat(row["description"])) is not None


def most(totals):
    """The key of the highest value; a tie makes a bad question."""
    first, second = (sorted(totals.values(), reverse=True) + [None])[:2]
    assert first != second, f"a tie: {totals}"
    return max(totals, key=totals.get)


def least(totals):
    return most({key: -value for key, value in totals.items()})


def biggest(rows):
    return least_by_amount(sorted(rows, key=lambda row: row["amount"]))


def smallest(rows):
    return least_by_amount(sorted(rows, key=lambda row: -row["amount"]))


def least_by_amount(ordered):
    assert len(ordered) < 2 or ordered[0]["amount"] != ordered[1]["amount"], "a tie"
    return ordered[0]


def average(total, count):
    return (total / Decimal(count)).quantize(Decimal("0.01"), ROUND_HALF_UP)


# ---------------------------------------------------------------- expectations
def money(value):
    return float(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def amount(value, **more):
    return {"kind": "amount", "value": [money(one) for one in value] if isinstance(value, (list, tuple)) else money(value), **more}


def net_amount(value):
    return amount(value, signed=True)


def count(value):
    return {"kind": "count", "value": value if isinstance(value, int) else len(value)}


def percent(part, whole):
    return {"kind": "percent", "value": round(float(part / whole * 100), 2), "tolerance": 0.5}


def date(row_or_day, **more):
    return {"kind": "date", "value": str(row_or_day["date"] if isinstance(row_or_day, dict) else row_or_day), **more}


def first(rows):
    return date(min(rows, key=lambda row: row["date"]))


def last(rows):
    return date(max(rows, key=lambda row: row["date"]))


def name(value, among=(), amounts=(), alts=None, must=()):
    """A name or a month, before its rivals or beside its amounts."""
    known = {key: ALTS[key] for key in [value, *among] if key in ALTS}
    out = {"kind": "name", "value": value, "amounts": [money(one) for one in amounts], "must_include": list(must)}
    if among:
        out["among"] = sorted(among)
    return {**out, **({"alts": {**known, **(alts or {})}} if known or alts else {})}


def best(totals, pick=most, with_amount=True):
    """The highest (or lowest) of a table of totals, by name."""
    winner = pick(totals)
    return name(winner, among=list(totals), amounts=[totals[winner]] if with_amount else [])


def two(totals, pick=most):
    """The higher (or lower) of two, with both amounts."""
    return name(pick(totals), among=list(totals), amounts=list(totals.values()))


def top(totals, size):
    ordered = sorted(totals, key=totals.get, reverse=True)
    assert len({totals[key] for key in ordered[:size + 1]}) == min(size + 1, len(ordered)), "a tie"
    return names(ordered[:size], ordered=True, among=sorted(totals))


def names(value, **more):
    known = {key: ALTS[key] for key in [*value, *more.get("among", [])] if key in ALTS}
    alts = {**known, **more.pop("alts", {})}
    return {"kind": "names", "value": list(value), **more, **({"alts": alts} if alts else {})}


def must(*groups):
    """Each group a list of amounts, one of which the answer has to show."""
    return [[f"amount:{money(one):.2f}" for one in aslist_of(group)] for group in groups]


def aslist_of(value):
    return value if isinstance(value, (list, tuple)) else [value]


def yes(value, yes_if, no_if, needs=()):
    return {"kind": "yesno", "value": bool(value), "yes_if": list(yes_if), "no_if": list(no_if), "must_include": list(needs)}


def none(why):
    return {"kind": "none", "value": why}


def affordable(left, price):
    return yes(left >= price, ["can afford", "affordable", "enough", "you can"], ["can't", "cannot", "short", "not enough"])


def over(spent, limit):
    return yes(spent > limit, ["over", "exceed", "above", "past", "more than"], ["under", "within", "below", "left", "less than"],
               must([spent, abs(spent - limit)]))


def under(spent, limit):
    return yes(spent < limit, ["under", "within", "below", "stayed", "less than"], ["over", "exceed", "above", "more than"],
               must([spent, abs(spent - limit)]))


def higher(one, other, yes_if=("higher", "more", "up"), no_if=("lower", "less", "down")):
    return yes(one > other, yes_if, no_if, must([one, abs(one - other)]))


# ---------------------------------------------------------------- the file
class Questions:
    def __init__(self, prefix):
        self.prefix, self.out = prefix, []

    def ask(self, tags, turns, expect, today=None):
        tags = tags.split()
        question = {"id": f"{self.prefix}-{len(self.out) + 1:03}", "turns": [turns] if isinstance(turns, str) else turns}
        if today:
            question["today"] = today
            tags.append("today")
        expect = {**expect, "must_include": expect.get("must_include", []), "tolerance": expect.get("tolerance", 0.01)}
        self.out.append({**question, "expect": expect, "tags": tags})

    def write(self, path):
        with open(path, "w", encoding="utf-8") as file:
            for question in self.out:
                file.write(json.dumps(question, ensure_ascii=False) + "\n")
