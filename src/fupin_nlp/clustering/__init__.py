"""Which reports belong together: by measure or by topic, and which say the same."""

from fupin_nlp.clustering.clusterer import MeasureClusterer
from fupin_nlp.clustering.clustering import CLUSTER_LABELS_ZH, Clustering
from fupin_nlp.clustering.duplicates import duplicate_map, near_duplicates
from fupin_nlp.clustering.features import ClusterOptions
from fupin_nlp.clustering.group import cluster
from fupin_nlp.clustering.profile import MeasureCues, MeasureProfile
from fupin_nlp.clustering.similarity import SIMILARITY_LABELS_ZH, Similarity, similarity
from fupin_nlp.clustering.stability import stability
from fupin_nlp.clustering.tfidf import PolicyTfidf
from fupin_nlp.clustering.vectors import WordVectors, word_vectors

__all__ = [
    "CLUSTER_LABELS_ZH",
    "SIMILARITY_LABELS_ZH",
    "ClusterOptions",
    "Clustering",
    "MeasureClusterer",
    "MeasureCues",
    "MeasureProfile",
    "PolicyTfidf",
    "Similarity",
    "WordVectors",
    "cluster",
    "duplicate_map",
    "near_duplicates",
    "similarity",
    "stability",
    "word_vectors",
]
