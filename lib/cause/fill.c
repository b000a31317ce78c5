#include <string.h>

#include "base/text.h"
#include "cause/classifier.h"

static const enum field FILLED[] = {FIELD_CAUSES, FIELD_CAUSE, FIELD_SUBCAUSE, FIELD_CAUSE_SCORE,
	FIELD_CAUSE_EVIDENCE, FIELD_CAUSE_BY, FIELD_DEMAND_CLASS, FIELD_SEVERITY_CLASS,
	FIELD_ESCALATION_INTENT};

static const struct span BY_RULE = {"rule", 4}, BY_MODEL = {"model", 5}, BLANK = {"", 0};

/* What a batch's rows are written with. */
struct work {
	const struct classifier *classifier;
	struct cause_scratch *scratch;
	struct batch *batch;
	struct buf text;
	uint32_t kinds; /* a bit for each kind of rule that the text at hand has findings of */
};

static struct span keep(struct work *w, const struct buf *text)
{
	return (struct span){
		arena_text(&w->batch->arena, buf_text(text), text->len), (uint32_t)text->len};
}

static void add_word(struct buf *out, const char *word)
{
	if (out->len)
		buf_add_char(out, ';');
	buf_add_text(out, word);
}

static struct span word_span(const char *word)
{
	return (struct span){word, (uint32_t)strlen(word)};
}

/* The rules' own label behind one of a result, or NULL. */
static const struct label *label_of(const struct grammar *g, const struct cause_label *label)
{
	return label->number < g->n_labels ? &g->labels[label->number] : NULL;
}

/* "product:quality;attitude:rude" */
static struct span causes_text(struct work *w, const struct cause_result *result)
{
	const struct grammar *g = w->classifier->grammar;
	const struct label *known = label_of(g, &result->labels[0]);

	if (result->n == 1 && known)
		return (struct span){known->name, known->n_name};
	buf_clear(&w->text);
	for (size_t i = 0; i < result->n; i++) {
		const struct cause_label *label = &result->labels[i];

		if (i > 0)
			buf_add_char(&w->text, ';');
		known = label_of(g, label);
		if (known)
			buf_add(&w->text, known->name, known->n_name);
		else if (*label->subcause)
			buf_format(&w->text, "%s:%s", label->cause, label->subcause);
		else
			buf_add_text(&w->text, label->cause);
	}
	return keep(w, &w->text);
}

static struct span evidence_text(
	struct work *w, struct span text, const struct cause_result *result)
{
	buf_clear(&w->text);
	classifier_evidence(w->classifier, w->scratch, text.text, text.n, result, &w->text);
	return keep(w, &w->text);
}

static void set_primary(struct work *w, size_t row, const struct cause_label *label)
{
	const struct label *known = label ? label_of(w->classifier->grammar, label) : NULL;
	struct span cause = BLANK, subcause = BLANK;

	if (known) {
		cause = (struct span){known->cause, known->n_cause};
		subcause = (struct span){known->subcause, known->n_subcause};
	} else if (label) {
		cause = word_span(label->cause);
		subcause = word_span(label->subcause);
	}
	w->batch->text[FIELD_CAUSE][row] = cause;
	w->batch->text[FIELD_SUBCAUSE][row] = subcause;
}

static void set_causes(
	struct work *w, size_t row, struct span text, const struct cause_result *result)
{
	struct batch *b = w->batch;
	bool found = result->n > 0;

	b->text[FIELD_CAUSES][row] = found ? causes_text(w, result) : BLANK;
	set_primary(w, row, found ? &result->labels[0] : NULL);
	b->number[FIELD_CAUSE_SCORE][row] =
		found ? (int64_t)(result->labels[0].score * 10000 + 0.5) : NUMBER_NONE;
	b->text[FIELD_CAUSE_EVIDENCE][row] = found ? evidence_text(w, text, result) : BLANK;
	b->text[FIELD_CAUSE_BY][row] = !found ? BLANK : result->by_model ? BY_MODEL : BY_RULE;
}

static bool has_word(const struct buf *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = buf_text(list); *p; p += strspn(p, ";")) {
		size_t length = strcspn(p, ";");

		if (text_is(p, length, word))
			return true;
		p += length;
	}
	return n == 0;
}

