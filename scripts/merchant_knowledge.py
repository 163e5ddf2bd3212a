#!/usr/bin/env python3
"""Builds src/tools/categorise/data/merchants.tsv from the npm package name-suggestion-index (BSD-3-Clause).

    npm pack name-suggestion-index && tar xzf name-suggestion-index-*.tgz
    python3 scripts/merchant_knowledge.py package > src/tools/categorise/data/merchants.tsv

The package lists brands and operators of the world with OpenStreetMap tags; only names, the kind of place and the
countries are kept. One line a brand:

    name|other spelling|...  TAB  category id  TAB  currencies, empty when world-wide  TAB  "~" when the name is also an
    ordinary word or shared by several trades, so that it says little unless it is the whole text

Standard library only; the output is sorted, so that a new version of the package gives a readable diff.
"""
import collections
import json
import os
import re
import sys
import unicodedata

# OpenStreetMap kind of place -> category id (src/domain/category.rs). Earlier lines win when one brand has several
# kinds, for instance a supermarket that also sells fuel. Kinds that no statement names (bus stops) are left out.
KINDS = """
shop/supermarket 401|shop/department_store 801|shop/variety_store 801|shop/chemist 902|amenity/pharmacy 902
amenity/fast_food 503|amenity/cafe 502|shop/coffee 502|amenity/fuel 601|amenity/restaurant 501|shop/convenience 403
shop/clothes 802|shop/shoes 802|shop/doityourself 203|shop/hardware 203|shop/furniture 204|shop/electronics 803
shop/bakery 401|amenity/pub 504|amenity/bar 504|amenity/ice_cream 503|tourism/hotel 702|tourism/hostel 702
tourism/motel 702|tourism/caravan_site 702|tourism/camp_site 702|shop/optician 903|amenity/cinema 1003
amenity/casino 1002|amenity/gambling 1002|shop/bookmaker 1002|shop/lottery 1002|leisure/adult_gaming_centre 1002
leisure/amusement_arcade 1003|leisure/bowling_alley 1003|leisure/trampoline_park 1003|leisure/indoor_play 1003
leisure/escape_game 1003|leisure/miniature_golf 1003|tourism/theme_park 1003|amenity/karaoke_box 1003
shop/jewelry 802|shop/watches 802|shop/bag 802|shop/fashion_accessories 802|shop/leather 802|shop/boutique 802
shop/perfumery 1202|shop/cosmetics 1202|shop/beauty 1202|shop/hairdresser 1202|shop/hairdresser_supply 1202
shop/massage 1202|shop/tattoo 1202|leisure/sauna 1202|shop/laundry 1203|shop/dry_cleaning 1203
leisure/fitness_centre 1201|leisure/sports_centre 1201|leisure/dance 1201|shop/books 804|shop/newsagent 804
shop/stationery 801|shop/copyshop 801|shop/pet 805|shop/sports 806|shop/outdoor 806|shop/bicycle 606|shop/fishing 806
shop/craft 806|shop/games 806|shop/model 806|shop/musical_instrument 806|shop/music 806|shop/fabric 806|shop/anime 806
shop/toys 1302|shop/baby_goods 1302|shop/gift 807|shop/florist 807|shop/party 807|shop/pyrotechnics 807
shop/computer 803|shop/hifi 803|shop/camera 803|shop/photo 803|shop/appliance 803|shop/electrical 803
shop/mobile_phone_accessories 803|shop/printer_ink 803|shop/vacuum_cleaner 803|craft/electronics_repair 803
shop/video_games 1002|shop/video 1001|shop/mobile_phone 303|shop/telecommunication 303|office/telecommunication 303
shop/alcohol 402|shop/wine 402|shop/beverages 401|shop/butcher 401|shop/seafood 401|shop/greengrocer 401|shop/deli 401
shop/dairy 401|shop/cheese 401|shop/frozen_food 401|shop/health_food 401|shop/confectionery 401|shop/chocolate 401
shop/pastry 401|shop/tea 401|shop/nuts 401|shop/spices 401|shop/wholesale 401|shop/country_store 801|shop/kiosk 403
shop/food 401|shop/general 801|shop/mall 801|shop/catalogue 801|shop/outpost 801|shop/second_hand 801|shop/charity 801
shop/tobacco 801|shop/e-cigarette 801|shop/cannabis 801|shop/erotic 801|shop/pawnbroker 801|shop/rental 801
shop/nutrition_supplements 902|shop/herbalist 902|shop/medical_supply 902|shop/hearing_aids 901
shop/bed 204|shop/kitchen 204|shop/houseware 204|shop/interior_decoration 204|shop/household_linen 204|shop/lighting 204
shop/carpet 204|shop/curtain 204|shop/candles 204|shop/bathroom_furnishing 204|shop/window_blind 204|shop/flooring 203
shop/tiles 203|shop/paint 203|shop/garden_centre 203|shop/trade 203|shop/doors 203|shop/glaziery 203|shop/tool_hire 203
shop/locksmith 203|shop/swimming_pool 203|shop/pest_control 203|shop/storage_rental 203|shop/agrarian 203
shop/groundskeeping 203|craft/cleaning 203|craft/plumber 203|craft/electrician 203|craft/window_construction 203
shop/car_repair 605|shop/car_parts 605|shop/tyres 605|shop/car 605|shop/motorcycle 605|shop/motorcycle_repair 605
amenity/car_wash 605|amenity/vehicle_inspection 605|shop/caravan 605|amenity/parking 604|highway/toll_gantry 604
barrier/toll_booth 604|amenity/charging_station 601|amenity/bicycle_rental 606|shop/gas 301|office/energy_supplier 301
office/water_utility 302|man_made/water_works 302|amenity/car_rental 703|amenity/car_sharing 703|shop/travel_agency 703
amenity/taxi 603|amenity/post_office 808|amenity/parcel_locker 808|office/insurance 1501|office/estate_agent 201
office/mortgage 202|shop/money_lender 1601|amenity/clinic 901|amenity/doctors 901|amenity/dentist 901
amenity/hospital 901|healthcare/laboratory 901|healthcare/sample_collection 901|healthcare/physiotherapist 901
healthcare/audiologist 901|amenity/veterinary 904|amenity/childcare 1301|amenity/kindergarten 1301
amenity/language_school 1101|amenity/prep_school 1101|amenity/music_school 1101|amenity/driving_school 1101
amenity/university 1101|amenity/college 1101|amenity/training 1101|amenity/money_transfer 2103|office/tax_advisor 1801
highway/services 601|transit/route/train 602|transit/route/subway 602|transit/route/tram 602|transit/route/bus 602
transit/route/ferry 602|transit/route/light_rail 602|transit/route/trolleybus 602
"""

