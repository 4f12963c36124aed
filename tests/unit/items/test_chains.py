"""Chains in order, from the ground to the product."""


def test_stages_come_in_order_and_know_the_main_product(items):
    for asked in ("pixie-dust", "pixie-dust-metals"):
        chain = items.chain(asked)
        assert [stage.position for stage in chain.stages] == ["ore", "metal", "magnet"]
        assert [item.key for item in chain.items()] == ["pixie-dust-ores", "pixie-dust-metals", "pixie-dust-magnets"]
        assert [stage.is_main_product for stage in chain.stages] == [False, False, True]
        assert chain.main_product.key == "pixie-dust-magnets"


def test_an_item_on_no_chain_has_none(items):
    assert items.chain("moonstone") is None


def test_the_answer_names_each_stage(items):
    answer = items.chain("pixie-dust").as_answer()
    assert answer["main_product"] == "pixie-dust-magnets"
    assert answer["stages"][1]["names"]["ko"]["text"] == "금속"
    assert answer["stages"][1]["items"] == ["pixie-dust-metals"]
