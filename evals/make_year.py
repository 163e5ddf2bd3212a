#!/usr/bin/env python3
"""Writes a made-up household's year of payments: make_year.py [FILE] (default: year.csv beside this script).

One family in Cork, in euros, from January 2025 to March 2026: a current account, a joint account and a credit card.
Every run writes the same file. Standard library only.
"""
import calendar
import csv
import datetime as dt
import pathlib
import random
import sys
from decimal import Decimal

FIRST_MONTH, LAST_MONTH = "2025-01", "2026-03"

# name, description, category, account, day of the month, {from month: amount}, last month
# In a description {n} becomes a store number and {r} a reference, both drawn anew for each payment.
MONTHLY = [
    ("McCarthy Lettings", "S/O MCCARTHY LETTINGS RENT", "Housing", "Joint", 1, {"2025-01": -1650, "2025-11": -1720}, None),
    ("Northwind", "NORTHWIND MEDICAL LTD SALARY", "Income", "Current", 27, {"2025-01": "3180.44", "2026-01": "3295.10"}, None),
    ("City Council", "CORK CITY COUNCIL SALARY", "Income", "Joint", 28, {"2025-01": "1890.25", "2025-07": "1926.80"}, None),
    ("Child benefit", "DSP CHILD BENEFIT", "Income", "Joint", 4, {"2025-01": 140}, None),
    ("To joint", "TRANSFER TO JOINT ACCOUNT", "Transfer", "Current", 28, {"2025-01": -1300, "2025-09": -1450}, None),
    ("From current", "TRANSFER FROM CURRENT ACCOUNT", "Transfer", "Joint", 28, {"2025-01": 1300, "2025-09": 1450}, None),
    ("Degiro", "S/O DEGIRO INVEST", "Savings", "Current", 3, {"2025-01": -175, "2025-10": -225}, None),
    ("Credit Union", "S/O DOUGLAS CREDIT UNION SHARES", "Savings", "Joint", 6, {"2025-01": -80}, None),
    ("Virgin Media", "D/D VIRGIN MEDIA IRELAND", "Utilities", "Joint", 9, {"2025-01": -54, "2025-08": -61}, None),
    ("48", "D/D 48 MOBILE", "Utilities", "Current", 11, {"2025-01": "-12.99"}, None),
    ("Laya", "D/D LAYA HEALTHCARE", "Insurance", "Joint", 12, {"2025-01": "-148.20", "2026-02": "-156.75"}, None),
    ("Dennehy's", "D/D DENNEHY'S HEALTH CLUB", "Health", "Current", 2, {"2025-01": -44}, None),
    ("Little Sparrows", "S/O LITTLE SPARROWS CRECHE", "Family", "Joint", 2, {"2025-01": -365, "2025-09": -395}, None),
    ("YouTube", "GOOGLE *YOUTUBE PREMIUM DUBLIN", "Entertainment", "Credit Card", 14, {"2025-01": "-12.99", "2025-11": "-14.99"}, None),
    ("Audible", "AUDIBLE UK {r}", "Entertainment", "Credit Card", 19, {"2025-01": "-9.99"}, None),
    ("DAZN", "DAZN LIMITED LONDON", "Entertainment", "Credit Card", 22, {"2025-01": "-9.99", "2025-05": "-14.99"}, "2025-08"),
    ("Irish Times", "IRISH TIMES DIGITAL", "Entertainment", "Credit Card", 7, {"2025-01": -12}, None),
    ("Trocaire", "D/D TROCAIRE MAYNOOTH", "Giving", "Current", 15, {"2025-01": -20}, None),
    ("Concern", "D/D CONCERN WORLDWIDE", "Giving", "Joint", 20, {"2025-01": -15}, "2025-10"),
    ("Blue Door Yoga", "SUMUP *BLUE DOOR YOGA", "Health", "Current", 10, {"2025-09": -36}, None),
]

