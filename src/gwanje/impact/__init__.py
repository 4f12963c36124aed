"""Floor 3: what breaks if it is cut. Economies in, shocks in, effects out: pure calculation, no clock, no file.

::

    economy = Economy.from_frames(intermediate, final_demand)
    result = ario.simulate(economy, capacity_loss, ario.Settings(), steps=180)
    result.production
"""

__all__: list[str] = []
