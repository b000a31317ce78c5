#include "cause/grammar.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cause/vocabulary.h"

static const char ANY_ORDER[] = "&", IN_ORDER[] = "…", ACROSS[] = "，";

static const char *find_joint(const char *p, const char *end)
{
	if (pattern_mark(p, end, ANY_ORDER) < end)
		return ANY_ORDER;
	return pattern_mark(p, end, ACROSS) < end ? ACROSS : IN_ORDER;
}

static int read_sequence(
	struct vocabulary *v, const char *p, const char *end, struct sequence *s, struct err *err)
{
	const char *mark = find_joint(p, end);

	*s = (struct sequence){.rule = (uint32_t)(v->rule - v->g->rules->items),
		.any_order = mark == ANY_ORDER,
		.is_across = mark == ACROSS};
	for (;;) {
		const char *stop = pattern_mark(p, end, mark);
		const char *touching = s->any_order ? stop : pattern_mark(p, stop, "~");

		if (s->n == MAX_PARTS)
			return vocabulary_fault(v, "a pattern has more than 4 parts", err);
		if (vocabulary_part(v, p, touching, &s->terms[s->n++], err) < 0)
			return -1;
		if (touching < stop)
			s->touching |= 1u << s->n;
		else if (stop == end)
			break;
		p = touching < stop ? touching + 1 : stop + strlen(mark);
	}
	if (mark != IN_ORDER && s->n > 2)
		return vocabulary_fault(v, "a pattern may have one & or ， only", err);
	return 0;
}

static void mark_term(struct grammar *g, const struct sequence *s, enum rule_kind kind)
{
	static const uint8_t TRAITS[N_RULE_KINDS] = {[RULE_CONTRAST] = TERM_CONTRAST | TERM_MASK,
		[RULE_NEGATOR] = TERM_NEGATOR,
		[RULE_MASK] = TERM_MASK,
		[RULE_PRAISE] = TERM_MASK,
		[RULE_AFFIRM] = TERM_MASK};

	if (s->n == 1)
		g->traits[s->terms[0]] |= TRAITS[kind];
}

static int add_sequences(struct vocabulary *v, struct err *err)
{
	struct grammar *g = v->g;
	const char *p = v->rule->pattern, *end = p + strlen(p);

	for (;;) {
		const char *stop = pattern_mark(p, end, "|");
		struct sequence s;

		if (read_sequence(v, p, stop, &s, err) < 0)
			return -1;
		g->sequences = mem_grow(
			g->sequences, g->n_sequences, &g->sequence_capacity, sizeof *g->sequences);
		g->sequences[g->n_sequences++] = s;
		mark_term(g, &s, v->rule->kind);
		if (stop == end)
			return 0;
		p = stop + 1;
	}
}

/* What customers did wrong, or live in, explains a fault; these only stand beside one. */
static bool is_no_fault(const struct rule *rule)
{
	return strcmp(rule->cause, "other") == 0 &&
	       (strcmp(rule->subcause, "customer-change-mind") == 0 ||
		       strcmp(rule->subcause, "enquiry") == 0 ||
		       strcmp(rule->subcause, "suggestion") == 0);
}

static uint32_t find_label(struct grammar *g, const struct rule *rule)
{
	const char *name, *cause = rule->cause;

	for (size_t i = 0; i < g->n_labels; i++) {
		if (!is_same_cause(g->labels[i].cause, rule->cause))
			continue;
		cause = g->labels[i].cause;
		if (strcmp(g->labels[i].subcause, rule->subcause) == 0)
			return (uint32_t)i;
	}
	g->labels = mem_grow(g->labels, g->n_labels, &g->label_capacity, sizeof *g->labels);
	name = *rule->subcause ? arena_format(&g->names, "%s:%s", rule->cause, rule->subcause)
			       : rule->cause;
	g->labels[g->n_labels] = (struct label){
		.cause = cause,
		.subcause = rule->subcause,
		.name = name,
		.n_cause = (uint32_t)strlen(rule->cause),
		.n_subcause = (uint32_t)strlen(rule->subcause),
		.n_name = (uint32_t)strlen(name),
		.is_safety = strcmp(rule->subcause, "safety") == 0,
		.is_attitude = strcmp(rule->cause, "attitude") == 0,
		.is_logistics = strcmp(rule->cause, "logistics") == 0,
		.is_product = strcmp(rule->cause, "product") == 0,
		.is_no_fault = is_no_fault(rule),
	};
	return (uint32_t)g->n_labels++;
}

