#include "cause/grammar.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

/* What is known only while the rules are read. */
struct builder {
	struct grammar *g;
	struct arena arena;
	struct match_entry *entries;
	struct origin {
		uint32_t rule;
		const char *column;
	} * origins; /* of each entry: where a fault is reported */
	size_t n_entries, entry_capacity, origin_capacity;
	struct slot {
		const char *key; /* a part as written, folded; NULL: free */
		uint32_t term;
		bool is_defined;
	} * slots;
	size_t n_slots, n_used;
	const struct rule *rule; /* the one being read */
	const char *column;
};

static int fault(const struct builder *b, const char *reason, struct err *err)
{
	return rules_fault(b->g->rules, b->rule, b->column, reason, err);
}

/* ---- terms by their text ---- */

static struct slot *find_slot(struct slot *slots, size_t n, const char *key)
{
	size_t i = hash_bytes(0, key, strlen(key)) & (n - 1);

	while (slots[i].key && strcmp(slots[i].key, key) != 0)
		i = (i + 1) & (n - 1);
	return &slots[i];
}

static void grow_slots(struct builder *b)
{
	size_t n = b->n_slots ? b->n_slots * 2 : 1024;
	struct slot *slots = mem_zalloc(n * sizeof *slots);

	for (size_t i = 0; i < b->n_slots; i++)
		if (b->slots[i].key)
			*find_slot(slots, n, b->slots[i].key) = b->slots[i];
	free(b->slots);
	b->slots = slots;
	b->n_slots = n;
}

/* The term of that text, made when it is new; its slot says whether it has entries yet. */
static struct slot *intern(struct builder *b, const char *key)
{
	struct grammar *g = b->g;
	struct slot *slot;

	if (b->n_used * 2 >= b->n_slots)
		grow_slots(b);
	slot = find_slot(b->slots, b->n_slots, key);
	if (slot->key)
		return slot;
	g->terms = mem_grow(g->terms, g->n_terms, &g->term_capacity, sizeof *g->terms);
	g->terms[g->n_terms] = (struct term){0};
	*slot = (struct slot){.key = key, .term = (uint32_t)g->n_terms++};
	b->n_used++;
	return slot;
}

/* ---- the text of patterns ---- */

/* The next top-level occurrence of one of `marks` (which may be a UTF-8 sequence of three bytes) in
 * [p, end), outside of brackets and escapes; `end` when there is none. */
static const char *find_mark(const char *p, const char *end, const char *mark)
{
	size_t n = strlen(mark);
	int depth = 0;
	bool in_class = false;

	for (; p < end; p++) {
		if (*p == '\\' && p + 1 < end) {
			p++;
		} else if (in_class) {
			in_class = *p != ']';
		} else if (*p == '[') {
			in_class = true;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')') {
			depth--;
		} else if (depth <= 0 && (size_t)(end - p) >= n && memcmp(p, mark, n) == 0) {
			return p;
		}
	}
	return end;
}

static bool is_literal(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strchr("\\^$.[]|()?*+{}", p[i]))
			return false;
	return true;
}

static bool is_class(const char *part)
{
	size_t n = strlen(part);

	return n > 2 && part[0] == '<' && part[n - 1] == '>';
}

static void add_entry(struct builder *b, const char *pattern, bool literal, uint32_t term)
{
	b->entries = mem_grow(b->entries, b->n_entries, &b->entry_capacity, sizeof *b->entries);
	b->origins = mem_grow(b->origins, b->n_entries, &b->origin_capacity, sizeof *b->origins);
	b->entries[b->n_entries] = (struct match_entry){pattern, literal, term};
	b->origins[b->n_entries++] =
		(struct origin){(uint32_t)(b->rule - b->g->rules->items), b->column};
}

/* (a|b|c) of plain words: an entry for each, which is faster than a regular expression. */
static bool add_group(struct builder *b, const char *part, uint32_t term)
{
	size_t n = strlen(part);
	const char *end = part + n - 1;

	if (n < 3 || part[0] != '(' || *end != ')')
		return false;
	for (const char *p = part + 1; p < end; p++)
		if (*p != '|' && !is_literal(p, 1))
			return false;
	for (const char *p = part + 1; p <= end;) {
		const char *stop = find_mark(p, end, "|");

		if (stop > p)
			add_entry(b, arena_text(&b->arena, p, (size_t)(stop - p)), true, term);
		p = stop + 1;
	}
	return true;
}

static void add_part_entries(struct builder *b, const char *part, uint32_t term)
{
	if (!add_group(b, part, term))
		add_entry(b, part, is_literal(part, strlen(part)), term);
}

static const char *folded(struct builder *b, const char *p, size_t n)
{
	struct buf out = {0};
	const char *text;

	fold_pattern(b->g->fold, p, n, &out);
	text = arena_text(&b->arena, buf_text(&out), out.len);
	buf_release(&out);
	return text;
}