# name, description, category, account, payments a month, lowest and highest amount
USUAL = [
    ("SuperValu", "POS SUPERVALU {n} CORK", "Groceries", "Joint", 5.6, 11, 74),
    ("Dunnes Stores", "POS DUNNES STORES DOUGLAS {n}", "Groceries", "Joint", 3.4, 18, 96),
    ("Lidl", "POS LIDL IRELAND {n} CORK", "Groceries", "Joint", 3.8, 9, 62),
    ("Centra", "VDP-CENTRA BLACKROCK RD", "Groceries", "Current", 4, 2, 14),
    ("O'Connell's Fish", "SUMUP *O'CONNELL'S FISH CORK", "Groceries", "Current", 1.5, 9, 31),
    ("Insomnia", "VDP-INSOMNIA COFFEE {n}", "Dining", "Current", 7, "3.60", "8.90"),
    ("Supermac's", "VDP-SUPERMAC'S {n} CORK", "Dining", "Current", 2.2, 8, 27),
    ("Cafe 1601", "SQ *CAFE 1601 CORK", "Dining", "Current", 2.6, 4, 16),
    ("Nash 19", "VDP-NASH 19 RESTAURANT", "Dining", "Joint", 0.8, 22, 68),
    ("Just Eat", "JUST EAT IE {r}", "Dining", "Credit Card", 3.2, 16, 44),
    ("Market Lane", "MARKET LANE CORK IE", "Dining", "Credit Card", 0.9, 31, 79),
    ("Market Bakehouse", "VDP-MARKET BAKEHOUSE", "Dining", "Current", 1.4, 5, 18),
    ("Gallagher's", "VDP-GALLAGHER'S GASTRO PUB", "Dining", "Current", 1.7, 12, 47),
    ("Leap", "VDP-TFI LEAP TOP UP", "Transport", "Current", 3, 10, 20),
    ("Irish Rail", "IRISH RAIL WEB {r}", "Transport", "Credit Card", 0.8, 16, 58),
    ("Circle K", "POS CIRCLE K BISHOPSTOWN", "Transport", "Joint", 2.2, 28, 79),
    ("Applegreen", "POS APPLEGREEN {n} CORK", "Transport", "Joint", 1.1, 22, 71),
    ("FreeNow", "FREENOW*RIDE DUBLIN", "Transport", "Credit Card", 1.8, 7, 33),
    ("ParkByPhone", "VDP-PARKBYPHONE CORK", "Transport", "Current", 3.2, 2, 9),
    ("Circle Yoga", "SUMUP *CIRCLE YOGA STUDIO", "Health", "Current", 0.5, 14, 18),
    ("Boland's", "VDP-BOLAND'S PHARMACY", "Health", "Current", 1.6, 4, 36),
    ("Penneys", "VDP-PENNEYS PATRICK ST", "Shopping", "Current", 1.5, 6, 58),
    ("Zalando", "ZALANDO IRELAND {r}", "Shopping", "Credit Card", 1.1, 24, 118),
    ("Eason", "VDP-EASON {n} CORK", "Shopping", "Current", 0.9, 5, 34),
    ("Woodie's", "POS WOODIE'S DIY {n}", "Shopping", "Joint", 0.8, 8, 88),
    ("Etsy", "ETSY.COM {r}", "Shopping", "Credit Card", 0.5, 12, 52),
    ("Decathlon", "DECATHLON BALLYMUN {n}", "Shopping", "Credit Card", 0.5, 15, 94),
    ("Gate Cinema", "VDP-GATE CINEMA NORTH MAIN ST", "Entertainment", "Current", 1, 11, 32),
    ("Rooster", "SUMUP *ROOSTER BARBERS", "Personal care", "Current", 0.8, 19, 24),
    ("Peter Mark", "VDP-PETER MARK HAIR {n}", "Personal care", "Joint", 0.4, 48, 96),
    ("Mimitoys", "POS MIMITOYS CORK", "Family", "Joint", 0.7, 8, 42),
    ("Wash", "POS SPARKLE CAR WASH", "Transport", "Joint", 0.4, 9, 15),
    ("An Post", "VDP-AN POST GRAND PARADE", "Other", "Current", 0.5, 3, 22),
]

