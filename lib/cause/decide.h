#pragma once
/* From judged findings to the causes of a complaint: scores, the primary one (R11, R12), margin,
 * and the words that decided. */
#include "cause/cause.h"
#include "cause/reading.h"

/* Per thread; one slot for each label of the grammar. */
struct tally {
	struct sum {
		double doubt;     /* product of (1 - weight) over the clauses it was found in */
		double in_clause; /* the best weight in the clause at hand */
		double best;      /* and in all of them */
		uint32_t clause;
		double rank;                  /* decides who is primary */
		bool stands;                  /* not only set aside */
		uint32_t first, first_clause; /* where it is told first */
	} * sums;
	uint32_t *touched;
	size_t n_touched;
};

struct tally *tally_new(const struct grammar *grammar);
void tally_free(struct tally *tally);

void decide(const struct reading *reading, struct tally *tally, struct cause_result *result);

/* The primary label's score less the highest of another cause; 0 without a label. */
double result_margin(const struct cause_result *result);

/* Whether the finding is one that a label of the result rests on. */
bool decides(const struct reading *reading, const struct finding *finding,
	const struct cause_result *result);

/* The label of a finding; R15 turns the manners of outside parties into `other`. */
const struct label *finding_label(const struct reading *reading, const struct finding *finding);
