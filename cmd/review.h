#pragma once
/* kesu review: complaints for people to look at (review_make.c), what they answered (review_read.c)
 * and what is done with it (review_apply.c). */
#include "cmd/cmd.h"

/* One complaint that one person has looked at. */
struct answer {
	int64_t id;               /* of the store */
	size_t reviewer;          /* of answers.reviewers */
	const char *complaint_id; /* texts live as long as the answers; "" where there is none */
	const char *labels;       /* "product:quality;attitude:rude"; "" says: no cause */
	const char *sample, *weight, *score, *machine, *text; /* as they stand in the file */
};

struct answers {
	struct arena arena;
	struct answer *items; /* by id, then by reviewer, once all are read */
	size_t n, capacity;
	const char **reviewers; /* "anna.xlsx", "anna.xlsx answer_2" */
	size_t n_reviewers, reviewers_capacity;
	size_t n_rows, n_blank,
		n_bad; /* rows read; cells without an answer; with none that is known */
};

/* Adds the answers of a file in any kind that ingest reads; a cell that is no answer is said and
 * counted. -1 with run->err when the file has no columns of a review. */
int answers_read(struct run *run, const struct classifier *classifier, const char *path,
	struct answers *answers);
/* After the last file. */
void answers_sort(struct answers *answers);
void answers_release(struct answers *answers);

enum status review_make(struct run *run);
enum status review_apply(struct run *run);
