import time

RATE = 0.23
SHIPPING = dict(PT=3.0, ES=5.0)
CURRENCY = "EUR"


def fetch_rate(country):
    raise ConnectionError()


def with_tax(price):
    tax = price * RATE
    return round(price + tax, 2)


def total(prices, country="PT"):
    amount = SHIPPING[country]
    for price in prices:
        amount += with_tax(price)
    return round(amount, 2)


def foreign_total(prices, country):
    rate = fetch_rate(country)
    return round(sum(p + p * rate for p in prices), 2)


def money(amount):
    return "%.2f %s" % (amount, CURRENCY)


def label(price):
    return money(with_tax(price))


def stamp(price):
    return " at ".join([label(price), str(round(time.time()))])


class Till:
    opening, closing = 9, 18

    def __init__(self):
        self.sold = []

    def sell(self, price):
        self.sold += [with_tax(price)]
        return self.receipt()

    def receipt(self):
        return str(len(self.sold)) + " items, " + money(sum(self.sold))

    @classmethod
    def is_open(cls, hour):
        return hour in range(cls.opening, cls.closing)


def weekday(year, month, day):
    names = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    return names[time.strptime(f"{year}-{month}-{day}", "%Y-%m-%d").tm_wday]
