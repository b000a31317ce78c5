/* How a model came to its probabilities. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cause/clue.h"
#include "cause/combine.h"

static double gram_weight(const struct cause_model *model, uint32_t bucket, size_t class)
{
	return model->table[(size_t)bucket * model->stride + 1 + class] / model->scale;
}

/* ---- the n-grams that count most ---- */

/* An n-gram at one place. */
struct telling {
	struct gram gram;
	double weight;
};

static bool overlaps(const struct telling *list, size_t n, const struct gram *gram)
{
	for (size_t i = 0; i < n; i++)
		if (gram->from < list[i].gram.to && list[i].gram.from < gram->to)
			return true;
	return false;
}

/* One character alone tells a reader little, and so do pieces of words and what has signs in it. */
static bool is_readable(const char *folded, const struct gram *gram)
{
	uint32_t code;

	if (gram->kind >= GRAM_WORD)
		return true;
	for (size_t at = gram->from; at < gram->to;) {
		at += text_decode(folded + at, gram->to - at, &code);
		if (grams_is_letter(code) || !grams_is_of_word(code))
			return false;
	}
	return gram->kind > GRAM_ONE;
}

/* The heaviest n-grams for a class that do not overlap, heaviest first; the caller has room for
 * TELLING_GRAMS. */
static size_t find_telling(const struct cause_model *model, size_t class, const char *folded,
	size_t n, struct telling *chosen)
{
	struct gram *grams;
	size_t n_grams = grams_locate(folded, n, MODEL_BITS, &grams), n_chosen = 0;

	while (n_chosen < TELLING_GRAMS) {
		struct telling best = {.weight = 0};

		for (size_t i = 0; i < n_grams; i++) {
			double weight = gram_weight(model, grams[i].bucket, class);

			if (weight > best.weight && is_readable(folded, &grams[i]) &&
				!overlaps(chosen, n_chosen, &grams[i]))
				best = (struct telling){grams[i], weight};
		}
		if (best.weight <= 0)
			break;
		chosen[n_chosen++] = best;
	}
	free(grams);
	return n_chosen;
}

static int by_place(const void *a, const void *b)
{
	const struct gram *x = a, *y = b;

	return (x->from > y->from) - (x->from < y->from);
}

size_t combiner_telling(const struct combiner *combiner, const char *class, const char *folded,
	size_t n, struct gram telling[TELLING_GRAMS])
{
	const struct cause_model *model = combiner->model;
	struct telling chosen[TELLING_GRAMS];
	size_t c = 0, n_chosen;

	while (c < model->n_classes && strcmp(model->classes[c].name, class) != 0)
		c++;
	if (c == model->n_classes)
		return 0;
	n_chosen = find_telling(model, c, folded, n, chosen);
	for (size_t i = 0; i < n_chosen; i++)
		telling[i] = chosen[i].gram;
	if (n_chosen)
		qsort(telling, n_chosen, sizeof *telling, by_place);
	return n_chosen;
}

/* ---- in words ---- */

struct words {
	const struct combiner *combiner;
	size_t class;
	struct buf name;
	struct buf *out;
};

static void tell_clue(
	void *context, enum clue_kind kind, const struct cause_label *label, double value)
{
	struct words *w = context;
	const struct combiner *c = w->combiner;
	uint32_t clue = label ? c->clues[label->number][kind] : c->nothing;

	if (clue == NO_CLUE)
		return;
	clue_name(kind, label ? label->cause : "", label ? label->subcause : "", &w->name);
	buf_format(w->out, "      rules: %s %.4f x %+.4f\n", buf_text(&w->name), value,
		c->model->clues[clue].weights[w->class]);
}

static void tell_grams(struct words *w, const char *folded, size_t n, double length)
{
	struct telling chosen[TELLING_GRAMS];
	size_t n_chosen = find_telling(w->combiner->model, w->class, folded, n, chosen);

	for (size_t i = 0; i < n_chosen; i++) {
		const struct gram *gram = &chosen[i].gram;

		buf_add_text(w->out, "      n-gram '");
		for (uint32_t k = gram->from; k < gram->to; k++)
			buf_add_char(w->out, (unsigned char)folded[k] < ' ' ? ' ' : folded[k]);
		buf_format(w->out, "' %+.4f\n", chosen[i].weight / length);
	}
}

void combiner_explain(const struct combiner *combiner, const struct judgement *j,
	const char *folded, size_t n, const struct cause_result *rules, struct buf *out)
{
	const struct cause_model *model = combiner->model;
	struct words w = {.combiner = combiner, .out = out};

	if (!j->knows) {
		buf_add_text(out, "  model: knows nothing of this text\n");
		return;
	}
	buf_format(out, "  model of %zu rows%s\n", model->n_rows,
		model->prefers_rules ? "; in doubt the primary cause is the rules'" : "");
	for (size_t c = 0; c < model->n_classes; c++) {
		buf_format(out,
			"    %s: bias %+.4f, n-grams %+.4f, rules %+.4f = %+.4f: probability "
			"%.4f\n",
			model->classes[c].name, model->classes[c].bias, j->from_grams[c],
			j->from_clues[c], j->value[c], j->probability[c]);
		w.class = c;
		tell_grams(&w, folded, n, j->length);
		clues_each(rules, tell_clue, &w);
	}
	buf_release(&w.name);
}