/* Marks that a word is one of an object class. */
static const char *object_key(struct builder *b, const char *word)
{
	return arena_format(&b->arena, "\a%s", word);
}

static bool is_object_word(struct builder *b, const char *word)
{
	return b->n_slots && find_slot(b->slots, b->n_slots, object_key(b, word))->key;
}

/* The term of a part, with its entries. */
static uint32_t define_word(struct builder *b, const char *part)
{
	struct slot *slot = intern(b, part);
	uint32_t term = slot->term;

	if (!slot->is_defined) {
		slot->is_defined = true;
		add_part_entries(b, part, term);
		b->g->terms[term].is_object = is_object_word(b, part);
	}
	return term;
}

static int find_part(
	struct builder *b, const char *p, const char *end, uint32_t *term, struct err *err)
{
	const char *part = folded(b, p, (size_t)(end - p));

	if (!*part)
		return fault(b, "an alternative or part of the pattern is blank", err);
	if (is_class(part) && !intern(b, part)->is_defined)
		return fault(b, "a class in angle brackets is defined by no rule", err);
	*term = define_word(b, part);
	return 0;
}

/* ---- rules ---- */

static int read_sequence(
	struct builder *b, const char *p, const char *end, struct sequence *s, struct err *err)
{
	const char *mark = find_mark(p, end, "&") < end ? "&" : "…";

	*s = (struct sequence){
		.rule = (uint32_t)(b->rule - b->g->rules->items), .any_order = *mark == '&'};
	for (;;) {
		const char *stop = find_mark(p, end, mark);

		if (s->n == MAX_PARTS)
			return fault(b, "a pattern has more than 4 parts", err);
		if (find_part(b, p, stop, &s->terms[s->n++], err) < 0)
			return -1;
		if (stop == end)
			break;
		p = stop + strlen(mark);
	}
	if (s->any_order && s->n > 2)
		return fault(b, "a pattern may have one & only", err);
	return 0;
}

static void mark_term(struct grammar *g, const struct sequence *s, enum rule_kind kind)
{
	struct term *term = &g->terms[s->terms[0]];

	if (s->n > 1)
		return;
	term->is_contrast |= kind == RULE_CONTRAST;
	term->is_negator |= kind == RULE_NEGATOR;
	term->is_mask |= kind == RULE_MASK || kind == RULE_PRAISE || kind == RULE_CONTRAST ||
			 kind == RULE_AFFIRM;
}

static int add_sequences(struct builder *b, struct err *err)
{
	struct grammar *g = b->g;
	const char *p = b->rule->pattern, *end = p + strlen(p);

	for (;;) {
		const char *stop = find_mark(p, end, "|");
		struct sequence s;

		if (read_sequence(b, p, stop, &s, err) < 0)
			return -1;
		g->sequences = mem_grow(
			g->sequences, g->n_sequences, &g->sequence_capacity, sizeof *g->sequences);
		g->sequences[g->n_sequences++] = s;
		mark_term(g, &s, b->rule->kind);
		if (stop == end)
			return 0;
		p = stop + 1;
	}
}

/* All alternatives of `pattern` find the one term. The words of an object are objects where they
 * stand in a pattern by themselves, too. */
static void add_alternatives(struct builder *b, const char *pattern, uint32_t term)
{
	const char *p = pattern, *end = p + strlen(p);
	bool are_objects = b->g->terms[term].is_object;

	for (;;) {
		const char *stop = find_mark(p, end, "|");
		const char *word = folded(b, p, (size_t)(stop - p));

		if (stop > p)
			add_part_entries(b, word, term);
		if (stop > p && are_objects)
			intern(b, object_key(b, word))->is_defined = true;
		if (stop == end)
			return;
		p = stop + 1;
	}
}

static void add_class(struct builder *b)
{
	char *key = arena_format(&b->arena, "<%s>", b->rule->subcause);
	struct slot *slot = intern(b, key);

	slot->is_defined = true;
	b->g->terms[slot->term].is_object |= b->rule->kind == RULE_OBJECT;
	add_alternatives(b, b->rule->pattern, slot->term);
}

static uint32_t add_exclusion(struct builder *b)
{
	struct slot *slot;

	if (!*b->rule->exclusion)
		return NO_TERM;
	slot = intern(b, arena_format(&b->arena, "\n%s", b->rule->exclusion));
	if (!slot->is_defined)
		add_alternatives(b, b->rule->exclusion, slot->term);
	slot->is_defined = true;
	return slot->term;
}

static uint32_t find_label(struct grammar *g, const struct rule *rule)
{
	for (size_t i = 0; i < g->n_labels; i++)
		if (strcmp(g->labels[i].cause, rule->cause) == 0 &&
			strcmp(g->labels[i].subcause, rule->subcause) == 0)
			return (uint32_t)i;
	g->labels = mem_grow(g->labels, g->n_labels, &g->label_capacity, sizeof *g->labels);
	g->labels[g->n_labels] = (struct label){rule->cause, rule->subcause};
	return (uint32_t)g->n_labels++;
}

