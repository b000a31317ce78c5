#include "cause/combine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cause/clue.h"
#include "cause/decide.h"

/* Below this probability the model does not name a cause. */
#define LEAST_PROBABILITY 0.5

/* From this probability on the rules' primary cause is named first, whatever else the model is
 * sure of. */
#define SURE_PROBABILITY 0.8

/* A model that prefers the rules names their primary cause first where it names it at all, and
 * another one in its place only from this probability on. */
#define CONTRARY_PROBABILITY 0.7

/* No machine is certain. */
#define HIGHEST_SCORE 0.9999

static uint32_t find_clue(const struct cause_model *model, const char *name)
{
	for (size_t i = 0; i < model->n_clues; i++)
		if (strcmp(model->clues[i].name, name) == 0)
			return (uint32_t)i;
	return NO_CLUE;
}

static size_t class_of(const struct cause_model *model, const char *cause)
{
	for (size_t c = 0; c < model->n_classes; c++)
		if (is_same_cause(model->classes[c].name, cause))
			return c;
	return NO_CLASS;
}

struct combiner *combiner_new(struct cause_model *model, const struct grammar *grammar)
{
	struct combiner *c = mem_zalloc(sizeof *c);
	struct buf name = {0};

	c->model = model;
	/* One more, for R15's label without a subcause. */
	c->clues = mem_alloc((grammar->n_labels + 1) * sizeof *c->clues);
	c->classes = mem_alloc((grammar->n_labels + 1) * sizeof *c->classes);
	for (size_t i = 0; i <= grammar->n_labels; i++) {
		struct label label =
			i < grammar->n_labels ? grammar->labels[i] : (struct label){"other", ""};

		for (enum clue_kind kind = 0; kind < CLUE_NOTHING; kind++) {
			clue_name(kind, label.cause, label.subcause, &name);
			c->clues[i][kind] = find_clue(model, buf_text(&name));
		}
		c->classes[i] = class_of(model, label.cause);
	}
	clue_name(CLUE_NOTHING, "", "", &name);
	c->nothing = find_clue(model, buf_text(&name));
	buf_release(&name);
	return c;
}

void combiner_free(struct combiner *combiner)
{
	if (!combiner)
		return;
	model_free(combiner->model);
	free(combiner->clues);
	free(combiner->classes);
	free(combiner);
}

struct judging {
	const struct combiner *combiner;
	struct judgement *judgement;
};

static uint32_t clue_number(
	const struct combiner *c, enum clue_kind kind, const struct cause_label *label)
{
	return kind == CLUE_NOTHING ? c->nothing : c->clues[label->number][kind];
}

static void add_clue(
	void *context, enum clue_kind kind, const struct cause_label *label, double value)
{
	struct judging *j = context;
	uint32_t clue = clue_number(j->combiner, kind, label);
	const struct cause_model *model = j->combiner->model;

	for (size_t c = 0; c < model->n_classes && clue != NO_CLUE; c++)
		j->judgement->from_clues[c] += value * model->clues[clue].weights[c];
}

void combiner_judge(const struct combiner *combiner, struct grams *grams, const char *folded,
	size_t n, const struct cause_result *rules, struct judgement *judgement)
{
	const struct cause_model *model = combiner->model;
	struct judging judging = {combiner, judgement};

	grams_read_codes(grams, folded, n);
	judgement->length = model_sum(model, grams, judgement->from_grams);
	judgement->knows = model_knows(model, grams);
	for (size_t c = 0; c < model->n_classes; c++)
		judgement->from_clues[c] = 0;
	clues_each(rules, add_clue, &judging);
	for (size_t c = 0; c < model->n_classes; c++) {
		judgement->value[c] = model->classes[c].bias + judgement->from_grams[c] +
				      judgement->from_clues[c];
		judgement->probability[c] =
			sigmoid_probability(model->classes[c].sigmoid, judgement->value[c]);
	}
}

/* ---- the decision ---- */

static size_t surest(const struct judgement *j, size_t n_classes, const bool *is_named)
{
	size_t best = NO_CLASS;

	for (size_t c = 0; c < n_classes; c++)
		if (!is_named[c] && j->probability[c] >= LEAST_PROBABILITY &&
			(best == NO_CLASS || j->probability[c] > j->probability[best]))
			best = c;
	return best;
}

/* The class as a label, with the subcause that the rules found first for it. */
static struct cause_label class_label(const struct cause_model *model, const struct judgement *j,
	size_t class, const struct cause_result *rules)
{
	struct cause_label label = {model->classes[class].name, "",
		fmin(j->probability[class], HIGHEST_SCORE), UINT32_MAX};

	for (size_t i = 0; i < rules->n; i++) {
		if (!is_same_cause(rules->labels[i].cause, label.cause))
			continue;
		label.subcause = rules->labels[i].subcause;
		label.number = rules->labels[i].number;
		break;
	}
	return label;
}

static void add_label(struct cause_result *result, struct cause_label label)
{
	if (result->n < MAX_CAUSES)
		result->labels[result->n++] = label;
}

static bool has_label(const struct cause_result *result, uint32_t number)
{
	for (size_t i = 0; i < result->n; i++)
		if (result->labels[i].number == number)
			return true;
	return false;
}

/* R12: safety is primary wherever it is found. Of a cause that it does not know the model cannot
 * say that it is none; beside one that it knows it can say which of them counts. */
static bool rules_stand(
	const struct combiner *combiner, const struct cause_result *rules, double probability)
{
	if (rules->n == 0)
		return false;
	if (strcmp(rules->labels[0].subcause, "safety") == 0)
		return true;
	for (size_t i = 0; i < rules->n; i++)
		if (combiner->classes[rules->labels[i].number] != NO_CLASS)
			return false;
	return rules->labels[0].score > probability;
}

/* The class that is named first; NO_CLASS when the model is not sure enough of any. */
static size_t first_class(const struct combiner *combiner, const struct judgement *j,
	const struct cause_result *rules)
{
	const bool none_named[MODEL_CLASSES] = {false};
	bool prefers_rules = combiner->model->prefers_rules;
	size_t of_rules = rules->n ? combiner->classes[rules->labels[0].number] : NO_CLASS, c;

	if (of_rules != NO_CLASS &&
		j->probability[of_rules] >= (prefers_rules ? LEAST_PROBABILITY : SURE_PROBABILITY))
		return of_rules;
	c = surest(j, combiner->model->n_classes, none_named);
	if (c != NO_CLASS && of_rules != NO_CLASS && prefers_rules &&
		j->probability[c] < CONTRARY_PROBABILITY)
		return NO_CLASS;
	return c;
}

void combiner_decide(
	const struct combiner *combiner, const struct judgement *j, struct cause_result *result)
{
	const struct cause_model *model = combiner->model;
	bool is_named[MODEL_CLASSES] = {false};
	struct cause_result rules;
	size_t c;

	c = first_class(combiner, j, result);
	if (!j->knows || c == NO_CLASS || rules_stand(combiner, result, j->probability[c]))
		return;
	rules = *result;
	result->n = 0;
	result->by_model = true;
	for (; c != NO_CLASS; c = surest(j, model->n_classes, is_named)) {
		add_label(result, class_label(model, j, c, &rules));
		is_named[c] = true;
	}
	for (size_t i = 0; i < rules.n; i++) {
		c = combiner->classes[rules.labels[i].number];
		if ((c == NO_CLASS || is_named[c]) && !has_label(result, rules.labels[i].number))
			add_label(result, rules.labels[i]);
	}
	result->margin = result_margin(result);
}
