#include "cause/decide.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Below this score a label is not named. */
#define LEAST_SCORE 0.35
/* What is left of it in a text that says a thing a thousand times; 0 stands for a label not seen.
 */
#define LEAST_DOUBT 1e-9

/* An object found in an earlier clause counts for less, and so does a clause set aside (R7). */
#define CARRIED_SHARE 0.8
#define ASIDE_SHARE   0.6

/* What is said again in other clauses makes it surer, but less so primary. */
#define REPEATED_SHARE 0.5

/* What makes a label primary (R11, R12), in the order of that rule; added to its score. */
#define RANK_SAFETY   100.0
#define RANK_ASIDE    (-10.0)
#define RANK_MENTION  (-20.0)
#define RANK_NO_FAULT (-5.0) /* a wish or a question beside a fault */
#define RANK_DEMAND   2.0
#define RANK_CONTRAST 0.3
#define RANK_REACTION (-0.08) /* the event before the reaction to it */
#define RANK_ANSWER   (-0.23) /* more so where the event was told before */

/* What weighs less is no event that others may be the reaction to: of a parcel, and of goods. */
#define PARCEL_EVENT 0.6
#define GOODS_EVENT  0.45

/* What the labels of a text are ranked by. */
struct ranking {
	struct tally *tally;
	const struct grammar *grammar;
	uint32_t answer; /* the first clause that tells how the customer was answered; or none */
};

static const struct label OUTSIDE = {.cause = "other", .subcause = "", .name = "other"};

struct tally *tally_new(const struct grammar *grammar)
{
	struct tally *tally = mem_alloc(sizeof *tally);

	/* One more, for R15's label without a subcause. */
	tally->sums = mem_zalloc((grammar->n_labels + 1) * sizeof *tally->sums);
	tally->touched = mem_alloc((grammar->n_labels + 1) * sizeof *tally->touched);
	tally->n_touched = 0;
	return tally;
}

void tally_free(struct tally *tally)
{
	if (!tally)
		return;
	free(tally->sums);
	free(tally->touched);
	free(tally);
}

static const struct brief *rule_of(const struct reading *r, const struct finding *f)
{
	return &r->grammar->briefs[f->rule];
}

static bool counts(const struct reading *r, const struct finding *f)
{
	return rule_of(r, f)->kind == RULE_CAUSE && f->verdict <= VERDICT_ASIDE &&
	       !r->clauses[f->clause].is_staff;
}

/* R15: a word for a party that is none of ours, unless its rule is taken back: 物业 is one beside a
 * parcel, and the one complained of where owners speak of their estate. */
static bool is_outside(const struct reading *r, const struct clause *c)
{
	if (!(c->kinds & 1u << RULE_OUTSIDE))
		return false;
	for (uint32_t i = c->first_finding; i < c->end_finding; i++)
		if (rule_of(r, &r->findings[i])->kind == RULE_OUTSIDE &&
			r->findings[i].verdict != VERDICT_EXCLUDED)
			return true;
	return false;
}

/* The number of the finding's label; the grammar's number of labels stands for OUTSIDE. */
static uint32_t label_number(const struct reading *r, const struct finding *f)
{
	uint32_t number = rule_of(r, f)->label;

	if (r->grammar->labels[number].is_attitude && is_outside(r, &r->clauses[f->clause]))
		return (uint32_t)r->grammar->n_labels;
	return number;
}

static const struct label *label_by_number(const struct grammar *g, uint32_t number)
{
	return number < g->n_labels ? &g->labels[number] : &OUTSIDE;
}

const struct label *finding_label(const struct reading *r, const struct finding *f)
{
	return label_by_number(r->grammar, label_number(r, f));
}

static uint32_t last_contrast(const struct reading *r)
{
	for (size_t i = r->n_clauses; i-- > 0;)
		if (r->clauses[i].after_contrast)
			return (uint32_t)i;
	return UINT32_MAX;
}