static bool is_class_rule(const struct rule *rule)
{
	return rule->kind == RULE_OBJECT || rule->kind == RULE_WORD;
}

/* Classes first: a rule may use one that stands below it. */
static int add_rules(struct vocabulary *v, struct err *err)
{
	struct rules *rules = v->g->rules;

	v->column = "pattern";
	for (size_t i = 0; i < rules->n; i++) {
		v->rule = &rules->items[i];
		if (is_class_rule(v->rule))
			vocabulary_add_class(v);
	}
	for (size_t i = 0; i < rules->n; i++) {
		v->rule = &rules->items[i];
		if (is_class_rule(v->rule))
			continue;
		v->column = "pattern";
		if (add_sequences(v, err) < 0)
			return -1;
		v->column = "not";
		if (vocabulary_add_exclusions(v, &v->g->briefs[i], err) < 0)
			return -1;
		if (v->rule->kind == RULE_CAUSE)
			v->g->briefs[i].label = find_label(v->g, v->rule);
	}
	return 0;
}

/* Whether a hit of that part is looked at as the end of a sequence. */
static bool completes(const struct sequence *s, uint32_t part)
{
	return s->any_order || part + 1 == s->n;
}

static uint32_t needed_part(const struct sequence *s, uint32_t part)
{
	if (s->n == 1)
		return NO_TERM;
	return s->any_order ? s->terms[1 - part] : s->terms[part - 1];
}

enum { MOST_USES = (1 << 30) - 1 };

static struct use make_use(const struct grammar *g, size_t sequence, uint32_t part)
{
	const struct sequence *s = &g->sequences[sequence];

	return (struct use){
		.needs = needed_part(s, part),
		.second = s->any_order && part == 1,
		.is_across = s->is_across,
		.number = (s->n == 1 ? s->rule : (uint32_t)sequence) & MOST_USES,
	};
}

static void add_use(struct grammar *g, uint32_t term, struct use use)
{
	g->needs[term] |= use.needs == NO_TERM ? UINT64_MAX : term_bit(use.needs);
	g->uses[--g->first_use[term]] = use;
}

/* The uses of each term are counted, and then written down from the last sequence to the first,
 * each term's from its end. */
static void index_uses(struct grammar *g)
{
	uint32_t n = 0;

	g->first_use = mem_zalloc((g->n_terms + 1) * sizeof *g->first_use);
	g->needs = mem_zalloc((g->n_terms + 1) * sizeof *g->needs);
	for (size_t i = 0; i < g->n_sequences; i++)
		for (uint32_t p = 0; p < g->sequences[i].n; p++)
			g->first_use[g->sequences[i].terms[p]] += completes(&g->sequences[i], p);
	for (size_t t = 0; t <= g->n_terms; t++)
		g->first_use[t] = n += g->first_use[t];
	g->uses = mem_alloc((n + 1) * sizeof *g->uses);
	for (size_t i = g->n_sequences; i-- > 0;)
		for (uint32_t p = g->sequences[i].n; p-- > 0;)
			if (completes(&g->sequences[i], p))
				add_use(g, g->sequences[i].terms[p], make_use(g, i, p));
}

/* ---- what may be left out while matching ---- */

/* Whether the term only ever closes sequences in order, so that what opens them must come first. */
static bool *find_closers(const struct grammar *g)
{
	bool *closes = mem_zalloc((g->n_terms + 1) * sizeof *closes);

	for (size_t i = 0; i < g->n_sequences; i++)
		closes[g->sequences[i].terms[g->sequences[i].n - 1]] = true;
	for (size_t i = 0; i < g->n_sequences; i++) {
		const struct sequence *s = &g->sequences[i];

		for (uint32_t p = 0; p < s->n; p++)
			if (s->n == 1 || s->any_order || p + 1 < s->n)
				closes[s->terms[p]] = false;
	}
	for (size_t i = 0; i < g->rules->n; i++) {
		const struct brief *brief = &g->briefs[i];

		if (brief->exclusion != NO_TERM)
			closes[brief->exclusion] = false;
		if (brief->exclusion_in_text != NO_TERM)
			closes[brief->exclusion_in_text] = false;
	}
	for (size_t i = 0; i < g->n_terms; i++)
		closes[i] = closes[i] && !(g->traits[i] & TERM_OBJECT);
	return closes;
}

