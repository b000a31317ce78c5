"""How far a person, the labelled file and kesu agree.

agreement.py LABELS.csv NAME TEST.csv FOUND.csv: LABELS has file, id, label, by a person who saw neither
the file's label nor kesu's; TEST and FOUND as for baseline.py. Prints Cohen's kappa of primary causes,
the F1 of attitude and the macro F1 over the causes that the first of the two gives, with limits of the
percentile bootstrap over rows (2,000 samples, always the same). Rows with several causes in the file are
left out where the file is one side.
"""
import csv
import random
import sys

SAMPLES = 2000


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def kappa(pairs):
    n = len(pairs)
    labels = {label for pair in pairs for label in pair}
    chance = sum(
        sum(a == label for a, _ in pairs) * sum(b == label for _, b in pairs) for label in labels
    )
    chance /= n * n
    agreed = sum(a == b for a, b in pairs) / n
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def f1(cause, pairs):
    hits = sum(a == b == cause for a, b in pairs)
    either = sum((a == cause) + (b == cause) for a, b in pairs)
    return 2 * hits / either if either else 0.0


def attitude(pairs):
    return f1("attitude", pairs)


def macro(pairs):
    causes = {a for a, _ in pairs} & {"product", "logistics", "attitude"}
    return sum(f1(cause, pairs) for cause in causes) / len(causes)


def limits(figure, pairs):
    chance = random.Random(1)
    values = sorted(figure(chance.choices(pairs, k=len(pairs))) for _ in range(SAMPLES))
    return f"{figure(pairs):.3f} [{values[SAMPLES // 40]:.3f}, {values[-SAMPLES // 40]:.3f}]"


def tell(what, pairs):
    print(
        f" {what}, {len(pairs)} rows: kappa {limits(kappa, pairs)}  attitude F1 {limits(attitude, pairs)}"
        f"  macro F1 {limits(macro, pairs)}"
    )


def main(labels_path, name, test_path, found_path):
    by_person = {
        row["id"]: row["label"] for row in read(labels_path) if row["file"] == name
    }
    rows = []
    for test, found in zip(read(test_path), read(found_path)):
        person = by_person.pop(test["complaint_id"], None)
        if person:
            rows.append((test["reported_cause"], person, found["cause"] or "unclassified"))
    if rows:
        single = [row for row in rows if "|" not in row[0]]
        tell("file and person", [(file, person) for file, person, _ in single])
        tell("file and kesu", [(file, kesu) for file, _, kesu in single])
        tell("person and kesu", [(person, kesu) for _, person, kesu in rows])


main(*sys.argv[1:])