# date, name, description, amount, category, account
ONCE = [
    ("2025-02-11", "FBD", "FBD MOTOR INSURANCE", "-612.00", "Insurance", "Joint"),
    ("2026-02-11", "FBD", "FBD MOTOR INSURANCE", "-648.40", "Insurance", "Joint"),
    ("2025-12-19", "Northwind", "NORTHWIND MEDICAL LTD BONUS", "1450.00", "Income", "Current"),
    ("2025-03-31", "Interest", "CREDIT INTEREST", "2.14", "Income", "Joint"),
    ("2025-06-30", "Interest", "CREDIT INTEREST", "2.61", "Income", "Joint"),
    ("2025-09-30", "Interest", "CREDIT INTEREST", "1.87", "Income", "Joint"),
    ("2025-12-31", "Interest", "CREDIT INTEREST", "1.52", "Income", "Joint"),
    ("2026-03-31", "Interest", "CREDIT INTEREST", "1.66", "Income", "Joint"),
    ("2025-04-22", "Maguire", "MAGUIRE WEDDING PHOTOGRAPHY", "420.00", "Income", "Current"),
    ("2025-08-18", "Keane", "KEANE FAMILY PHOTOGRAPHY", "260.00", "Income", "Current"),
    ("2025-11-24", "Maguire", "MAGUIRE WEDDING PHOTOGRAPHY", "380.00", "Income", "Current"),
    ("2026-02-16", "Lynch", "LYNCH STUDIO PHOTOGRAPHY", "310.00", "Income", "Current"),
    ("2025-05-20", "Revenue", "REVENUE TAX REFUND", "318.55", "Taxes", "Current"),
    ("2025-01-16", "Motor tax", "MOTOR TAX ONLINE", "-79.00", "Taxes", "Joint"),
    ("2025-04-16", "Motor tax", "MOTOR TAX ONLINE", "-79.00", "Taxes", "Joint"),
    ("2025-07-16", "Motor tax", "MOTOR TAX ONLINE", "-79.00", "Taxes", "Joint"),
    ("2025-10-16", "Motor tax", "MOTOR TAX ONLINE", "-79.00", "Taxes", "Joint"),
    ("2026-01-16", "Motor tax", "MOTOR TAX ONLINE", "-82.00", "Taxes", "Joint"),
    # the dear month
    ("2025-09-09", "Keary's", "KEARY'S MOTORS CORK", "-1486.30", "Transport", "Joint"),
    ("2025-09-13", "Harvey Norman", "HARVEY NORMAN LITTLE ISLAND", "-1899.00", "Shopping", "Credit Card"),
    ("2025-09-17", "Southgate Dental", "SOUTHGATE DENTAL CLINIC", "-285.00", "Health", "Current"),
    # repairs, presents, evenings
    ("2025-03-06", "Murphy Plumbing", "MURPHY PLUMBING AND HEATING", "-240.00", "Housing", "Joint"),
    ("2025-07-03", "Murphy's Ice Cream", "VDP-MURPHY'S ICE CREAM DINGLE", "-14.20", "Dining", "Current"),
    ("2025-07-04", "Murphy's Ice Cream", "VDP-MURPHY'S ICE CREAM DINGLE", "-9.60", "Dining", "Current"),
    ("2025-02-14", "Ichigo Ichie", "ICHIGO ICHIE CORK", "-186.00", "Dining", "Credit Card"),
    ("2025-12-22", "Ichigo Ichie", "ICHIGO ICHIE CORK", "-171.50", "Dining", "Credit Card"),
    ("2025-06-07", "Opera House", "CORK OPERA HOUSE", "-86.00", "Entertainment", "Credit Card"),
    ("2026-01-24", "Opera House", "CORK OPERA HOUSE", "-94.50", "Entertainment", "Credit Card"),
    ("2025-12-06", "Brown Thomas", "BROWN THOMAS CORK", "-228.00", "Shopping", "Credit Card"),
    ("2025-12-13", "Brown Thomas", "BROWN THOMAS CORK", "-74.95", "Shopping", "Credit Card"),
    ("2025-12-14", "Harvey Norman", "HARVEY NORMAN LITTLE ISLAND", "-329.00", "Shopping", "Credit Card"),
    ("2026-03-07", "Harvey Norman", "HARVEY NORMAN LITTLE ISLAND", "-449.00", "Shopping", "Credit Card"),
    ("2025-05-04", "Komoot", "KOMOOT PREMIUM POTSDAM", "-59.99", "Entertainment", "Credit Card"),
    ("2025-09-29", "UCC", "UCC ADULT EDUCATION", "-410.00", "Education", "Current"),
    ("2026-01-19", "UCC", "UCC ADULT EDUCATION", "-195.00", "Education", "Current"),
    ("2025-11-03", "Duolingo", "DUOLINGO PITTSBURGH", "-71.99", "Education", "Credit Card"),
    ("2025-11-28", "GoFundMe", "GOFUNDME DUBLIN", "-50.00", "Giving", "Credit Card"),
    ("2026-02-08", "GoFundMe", "GOFUNDME DUBLIN", "-35.00", "Giving", "Credit Card"),
    # a weekend in Dingle, a week in Berlin, a trip to London, Easter
    ("2025-07-02", "Dingle Skellig", "DINGLE SKELLIG HOTEL", "-364.00", "Travel", "Credit Card"),
    ("2025-08-26", "Aer Lingus", "AER LINGUS {r}", "-248.66", "Travel", "Credit Card"),
    ("2025-10-04", "Hotel Otto", "HOTEL OTTO BERLIN DE", "-512.40", "Travel", "Credit Card"),
    ("2025-10-04", "BVG", "BVG APP BERLIN DE", "-20.60", "Transport", "Credit Card"),
    ("2025-10-05", "Mustafa's", "MUSTAFA'S KEBAP BERLIN DE", "-9.50", "Dining", "Credit Card"),
    ("2025-10-05", "Mustafa's", "MUSTAFA'S KEBAP BERLIN DE", "-9.50", "Dining", "Credit Card"),
    ("2025-10-06", "Rewe", "REWE MARKT BERLIN DE", "-23.84", "Groceries", "Credit Card"),
    ("2025-10-07", "Sparkasse", "ATM BERLINER SPARKASSE DE", "-100.00", "Cash", "Current"),
    ("2025-10-07", "Fees", "ATM FEE ABROAD", "-3.50", "Fees", "Current"),
    ("2025-10-08", "Curry 36", "CURRY 36 BERLIN DE", "-16.80", "Dining", "Credit Card"),
    ("2026-01-10", "Ryanair", "RYANAIR {r}", "-96.32", "Travel", "Credit Card"),
    ("2026-01-31", "Hub Hotel", "HUB HOTEL LONDON GB", "-174.20", "Travel", "Credit Card"),
    ("2026-01-31", "Fees", "NON EURO TRANSACTION FEE", "-3.05", "Fees", "Credit Card"),
    ("2026-02-01", "Tate", "TATE MODERN SHOP LONDON GB", "-27.90", "Shopping", "Credit Card"),
    ("2026-02-01", "Fees", "NON EURO TRANSACTION FEE", "-0.49", "Fees", "Credit Card"),
    ("2026-03-20", "Aer Lingus", "AER LINGUS {r}", "-187.44", "Travel", "Credit Card"),
    # refunds
    ("2025-03-18", "Zalando", "REFUND ZALANDO IRELAND", "62.90", "Shopping", "Credit Card"),
    ("2025-08-12", "Zalando", "REFUND ZALANDO IRELAND", "38.45", "Shopping", "Credit Card"),
    ("2025-11-19", "Decathlon", "REFUND DECATHLON BALLYMUN", "54.99", "Shopping", "Credit Card"),
    ("2025-11-22", "Just Eat", "REFUND JUST EAT IE", "21.30", "Dining", "Credit Card"),
    ("2026-01-12", "Aer Lingus", "REFUND AER LINGUS", "83.10", "Travel", "Credit Card"),
    ("2026-03-10", "Zalando", "REFUND ZALANDO IRELAND", "47.60", "Shopping", "Credit Card"),
    ("2026-03-24", "Woodie's", "REFUND WOODIE'S DIY", "19.99", "Shopping", "Joint"),
    # the last two days
    ("2026-03-30", "Lidl", "POS LIDL IRELAND 5031 CORK", "-34.18", "Groceries", "Joint"),
    ("2026-03-30", "FreeNow", "FREENOW*RIDE DUBLIN", "-14.60", "Transport", "Credit Card"),
    ("2026-03-31", "Market Bakehouse", "VDP-MARKET BAKEHOUSE", "-6.40", "Dining", "Current"),
    ("2026-03-31", "Boland's", "VDP-BOLAND'S PHARMACY", "-11.25", "Health", "Current"),
    # the same payment twice on one day
    ("2025-11-12", "Insomnia", "VDP-INSOMNIA COFFEE 2210", "-4.15", "Dining", "Current"),
    ("2025-11-12", "Insomnia", "VDP-INSOMNIA COFFEE 2210", "-4.15", "Dining", "Current"),
    ("2026-02-19", "ParkByPhone", "VDP-PARKBYPHONE CORK", "-3.40", "Transport", "Current"),
    ("2026-02-19", "ParkByPhone", "VDP-PARKBYPHONE CORK", "-3.40", "Transport", "Current"),
]
CASH = ("ATM", "ATM AIB PATRICK STREET CORK", "Current")
CASH_CHOICES = [20, 20, 40, 50, 60, 80]
GAS = ("Bord Gais", "D/D BORD GAIS ENERGY {r}", "Utilities", "Joint", {1: 212, 2: 198, 3: 171, 4: 133, 5: 96, 6: 74, 7: 66, 8: 69, 9: 88, 10: 127, 11: 166, 12: 204})
BINS = ("Panda", "D/D PANDA WASTE", "Utilities", "Joint", "-31.50")
BANK_FEE = ("Fees", "ACCOUNT FEE QUARTER", "Current", "-4.50")