# Country -> currency; countries that share one are on a line.
CURRENCIES = """
EUR at be cy de ee es fi fr gr hr ie it lt lu lv mt nl pt si sk ad mc sm va me xk gf gp mq re yt bg
USD us pr gu vi as mp ec sv pa pw fm mh tl
GBP gb im je gg
CHF ch li|SEK se|NOK no sj|DKK dk fo gl|ISK is|PLN pl|CZK cz|HUF hu|RON ro|RSD rs|BAM ba|MKD mk|ALL al|MDL md|UAH ua
BYN by|RUB ru|TRY tr|GEL ge|AMD am|AZN az|KZT kz|UZS uz|KGS kg|TJS tj|TMT tm|ILS il ps|JOD jo|LBP lb|SYP sy|IQD iq
IRR ir|SAR sa|AED ae|QAR qa|KWD kw|BHD bh|OMR om|YER ye|EGP eg|MAD ma eh|DZD dz|TND tn|LYD ly|SDG sd|ETB et|KES ke
UGX ug|TZS tz|RWF rw|ZAR za|NAD na|BWP bw|SZL sz|LSL ls|ZMW zm|MZN mz|AOA ao|NGN ng|GHS gh|XOF sn ci ml bf bj tg ne gw
XAF cm ga cg td cf gq|MUR mu|MGA mg|INR in|PKR pk|BDT bd|LKR lk|NPR np|BTN bt|MVR mv|MMK mm|THB th|LAK la|KHR kh|VND vn
MYR my|SGD sg|IDR id|PHP ph|BND bn|CNY cn|HKD hk|MOP mo|TWD tw|JPY jp|KRW kr|MNT mn|AUD au nr ki tv|NZD nz ck nu|FJD fj
PGK pg|XPF pf nc wf|CAD ca|MXN mx|GTQ gt|HNL hn|NIO ni|CRC cr|DOP do|CUP cu|JMD jm|TTD tt|BBD bb|COP co|VES ve|PEN pe
BOB bo|CLP cl|ARS ar|UYU uy|PYG py|BRL br|GYD gy|SRD sr|ZWG zw|MWK mw
"""