/* The rule of a finding of that kind that counts, or NULL. What is over, or set aside, has
 * happened all the same. */
static const struct rule *counted(
	const struct reading *r, const struct finding *f, enum rule_kind kind)
{
	static const bool is_counted[N_VERDICTS] = {[VERDICT_STANDS] = true,
		[VERDICT_ASIDE] = true,
		[VERDICT_SOLVED] = true,
		[VERDICT_PAST] = true};

	return r->grammar->briefs[f->rule].kind == kind && is_counted[f->verdict] &&
			       !r->clauses[f->clause].is_staff
		       ? &r->grammar->rules->items[f->rule]
		       : NULL;
}

/* Fields that hold the classes of all rules of a kind. */
static const struct classes {
	enum field field;
	enum rule_kind kind;
	unsigned char derived;
} DEMAND = {FIELD_DEMAND_CLASS, RULE_DEMAND, DERIVED_DEMAND_CLASS},
  SEVERITY = {FIELD_SEVERITY_CLASS, RULE_SEVERITY, DERIVED_SEVERITY_CLASS},
  BEHAVIOUR = {FIELD_BEHAVIOUR, RULE_BEHAVIOUR, DERIVED_BEHAVIOUR};

static void set_classes(struct work *w, const struct classes *classes, size_t row)
{
	const struct reading *r = &w->scratch->reading;
	struct span *cell = &w->batch->text[classes->field][row];
	const struct rule *first = NULL;
	size_t n_words = 0;

	if (cell->n > 0 || !(w->kinds >> classes->kind & 1))
		return;
	buf_clear(&w->text);
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct rule *rule = counted(r, &r->findings[i], classes->kind);

		if (!rule || rule == first || has_word(&w->text, rule->subcause))
			continue;
		first = first ? first : rule;
		n_words++;
		add_word(&w->text, rule->subcause);
	}
	if (!n_words)
		return;
	*cell = n_words == 1 ? (struct span){first->subcause, (uint32_t)w->text.len}
			     : keep(w, &w->text);
	w->batch->derived[row] |= classes->derived;
}

static void set_intent(struct work *w, size_t row, struct span text)
{
	const struct reading *r = &w->scratch->reading;
	int64_t *cell = &w->batch->number[FIELD_ESCALATION_INTENT][row];

	if (*cell != NUMBER_NONE || text.n == 0)
		return;
	*cell = 0;
	w->batch->derived[row] |= DERIVED_ESCALATION_INTENT;
	for (size_t i = 0; i < r->n_findings && w->kinds >> RULE_INTENT & 1; i++)
		if (counted(r, &r->findings[i], RULE_INTENT))
			*cell = 1;
}

static uint32_t kinds_found(const struct reading *r)
{
	uint32_t kinds = 0;

	for (size_t i = 0; i < r->n_clauses; i++)
		kinds |= r->clauses[i].kinds;
	return kinds;
}

static void classify_row(struct work *w, size_t row)
{
	struct span text = batch_text(w->batch, FIELD_TEXT, row);
	struct span by = batch_text(w->batch, FIELD_CAUSE_BY, row);
	struct cause_result result;

	classifier_read(w->classifier, w->scratch, text.text, text.n, &result);
	if (!text_is(by.text, by.n, "human") && !text_is(by.text, by.n, "export"))
		set_causes(w, row, text, &result);
	w->kinds = kinds_found(&w->scratch->reading);
	set_classes(w, &DEMAND, row);
	set_classes(w, &SEVERITY, row);
	if (w->classifier->finds_behaviour)
		set_classes(w, &BEHAVIOUR, row);
	set_intent(w, row, text);
}

void cause_batch(
	const struct classifier *classifier, struct cause_scratch *scratch, struct batch *batch)
{
	struct work w = {.classifier = classifier, .scratch = scratch, .batch = batch};

	for (size_t i = 0; i < sizeof FILLED / sizeof *FILLED; i++)
		batch_add_column(batch, FILLED[i]);
	if (classifier->finds_behaviour)
		batch_add_column(batch, FIELD_BEHAVIOUR);
	for (size_t row = 0; row < batch->n; row++)
		classify_row(&w, row);
	buf_release(&w.text);
}
