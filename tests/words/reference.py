"""Words counted slowly, in plain Python and by other ways than the library's."""

from __future__ import annotations

from collections import Counter

from fupin_nlp.segment import tokenizer

LONGEST = 9  # words of a text that a word of a dictionary takes at most


def sentences(report):
    """Return the words of each sentence of the body, cut one by one."""
    with report.lexicon.at_work():
        cut = tokenizer().cut
        return [cut(report.document.text_of(sentence).strip()) for sentence in report.document.sentences]


def is_word(token):
    return any(character.isalpha() for character in token)


def frequencies(reports):
    """Return word → (occurrences, reports that have it), and how many words there are."""
    counts, docs = Counter(), Counter()
    for report in reports:
        own = [word for line in sentences(report) for word in line if is_word(word)]
        for word in own:
            counts[word] += 1
        for word in set(own):
            docs[word] += 1
    return {word: (n, docs[word]) for word, n in counts.items()}, sum(counts.values())


def stands_for(entry, words):
    """Tell whether an entry of a dictionary (污染, *污染, 生态*) stands for these words of a text, for all of them."""
    stem, whole = entry.strip("*"), "".join(words)
    if stem not in whole:
        return False
    for at in range(len(whole) - len(stem) + 1):
        end = at + len(stem)
        begins = at == 0 or (entry.startswith("*") and at < len(words[0]))
        ends = end == len(whole) or (entry.endswith("*") and end > len(whole) - len(words[-1]))
        if whole[at:end] == stem and begins and ends:
            return True
    return False


def spans(line, entries):
    """Return where entries stand in a sentence: the longest first, then the first; those that overlap once."""
    here = [entry for entry in entries if entry.strip("*") in "".join(line)]
    places = [(i, j) for i in range(len(line)) for j in range(i + 1, min(i + LONGEST, len(line)) + 1) if here]
    found = [(sum(map(len, line[i:j])), i, j) for i, j in places if any(stands_for(e, line[i:j]) for e in here)]
    taken = []
    for _, i, j in sorted(found, key=lambda span: (-span[0], span[1])):
        if all(j <= a or b <= i for a, b in taken):
            taken.append((i, j))
    return sorted(taken)


def attention(reports, dictionary):
    """Return concept → occurrences, sentences that have one, their characters; and all words, sentences, characters."""
    counts = {concept: [0, 0, 0] for concept in dictionary}
    total = [0, 0, 0]
    for report in reports:
        for line in sentences(report):
            size = len("".join("".join(line).split()))
            total[0] += sum(map(is_word, line))
            total[1] += 1
            total[2] += size
            for concept, entries in dictionary.items():
                found = spans([word.lower() for word in line], entries)
                counts[concept][0] += len(found)
                counts[concept][1] += bool(found)
                counts[concept][2] += size if found else 0
    return counts, total
