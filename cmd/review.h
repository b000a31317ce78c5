#pragma once
/* kesu review: complaints for people to look at (review_make.c), what they answered (review_read.c,
 * review_cell.c), whether it is of this store (review_find.c), and what is done with it
 * (review_apply.c, review_tables.c). */
#include "cmd/cmd.h"

/* ---- an answer cell ---- */

/* What a person says of a complaint. */
struct said {
	struct buf labels; /* "product:quality;attitude:rude"; empty: no cause */
	const char *word;  /* the one for no cause that was chosen, "none" or "unclassified" */
};

/* Reads the cells `answer`, which is not blank, and `also` into an empty `said`, which the caller
 * releases with buf_release(&said->labels). NULL, or why it is no answer; then *wrong is the cell.
 */
const char *said_read(struct said *said, const struct classifier *classifier,
	const struct labels *labels, struct span answer, struct span also, struct span *wrong);

/* ---- answers ---- */

/* A row of a file: one complaint that people were asked about. Texts live as long as the answers
 * and are "" where there is none. */
struct review_row {
	const char *path;
	uint64_t line;
	int64_t id;               /* of the store */
	const char *complaint_id; /* as the store has it, once the row is found there */
	const char *sample, *weight, *score, *machine, *text; /* as they stand in the file */
	bool is_answered;                                     /* by anybody */
	bool is_here;                                         /* in this store */
};

/* What one person did with a row. */
struct answer {
	struct review_row *row;
	size_t reviewer;    /* of answers.reviewers */
	const char *labels; /* "product:quality;attitude:rude"; "": no cause; NULL: no answer */
	const char *said;   /* the same, but "none" or "unclassified" for no cause */
};

struct answers {
	struct arena arena;
	struct review_row **rows; /* as they were read */
	size_t n_rows, rows_capacity;
	struct answer *items; /* one complaint's together, by reviewer, once they are sorted */
	size_t n, capacity;
	const char **reviewers; /* "anna.xlsx", "ben/review.xlsx answer_2" */
	size_t n_reviewers, reviewers_capacity;
	size_t n_blank, n_bad; /* cells without an answer; with none that is known */
	size_t n_stray;        /* rows with an answer and without an id */
};

/* Adds the rows of a file in any kind that ingest reads; a cell that is no answer is said and
 * counted. -1 with run->err when the file has no columns of a review. */
int answers_read(struct run *run, const struct classifier *classifier, const char *path,
	struct answers *answers);
/* Looks all rows up in the store. Those that were answered and are not of it are said; how many. */
int answers_find(struct run *run, struct store *store, struct answers *answers, size_t *n_unknown);
/* After that. */
void answers_sort(struct answers *answers);
void answers_release(struct answers *answers);

/* The answers about one complaint are items[from] .. items[answers_end() - 1]. */
size_t answers_end(const struct answers *answers, size_t from);
/* The first of them that says something, or NULL. */
const struct answer *answers_first(const struct answers *answers, size_t from, size_t to);
/* Whether all that say something say the same causes. */
bool answers_agree(const struct answers *answers, size_t from, size_t to);

/* Both answers where two do not say the same. */
struct table *answers_conflicts(const struct answers *answers);
/* What evaluate and train read: a row per complaint, answered or not, a column per person. */
struct table *answers_table(const struct answers *answers);

/* ---- the command ---- */

enum status review_make(struct run *run);
enum status review_apply(struct run *run);