def months(first, last):
    year, month = map(int, first.split("-"))
    while f"{year}-{month:02}" <= last:
        yield year, month
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


class Book:
    def __init__(self, seed):
        self.random, self.rows = random.Random(seed), []

    def put(self, day, description, amount, category, account):
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
        text = description.replace("{n}", str(self.random.randint(1000, 9999)))
        text = text.replace("{r}", "".join(self.random.choice(letters) for _ in range(7)))
        self.rows.append((day, text, Decimal(str(amount)).quantize(Decimal("0.01")), account, category))

    def between(self, low, high):
        return Decimal(self.random.randint(int(Decimal(str(low)) * 100), int(Decimal(str(high)) * 100))) / 100

    def any_day(self, year, month):
        return dt.date(year, month, self.random.randint(1, calendar.monthrange(year, month)[1]))


def add_monthly(book, monthly, year, month):
    now = f"{year}-{month:02}"
    for _, description, category, account, day, amounts, last in monthly:
        due = [amount for start, amount in sorted(amounts.items()) if start <= now]
        if due and (last is None or now <= last):
            book.put(dt.date(year, month, day), description, due[-1], category, account)


def add_usual(book, usual, year, month):
    for _, description, category, account, a_month, low, high in usual:
        for _ in range(int(a_month + book.random.random())):
            book.put(book.any_day(year, month), description, -book.between(low, high), category, account)