# A brand in more currencies than this is taken as world-wide.
MAX_CURRENCIES = 12
# A word that this many brands of different trades use after their first word says nothing by itself.
SHARED_BY = 4
# Shorter names meet too many other words by chance.
MIN_LETTERS = 3

# Names that are ordinary words, given names or places in a main banking language.
ORDINARY = set("""
next target gap boots shell apple orange subway total best express one first prime super central city metro union star
sun royal golden king queen prince crown eagle lion tiger panda bear fox wolf dragon diamond gold silver blue red green
black white pink yellow home house garden kitchen table chair bed bath light fire water air earth ocean river lake sea
mountain hill park forest tree flower rose lily fresh natural organic health life live care love happy smile joy hope
dream magic fun play game games sport sports fit active power energy speed fast quick easy simple smart clever bright
new old young big small mini max maxi mega ultra extra plus top pro prima deluxe grand family friends baby kids junior
man men woman women lady girl boy mother father brothers sisters uncle aunt mama papa direct online web net mobile
phone data link point place spot corner square street road avenue station bridge gate door window tower castle palace
north south east west world global international national american british french italian german spanish european
london paris rome berlin madrid vienna york boston chicago dallas houston austin denver phoenix orlando milano roma
texas california florida virginia georgia ohio india china japan mexico brazil france italy spain germany england
food foods cafe coffee tea bar grill pizza burger chicken fish meat bread rice noodle pasta salad soup sandwich sushi
bakery butcher market shop store stores mart outlet center centre club card cards bank credit cash money pay payment
save savings saver loan insurance transfer interest salary rent tax fee fees service services group company trading
office school college university academy hospital clinic pharmacy dental vision optical body hair nail beauty spa
nature planet moon sky cloud rain snow ice storm summer winter spring autumn day night morning monday friday sunday
john james robert michael william david richard joseph thomas charles daniel matthew anthony mark paul steven andrew
george kevin brian edward peter anna maria mary linda susan sarah karen nancy lisa betty helen sandra laura emma sofia
julia martin simon oscar victor felix max leo alex sam ben tom jack harry lewis luke adam alan alfred arnold frank
henry jacob lucas oliver oscar patrick philip ralph roland stephan walter werner wendy smith jones brown johnson
miller davis wilson taylor moore anderson jackson harris clark robinson walker hall allen hill scott adams baker carter
mitchell turner parker collins cook murphy rogers bailey cooper ward watson brooks kelly price bennett wood ross
tout jour bon bonne grande petit petite nouveau casa mercado centro sol luna mar rio oro plaza mundo ideal real nova
stadt haus markt kauf netto norma plan bestellung zentrum sonne tip post via vita viva terra libra delta alpha omega
sigma beta gamma atlas apollo mercury mars venus jupiter saturn hermes zeus nike titan phoenix victory liberty freedom
unity harmony legend classic modern retro vintage original basic standard premium quality value bargain discount deal
deals offer gift toys books music video photo film movie theater art design style fashion trend look wear shoes hat
coast island beach bay harbour port cape valley field meadow farm ranch barn orchard vineyard cellar cork bottle
glass wine beer spirit spirits liquor pub tavern inn lodge hotel motel hostel resort travel tour tours trip fly jet
ship boat bus train taxi cab ride drive car cars auto motor motors bike cycle wheel tire tires oil gas fuel petrol
station go stop start run walk move jump dance sing base box case pack bag kit set unit cell core edge line zone arc
circle cross arrow anchor compass globe flag ace joker jolly lucky bingo jackpot casino royal crystal pearl ruby
amber jade coral velvet silk satin cotton linen wool denim jeans leather steel iron copper bronze stone brick timber
reference account balance statement order standing debit purchase withdrawal deposit refund charge charges other
""".split())


