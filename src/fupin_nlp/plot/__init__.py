"""Charts with Chinese labels, drawn with altair; they need the extra ``plot`` but no font, browser or network.

A chart takes what the library returns (`Corpus`, `Report`, `Panel`, `Comparison`, `Clustering`, `Similarity`) or a
table of it, and is one of altair: a notebook shows it as it is, `save` writes it as PNG, SVG or page. Every chart
raises `DependencyError` where the extra is not installed, and says in its subtitle what it leaves out.
"""

from fupin_nlp.plot.change import change
from fupin_nlp.plot.charts import heat_map, measure_profile
from fupin_nlp.plot.clusters import cluster_map, clusters_over_time
from fupin_nlp.plot.panel import panel
from fupin_nlp.plot.provinces import province_map
from fupin_nlp.plot.saving import save, to_html, to_png, to_svg
from fupin_nlp.plot.similarity import similarity
from fupin_nlp.plot.words import attention, word_cloud

__all__ = [
    "attention",
    "change",
    "cluster_map",
    "clusters_over_time",
    "heat_map",
    "measure_profile",
    "panel",
    "province_map",
    "save",
    "similarity",
    "to_html",
    "to_png",
    "to_svg",
    "word_cloud",
]
