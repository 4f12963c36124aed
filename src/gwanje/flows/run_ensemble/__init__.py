"""Run many draws of one scenario in batches on several workers, with progress; what is done is kept, and gone on with.

::

    drawn = run_ensemble(plan, economy, Path("out"), workers=2, progress=print)
"""

from gwanje.flows.run_ensemble.batches import versions
from gwanje.flows.run_ensemble.pools import Pool, cores
from gwanje.flows.run_ensemble.progress import Progress
from gwanje.flows.run_ensemble.running import run_ensemble

__all__ = ["Pool", "Progress", "cores", "run_ensemble", "versions"]