static bool is_class_rule(const struct rule *rule)
{
	return rule->kind == RULE_OBJECT || rule->kind == RULE_WORD;
}

/* Classes first: a rule may use one that stands below it. */
static int add_rules(struct builder *b, struct err *err)
{
	struct rules *rules = b->g->rules;

	b->column = "pattern";
	for (size_t i = 0; i < rules->n; i++) {
		b->rule = &rules->items[i];
		if (is_class_rule(b->rule))
			add_class(b);
	}
	for (size_t i = 0; i < rules->n; i++) {
		b->rule = &rules->items[i];
		if (is_class_rule(b->rule))
			continue;
		b->column = "pattern";
		if (add_sequences(b, err) < 0)
			return -1;
		b->column = "not";
		b->g->exclusion_of[i] = add_exclusion(b);
		if (b->rule->kind == RULE_CAUSE)
			b->g->label_of[i] = find_label(b->g, b->rule);
	}
	return 0;
}

/* Whether a hit of that part is looked at as the end of a sequence. */
static bool completes(const struct sequence *s, uint32_t part)
{
	return s->any_order || part + 1 == s->n;
}

static void index_uses(struct grammar *g)
{
	uint32_t n = 0;

	for (size_t i = 0; i < g->n_sequences; i++)
		for (uint32_t p = 0; p < g->sequences[i].n; p++)
			g->terms[g->sequences[i].terms[p]].n_uses += completes(&g->sequences[i], p);
	for (size_t i = 0; i < g->n_terms; i++) {
		g->terms[i].first_use = n;
		n += g->terms[i].n_uses;
		g->terms[i].n_uses = 0;
	}
	g->uses = mem_alloc((n + 1) * sizeof *g->uses);
	for (size_t i = 0; i < g->n_sequences; i++)
		for (uint32_t p = 0; p < g->sequences[i].n; p++) {
			struct term *term = &g->terms[g->sequences[i].terms[p]];

			if (completes(&g->sequences[i], p))
				g->uses[term->first_use + term->n_uses++] =
					(struct use){(uint32_t)i, p};
		}
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
	for (size_t i = 0; i < g->rules->n; i++)
		if (g->exclusion_of[i] != NO_TERM)
			closes[g->exclusion_of[i]] = false;
	for (size_t i = 0; i < g->n_terms; i++)
		closes[i] = closes[i] && !g->terms[i].is_object;
	return closes;
}

static void make_openers(struct grammar *g)
{
	bool *closes = find_closers(g);
	struct match_openers *by_term = mem_zalloc((g->n_terms + 1) * sizeof *by_term);
	uint32_t *openers = mem_alloc((g->n_sequences + 1) * sizeof *openers);
	uint32_t n = 0;

	for (size_t t = 0; t < g->n_terms; t++) {
		by_term[t].first = n;
		for (uint32_t u = 0; closes[t] && u < g->terms[t].n_uses; u++) {
			const struct use *use = &g->uses[g->terms[t].first_use + u];

			openers[n++] = g->sequences[use->sequence].terms[use->part - 1];
		}
		by_term[t].n = n - by_term[t].first;
	}
	free(closes);
	matcher_take_openers(g->matcher, by_term, openers, g->n_terms);
}

static int make_matcher(struct builder *b, struct err *err)
{
	struct grammar *g = b->g;
	struct err reason;
	size_t bad;

	if (b->n_entries == 0)
		return err_set(err, "'%s' has no rules", g->rules->path);
	g->matcher = matcher_new(b->entries, b->n_entries, &bad, &reason);
	if (g->matcher) {
		make_openers(g);
		return 0;
	}
	b->rule = &g->rules->items[b->origins[bad].rule];
	b->column = b->origins[bad].column;
	return fault(b, reason.text, err);
}

static int build(struct grammar *g, struct err *err)
{
	struct builder b = {.g = g};
	int status;

	g->label_of = mem_zalloc((g->rules->n + 1) * sizeof *g->label_of);
	g->exclusion_of = mem_alloc((g->rules->n + 1) * sizeof *g->exclusion_of);
	for (size_t i = 0; i < g->rules->n; i++)
		g->exclusion_of[i] = NO_TERM;
	status = add_rules(&b, err);
	if (status == 0) {
		index_uses(g);
		status = make_matcher(&b, err);
	}
	free(b.entries);
	free(b.origins);
	free(b.slots);
	arena_release(&b.arena);
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
	free(grammar->terms);
	free(grammar->sequences);
	free(grammar->uses);
	free(grammar->labels);
	free(grammar->label_of);
	free(grammar->exclusion_of);
	free(grammar);
}