static void make_uses(struct grammar *g)
{
	bool *closes = find_closers(g);
	struct match_use *by_term = mem_zalloc((g->n_terms + 1) * sizeof *by_term);
	uint32_t *openers = mem_alloc((g->n_sequences + 1) * sizeof *openers);
	uint32_t n = 0;

	for (size_t t = 0; t < g->n_terms; t++) {
		by_term[t].is_aside = g->traits[t] == TERM_EXCLUSION;
		by_term[t].first = n;
		for (uint32_t u = g->first_use[t]; closes[t] && u < g->first_use[t + 1]; u++)
			openers[n++] = g->uses[u].needs;
		by_term[t].n = n - by_term[t].first;
	}
	free(closes);
	matcher_take_uses(g->matcher, by_term, openers, g->n_terms);
}

/* Whether a hit of the term can tell anything: objects do, wherever they stand. */
static bool *find_used(const struct grammar *g)
{
	bool *is_used = mem_zalloc((g->n_terms + 1) * sizeof *is_used);

	for (size_t i = 0; i < g->n_sequences; i++)
		for (uint32_t p = 0; p < g->sequences[i].n; p++)
			is_used[g->sequences[i].terms[p]] = true;
	for (size_t i = 0; i < g->n_terms; i++)
		is_used[i] |= g->traits[i] & (TERM_OBJECT | TERM_EXCLUSION);
	return is_used;
}

/* Words of a class that only takes rules back are no words by themselves: they would hide the
 * negation that they begin with (不 in 不啰嗦). */
static void drop_unused(struct vocabulary *v)
{
	bool *is_used = find_used(v->g);
	size_t kept = 0;

	for (size_t i = 0; i < v->n_entries; i++) {
		v->entries[kept] = v->entries[i];
		v->origins[kept] = v->origins[i];
		kept += is_used[v->entries[i].term];
	}
	v->n_entries = kept;
	free(is_used);
}

static int make_matcher(struct vocabulary *v, struct err *err)
{
	struct grammar *g = v->g;
	struct err reason;
	size_t bad;

	if (v->n_entries == 0)
		return err_set(err, "'%s' has no rules", g->rules->path);
	if (g->n_terms >= MATCH_TERMS)
		return err_set(err, "'%s' has more than %d different parts", g->rules->path,
			MATCH_TERMS - 1);
	g->matcher = matcher_new(g->fold, v->entries, v->n_entries, &bad, &reason);
	if (g->matcher) {
		make_uses(g);
		return 0;
	}
	v->rule = &g->rules->items[v->origins[bad].rule];
	v->column = v->origins[bad].column;
	return vocabulary_fault(v, reason.text, err);
}

static void begin_briefs(struct grammar *g)
{
	g->briefs = mem_alloc((g->rules->n + 1) * sizeof *g->briefs);
	for (size_t i = 0; i < g->rules->n; i++) {
		const struct rule *rule = &g->rules->items[i];

		g->briefs[i] = (struct brief){.weight = rule->weight,
			.exclusion = NO_TERM,
			.exclusion_in_text = NO_TERM,
			.kind = rule->kind,
			.is_other = strcmp(rule->cause, "other") == 0};
	}
}

static int build(struct grammar *g, struct err *err)
{
	struct vocabulary v = {.g = g};
	int status;

	begin_briefs(g);
	status = add_rules(&v, err);
	if (status == 0) {
		index_uses(g);
		drop_unused(&v);
		status = make_matcher(&v, err);
	}
	vocabulary_release(&v);
	return status;
}

struct grammar *grammar_new(const char *path, struct err *err)
{
	struct grammar *g = mem_zalloc(sizeof *g);

	g->fold = fold_new(err);
	g->rules = g->fold ? rules_read(path, err) : NULL;
	if (!g->rules || build(g, err) < 0) {
		grammar_free(g);
		return NULL;
	}
	return g;
}

void grammar_free(struct grammar *grammar)
{
	if (!grammar)
		return;
	matcher_free(grammar->matcher);
	fold_free(grammar->fold);
	rules_free(grammar->rules);
	free(grammar->traits);
	free(grammar->sequences);
	free(grammar->uses);
	free(grammar->first_use);
	free(grammar->needs);
	free(grammar->labels);
	arena_release(&grammar->names);
	free(grammar->briefs);
	free(grammar);
}
