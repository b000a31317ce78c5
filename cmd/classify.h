#pragma once
/* kesu classify --check: the pinned cases. */
#include "cmd/cmd.h"

/* Classifies the texts of a file (NULL: rules/pinned.csv) of the columns text, cause, known_wrong,
 * note. Those with another primary cause than the file says are listed, and the status is
 * STATUS_FAILED; of those it knows to be wrong only the number is told. */
enum status classify_check(struct run *run, const struct classifier *classifier, const char *path);
