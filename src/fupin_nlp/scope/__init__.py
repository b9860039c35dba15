"""The tree of a document: chapter, heading, opening line, list item, paragraph, sentence, clause."""

from fupin_nlp.scope.attribute import Attribute
from fupin_nlp.scope.stage import build_tree
from fupin_nlp.scope.subject import has_no_subject
from fupin_nlp.scope.tree import Node, Tree

__all__ = ["Attribute", "Node", "Tree", "build_tree", "has_no_subject"]