def add_card_payment(book, year, month, words, account, card):
    """The card's bill of the month before, paid from the current account: two rows that cancel out."""
    end = dt.date(year, month, 1) - dt.timedelta(days=1)
    owed = -sum(r[2] for r in book.rows if r[3] == card and r[4] != "Transfer" and (r[0].year, r[0].month) == (end.year, end.month))
    if owed > 0:
        book.put(dt.date(year, month, 18), words[0], -owed, "Transfer", account)
        book.put(dt.date(year, month, 18), words[1], owed, "Transfer", card)


def write(rows, path, currency):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["date", "description", "amount", "currency", "account", "category"])
        for day, description, amount, account, category in sorted(rows, key=lambda row: row[0]):
            out.writerow([day.isoformat(), description, f"{amount:.2f}", currency, account, category])


def make():
    book = Book(20250101)
    for year, month in months(FIRST_MONTH, LAST_MONTH):
        add_monthly(book, MONTHLY, year, month)
        add_usual(book, USUAL, year, month)
        name, description, category, account, bills = GAS
        bill = Decimal(bills[month]) * (Decimal("1.06") if year == 2026 else 1) + book.between(-6, 6)
        book.put(dt.date(year, month, 21), description, -bill, category, account)
        if month % 2:
            book.put(dt.date(year, month, 24), BINS[1], BINS[4], BINS[2], BINS[3])
        if month % 3 == 0:
            book.put(dt.date(year, month, 25), BANK_FEE[1], BANK_FEE[3], "Fees", BANK_FEE[2])
        for _ in range(book.random.randint(1, 2)):
            book.put(book.any_day(year, month), CASH[1], -book.random.choice(CASH_CHOICES), "Cash", CASH[2])
        for day, _, description, amount, category, account in ONCE:
            if day.startswith(f"{year}-{month:02}"):
                book.put(dt.date.fromisoformat(day), description, amount, category, account)
        add_card_payment(book, year, month, ("D/D CREDIT CARD BILL", "PAYMENT RECEIVED THANK YOU"), "Current", "Credit Card")
    return book.rows


if __name__ == "__main__":
    target = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("year.csv")
    write(make(), target, "EUR")
