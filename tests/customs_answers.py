"""Answers of the Korean customs interface for tests: graphite from China and Japan by month, constructed from documentation."""

HEAD = "<response><header><resultCode>00</resultCode><resultMsg>NORMAL SERVICE.</resultMsg></header><body><items>"
ROW = (
    "<item><balPayments>-5</balPayments><expDlr>0</expDlr><expWgt>0</expWgt><hsCd>2504101000</hsCd><impDlr>{value}</impDlr>"
    "<impWgt>{mass}</impWgt><statCd>{partner}</statCd><statCdCntnKor1>-</statCdCntnKor1><statKor>-</statKor>"
    "<year>{month}</year></item>"
)


def kilograms(partner, at):
    usual = 1_000_000 * (1 + 0.1 * (at % 6)) + 20_000 * ((at * 31 + at * at * 17) % 23)
    return int(usual * (0.1 if partner == "CN" and at >= 46 else 1))


def answer_of(months, factor=1):
    """An answer as the documentation says; constructed, not received."""
    rows = [
        ROW.format(
            value=int(kilograms(p, at) * factor * 2),
            mass=int(kilograms(p, at) * factor),
            partner=p,
            month=f"{2022 + at // 12}.{at % 12 + 1:02d}",
        )
        for at in months
        for p in ("CN", "JP")
    ]
    return HEAD + "".join(rows) + "</items></body></response>"