static uint32_t first_answer(const struct reading *r)
{
	for (size_t i = 0; i < r->n_clauses; i++)
		if (r->clauses[i].kinds & 1u << RULE_ANSWER)
			return (uint32_t)i;
	return UINT32_MAX;
}

/* A demand in the same clause names it: 把漏发的补来. In 不给退货 the words of the demand are those
 * of the finding itself, and name nothing. */
static bool is_demanded(const struct reading *r, const struct clause *c, const struct finding *f)
{
	if (!(c->kinds & 1u << RULE_DEMAND))
		return false;
	for (uint32_t i = c->first_finding; i < c->end_finding; i++) {
		const struct finding *d = &r->findings[i];

		if (rule_of(r, d)->kind == RULE_DEMAND && d->verdict == VERDICT_STANDS &&
			(d->to <= f->from || d->from >= f->to))
			return true;
	}
	return false;
}

static void add_up(
	struct tally *tally, const struct reading *r, const struct finding *f, uint32_t contrast)
{
	uint32_t number = label_number(r, f);
	struct sum *sum = &tally->sums[number];
	const struct clause *c = &r->clauses[f->clause];
	double weight = rule_of(r, f)->weight * (f->is_carried ? CARRIED_SHARE : 1) *
			(f->verdict == VERDICT_ASIDE ? ASIDE_SHARE : 1);

	if (sum->doubt == 0) {
		*sum = (struct sum){.doubt = 1,
			.clause = f->clause,
			.first_clause = f->clause,
			.first = f->from};
		tally->touched[tally->n_touched++] = number;
	}
	if (sum->clause != f->clause) {
		sum->doubt *= 1 - sum->in_clause;
		if (sum->doubt < LEAST_DOUBT)
			sum->doubt = LEAST_DOUBT;
		sum->in_clause = 0;
		sum->clause = f->clause;
	}
	if (weight > sum->in_clause)
		sum->in_clause = weight;
	if (weight > sum->best)
		sum->best = weight;
	sum->stands |= f->verdict == VERDICT_STANDS;
	if (sum->rank < RANK_DEMAND && is_demanded(r, c, f))
		sum->rank += RANK_DEMAND;
	if (f->clause >= contrast && sum->rank < RANK_CONTRAST)
		sum->rank += RANK_CONTRAST;
}

static double score(const struct sum *sum)
{
	double s = 1 - sum->doubt * (1 - sum->in_clause);

	return s > 0.9999 ? 0.9999 : s;
}

static bool is_mention(const struct sum *sum)
{
	return sum->best < LEAST_SAID;
}

/* A parcel that is late, lost or broken is an event wherever it stands; goods, which nearly every
 * complaint speaks of, are one only where the customer then tells how he was answered. */
static bool is_event(const struct sum *sum, const struct label *label, uint32_t answer)
{
	if (!sum->stands)
		return false;
	return (label->is_logistics && sum->best >= PARCEL_EVENT) ||
	       (label->is_product && sum->best >= GOODS_EVENT && sum->first_clause < answer);
}

/* R11: whether an event was told in a clause before the label's first one. */
static bool is_reaction(const struct ranking *ranking, const struct sum *reaction)
{
	const struct tally *tally = ranking->tally;
	uint32_t answer = ranking->answer <= reaction->first_clause ? ranking->answer : 0;

	for (size_t i = 0; i < tally->n_touched; i++) {
		const struct sum *sum = &tally->sums[tally->touched[i]];

		if (sum->first_clause < reaction->first_clause &&
			is_event(sum, label_by_number(ranking->grammar, tally->touched[i]), answer))
			return true;
	}
	return false;
}

