"""The usual model for texts, and how far kesu's causes are from it.

baseline.py TRAIN.csv TEST.csv FOUND.csv: learns the first cause of the rows of TRAIN (column
reported_cause) from character 1-3-grams by logistic regression, and prints for the rows of TEST with
one cause its macro-F1 and accuracy, then what FOUND (TEST as kesu classify gives it back) has more,
with limits of the paired percentile bootstrap over rows (2,000 samples, always the same).
"""
import csv
import sys

import numpy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline

SAMPLES = 2000


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def macro(truth, said, classes):
    return f1_score(truth, said, labels=classes, average="macro", zero_division=0)


def limits(truth, ours, theirs, classes):
    random = numpy.random.default_rng(1)
    differences = []
    for _ in range(SAMPLES):
        i = random.integers(0, len(truth), len(truth))
        differences.append(macro(truth[i], ours[i], classes) - macro(truth[i], theirs[i], classes))
    return numpy.percentile(differences, [2.5, 97.5])


def main(train_path, test_path, found_path):
    train = read(train_path)
    test = read(test_path)
    found = read(found_path)
    one = [i for i, row in enumerate(test) if "|" not in row["reported_cause"]]
    truth = numpy.array([test[i]["reported_cause"] for i in one])
    ours = numpy.array([found[i]["cause"] or "(none)" for i in one])
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )
    model.fit(
        [row["text"] for row in train],
        [row["reported_cause"].split("|")[0] for row in train],
    )
    theirs = model.predict([test[i]["text"] for i in one])
    classes = sorted(set(truth))
    low, high = limits(truth, ours, theirs, classes)
    print(
        f"macro-F1 {macro(truth, theirs, classes):.3f}, accuracy {accuracy_score(truth, theirs):.3f}; "
        f"kesu {macro(truth, ours, classes) - macro(truth, theirs, classes):+.3f} [{low:+.3f}, {high:+.3f}]"
    )


main(*sys.argv[1:])