def fold(text):
    """Lower case, no accents, words apart: close to what the program does, enough to find doubles."""
    text = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’`´")
    return " ".join(re.findall(r"[^\W_]+", text))


def table(text):
    return [entry.strip() for line in text.strip().splitlines() for entry in line.split("|") if entry.strip()]


def main():
    source = json.load(open(os.path.join(sys.argv[1], "dist/json/nsi.json"), encoding="utf-8"))["nsi"]
    currency_of = {country: row.split()[0] for row in table(CURRENCIES) for country in row.split()[1:]}
    rank, kinds = {}, {}
    for position, row in enumerate(table(KINDS)):
        kind, category = row.split()
        rank[kind], kinds[kind] = position, int(category)

    def currencies(location_set):
        found = set()
        for place in location_set.get("include", ["001"]):
            code = currency_of.get(place[:2]) if isinstance(place, str) and place[:2].isalpha() else None
            if code is None:
                return set()
            found.add(code)
        return found if len(found) <= MAX_CURRENCIES else set()

    brands, trades = {}, collections.defaultdict(set)
    for path, group in source.items():
        root, _, kind = path.partition("/")
        kind = path if root == "transit" else kind
        for item in group["items"]:
            tags = item["tags"]
            category = kinds.get(kind)
            if category is None:
                continue
            if root == "operators" and category == 602:
                continue
            name = tags.get("name") or tags.get("brand") or tags.get("operator") or tags.get("network")
            if not name:
                continue
            spelled_in = ["brand", "name:en", "brand:en", "short_name", "network"] + ["operator"] * (root == "operators")
            spellings = [name] + [tags[tag] for tag in spelled_in if tag in tags] + item.get("matchNames", [])
            key = (tags.get("brand:wikidata") or tags.get("operator:wikidata") or tags.get("network:wikidata") or fold(name),
                   fold(name))
            old = brands.get(key)
            where = currencies(item["locationSet"])
            if old:
                old["where"] = old["where"] | where if old["where"] and where else set()
                old["spellings"] += spellings
                if rank[kind] < old["rank"]:
                    old.update(rank=rank[kind], category=category)
            else:
                brands[key] = dict(name=name, spellings=spellings, rank=rank[kind], category=category, where=where)
            # A first word is mostly a brand of its own with several lines of trade (X, X Express, X Bank).
            for word in set(fold(name).split()[1:]):
                trades[word].add((category // 100, fold(name)))

    def shared(word):
        uses = trades[word]
        return len(uses) >= SHARED_BY and len({trade for trade, _ in uses}) > 1

    rows = set()
    for brand in brands.values():
        folded = fold(brand["name"])
        words = folded.split()
        if len(folded.replace(" ", "")) < MIN_LETTERS or folded.isdigit():
            continue
        common = all(word in ORDINARY or shared(word) or len(word) < 3 for word in words)
        if len(words) == 1 and len(folded) < 4 and folded.isascii():
            common = True
        seen, spellings = set(), []
        for spelling in brand["spellings"]:
            key = fold(spelling)
            ordinary = all(word in ORDINARY or shared(word) for word in key.split())
            short = len(key.replace(" ", "")) < 4 or (spelling != brand["name"] and ordinary)
            if key and key not in seen and (key == folded or not short) and "|" not in spelling:
                seen.add(key)
                spellings.append(re.sub(r"\s+", " ", spelling))
        where = ",".join(sorted(brand["where"]))
        rows.add("\t".join(["|".join(spellings), str(brand["category"]), where, "~" if common else ""]))
    sys.stdout.write("".join(row.rstrip("\t") + "\n" for row in sorted(rows)))


if __name__ == "__main__":
    main()