static void rank(const struct ranking *ranking)
{
	struct tally *tally = ranking->tally;

	for (size_t i = 0; i < tally->n_touched; i++) {
		struct sum *sum = &tally->sums[tally->touched[i]];
		const struct label *label = label_by_number(ranking->grammar, tally->touched[i]);

		sum->rank += sum->best + REPEATED_SHARE * (score(sum) - sum->best);
		if (label->is_safety)
			sum->rank += RANK_SAFETY;
		if (!sum->stands)
			sum->rank += RANK_ASIDE;
		if (is_mention(sum))
			sum->rank += RANK_MENTION;
		if (label->is_attitude)
			sum->rank += is_reaction(ranking, sum) ? RANK_ANSWER : RANK_REACTION;
		if (label->is_no_fault)
			sum->rank += RANK_NO_FAULT;
	}
}

/* Whether label `a` comes before label `b`. */
static bool is_before(const struct tally *tally, uint32_t a, uint32_t b)
{
	const struct sum *x = &tally->sums[a], *y = &tally->sums[b];

	if (x->rank != y->rank)
		return x->rank > y->rank;
	if (x->first != y->first)
		return x->first < y->first;
	return a < b;
}

static void sort_touched(struct tally *tally)
{
	for (size_t i = 1; i < tally->n_touched; i++)
		for (size_t j = i;
			j > 0 && is_before(tally, tally->touched[j], tally->touched[j - 1]); j--) {
			uint32_t swap = tally->touched[j];

			tally->touched[j] = tally->touched[j - 1];
			tally->touched[j - 1] = swap;
		}
}

static void name_labels(struct tally *tally, const struct grammar *g, struct cause_result *result)
{
	for (size_t i = 0; i < tally->n_touched && result->n < MAX_CAUSES; i++) {
		const struct sum *sum = &tally->sums[tally->touched[i]];
		const struct label *label = label_by_number(g, tally->touched[i]);

		if (score(sum) >= LEAST_SCORE && !(is_mention(sum) && result->n > 0))
			result->labels[result->n++] = (struct cause_label){
				label->cause, label->subcause, score(sum), tally->touched[i]};
	}
	/* R7: what is only set aside is never primary. */
	if (result->n > 0 && !tally->sums[tally->touched[0]].stands)
		result->n = 0;
}

double result_margin(const struct cause_result *result)
{
	double best = 0;

	if (result->n == 0)
		return 0;
	for (size_t i = 1; i < result->n; i++)
		if (!is_same_cause(result->labels[i].cause, result->labels[0].cause) &&
			result->labels[i].score > best)
			best = result->labels[i].score;
	return result->labels[0].score - best;
}

void decide(const struct reading *r, struct tally *tally, struct cause_result *result)
{
	uint32_t contrast = last_contrast(r);

	result->n = 0;
	result->margin = 0;
	result->by_model = false;
	for (size_t i = 0; i < r->n_findings; i++)
		if (counts(r, &r->findings[i]))
			add_up(tally, r, &r->findings[i], contrast);
	if (tally->n_touched == 0)
		return;
	rank(&(struct ranking){tally, r->grammar, first_answer(r)});
	sort_touched(tally);
	name_labels(tally, r->grammar, result);
	result->margin = result_margin(result);
	for (size_t i = 0; i < tally->n_touched; i++)
		tally->sums[tally->touched[i]] = (struct sum){0};
	tally->n_touched = 0;
}

/* Labels of the rules differ where their numbers do. OUTSIDE, and what only the model names, may be
 * written as one of them. */
static bool is_label(const struct grammar *g, const struct cause_label *a, uint32_t number)
{
	const struct label *label;

	if (a->number < g->n_labels && number < g->n_labels)
		return a->number == number;
	label = label_by_number(g, number);
	return is_same_cause(a->cause, label->cause) && strcmp(a->subcause, label->subcause) == 0;
}

bool decides(const struct reading *r, const struct finding *f, const struct cause_result *result)
{
	uint32_t number;

	if (!counts(r, f))
		return false;
	number = label_number(r, f);
	for (size_t i = 0; i < result->n; i++)
		if (is_label(r->grammar, &result->labels[i], number))
			return true;
	return false;
}
