"""Charts with Chinese labels, drawn with altair; they need the extra ``plot`` but no font, browser or network.

A chart is one of altair: a notebook shows it as it is, `save` writes it as PNG, SVG or page. Every chart raises
`DependencyError` where the extra is not installed, and says in its subtitle what it leaves out.
"""

from fupin_nlp.plot.change import change
from fupin_nlp.plot.charts import heat_map, measure_profile
from fupin_nlp.plot.clusters import cluster_map, measure_shares, profile_positions
from fupin_nlp.plot.provinces import province_map
from fupin_nlp.plot.saving import save, to_html, to_png, to_svg

__all__ = [
    "change",
    "cluster_map",
    "heat_map",
    "measure_profile",
    "measure_shares",
    "profile_positions",
    "province_map",
    "save",
    "to_html",
    "to_png",
    "to_svg",
]
