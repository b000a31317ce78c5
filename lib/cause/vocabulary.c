#include "cause/vocabulary.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "match/expand.h"

/* Before a part of `not`: it may stand anywhere in the text. */
static const char ANYWHERE[] = "…";

static const char NO_SUCH_CLASS[] = "a class in angle brackets is defined by no rule";

static const char GLUED_CLASS[] =
	"a class in angle brackets is a part by itself: join it to others by ~, …, & or ，";

int vocabulary_fault(const struct vocabulary *v, const char *reason, struct err *err)
{
	return rules_fault(v->g->rules, v->rule, v->column, reason, err);
}

/* ---- terms by their text ---- */

static struct slot *find_slot(struct slot *slots, size_t n, const char *key)
{
	size_t i = hash_bytes(0, key, strlen(key)) & (n - 1);

	while (slots[i].key && strcmp(slots[i].key, key) != 0)
		i = (i + 1) & (n - 1);
	return &slots[i];
}

static void grow_slots(struct vocabulary *v)
{
	size_t n = v->n_slots ? v->n_slots * 2 : 1024;
	struct slot *slots = mem_zalloc(n * sizeof *slots);

	for (size_t i = 0; i < v->n_slots; i++)
		if (v->slots[i].key)
			*find_slot(slots, n, v->slots[i].key) = v->slots[i];
	free(v->slots);
	v->slots = slots;
	v->n_slots = n;
}

/* The term of that text, made when it is new; its slot says whether it has entries yet. */
static struct slot *intern(struct vocabulary *v, const char *key)
{
	struct grammar *g = v->g;
	struct slot *slot;

	if (v->n_used * 2 >= v->n_slots)
		grow_slots(v);
	slot = find_slot(v->slots, v->n_slots, key);
	if (slot->key)
		return slot;
	g->traits = mem_grow(g->traits, g->n_terms, &g->term_capacity, sizeof *g->traits);
	g->traits[g->n_terms] = 0;
	*slot = (struct slot){.key = key, .term = (uint32_t)g->n_terms++};
	v->n_used++;
	return slot;
}

/* ---- the text of patterns ---- */

/* The next top-level occurrence of one of `marks` (which may be a UTF-8 sequence of three bytes) in
 * [p, end), outside of brackets and escapes; `end` when there is none. */
const char *pattern_mark(const char *p, const char *end, const char *mark)
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

static bool is_class(const char *part)
{
	size_t n = strlen(part);

	return n > 2 && part[0] == '<' && part[n - 1] == '>';
}

/* Whether a class is joined to something else without a mark: that would be a literal `<` and never
 * be found. A group's name, (?<name>...), is none. */
static bool has_glued_class(const char *part)
{
	if (is_class(part))
		return false;
	for (const char *p = strchr(part, '<'); p; p = strchr(p + 1, '<')) {
		size_t n = strspn(p + 1, "abcdefghijklmnopqrstuvwxyz-");

		if (n && p[n + 1] == '>' && (p == part || !strchr("\\?", p[-1])))
			return true;
	}
	return false;
}

static void add_entry(struct vocabulary *v, const char *pattern, bool literal, uint32_t term)
{
	v->entries = mem_grow(v->entries, v->n_entries, &v->entry_capacity, sizeof *v->entries);
	v->origins = mem_grow(v->origins, v->n_entries, &v->origin_capacity, sizeof *v->origins);
	v->entries[v->n_entries] = (struct match_entry){pattern, literal, term};
	v->origins[v->n_entries++] =
		(struct origin){(uint32_t)(v->rule - v->g->rules->items), v->column};
}

/* A regular expression that is a few words written short is those words, which is faster. */
static void add_part_entries(struct vocabulary *v, const char *part, uint32_t term)
{
	const char **words;
	size_t n = expand_pattern(&v->arena, part, &words);

	for (size_t i = 0; i < n; i++)
		add_entry(v, words[i], true, term);
	if (n == 0)
		add_entry(v, part, false, term);
	free(words);
}

static const char *folded(struct vocabulary *v, const char *p, size_t n)
{
	struct buf out = {0};
	const char *text;

	fold_pattern(v->g->fold, p, n, &out);
	text = arena_text(&v->arena, buf_text(&out), out.len);
	buf_release(&out);
	return text;
}

/* Marks that a word is one of an object class. */
static const char *object_key(struct vocabulary *v, const char *word)
{
	return arena_format(&v->arena, "\a%s", word);
}

static bool is_object_word(struct vocabulary *v, const char *word)
{
	return v->n_slots && find_slot(v->slots, v->n_slots, object_key(v, word))->key;
}

/* The term of a part, with its entries. */
static uint32_t define_word(struct vocabulary *v, const char *part)
{
	struct slot *slot = intern(v, part);
	uint32_t term = slot->term;

	if (!slot->is_defined) {
		slot->is_defined = true;
		add_part_entries(v, part, term);
		if (is_object_word(v, part))
			v->g->traits[term] |= TERM_OBJECT;
	}
	return term;
}

int vocabulary_part(
	struct vocabulary *v, const char *p, const char *end, uint32_t *term, struct err *err)
{
	const char *part = folded(v, p, (size_t)(end - p));

	if (!*part)
		return vocabulary_fault(v, "an alternative or part of the pattern is blank", err);
	if (is_class(part) && !intern(v, part)->is_defined)
		return vocabulary_fault(v, NO_SUCH_CLASS, err);
	if (has_glued_class(part))
		return vocabulary_fault(v, GLUED_CLASS, err);
	*term = define_word(v, part);
	return 0;
}

/* All alternatives of `pattern` find the one term. The words of an object are objects where they
 * stand in a pattern by themselves, too. */
static void add_alternatives(struct vocabulary *v, const char *pattern, uint32_t term)
{
	const char *p = pattern, *end = p + strlen(p);
	bool are_objects = v->g->traits[term] & TERM_OBJECT;

	for (;;) {
		const char *stop = pattern_mark(p, end, "|");
		const char *word = folded(v, p, (size_t)(stop - p));

		if (stop > p)
			add_part_entries(v, word, term);
		if (stop > p && are_objects)
			intern(v, object_key(v, word))->is_defined = true;
		if (stop == end)
			return;
		p = stop + 1;
	}
}

void vocabulary_add_class(struct vocabulary *v)
{
	char *key = arena_format(&v->arena, "<%s>", v->rule->subcause);
	struct slot *slot = intern(v, key);

	slot->is_defined = true;
	if (v->rule->kind == RULE_OBJECT)
		v->g->traits[slot->term] |= TERM_OBJECT;
	add_alternatives(v, v->rule->pattern, slot->term);
}

/* The words of a class take a rule back as words of its own do. */
static int add_excluded_class(
	struct vocabulary *v, const char *part, uint32_t term, struct err *err)
{
	const struct rules *rules = v->g->rules;
	size_t n = strlen(part) - 2;

	if (!intern(v, part)->is_defined)
		return vocabulary_fault(v, NO_SUCH_CLASS, err);
	for (size_t i = 0; i < rules->n; i++) {
		const struct rule *class = &rules->items[i];

		if ((class->kind == RULE_OBJECT || class->kind == RULE_WORD) &&
			strlen(class->subcause) == n && memcmp(class->subcause, part + 1, n) == 0)
			add_alternatives(v, class->pattern, term);
	}
	return 0;
}

/* The parts of `not` that are meant for the clause, or those for the whole text. */
static int add_excluded(struct vocabulary *v, bool in_text, uint32_t term, struct err *err)
{
	const char *p = v->rule->exclusion, *end = p + strlen(p);

	for (;;) {
		const char *stop = pattern_mark(p, end, "|");
		const char *part = arena_text(&v->arena, p, (size_t)(stop - p));
		bool is_in_text = strncmp(part, ANYWHERE, sizeof ANYWHERE - 1) == 0;

		part += is_in_text ? sizeof ANYWHERE - 1 : 0;
		if (is_in_text == in_text && !is_class(part))
			add_alternatives(v, part, term);
		else if (is_in_text == in_text && add_excluded_class(v, part, term, err) < 0)
			return -1;
		if (stop == end)
			return 0;
		p = stop + 1;
	}
}

/* A term for the parts of `not` of one of the two sorts; rules with the same words share it. */
static int add_exclusion(struct vocabulary *v, bool in_text, uint32_t *term, struct err *err)
{
	struct slot *slot = intern(
		v, arena_format(&v->arena, "\n%s%s", in_text ? ANYWHERE : "", v->rule->exclusion));

	*term = slot->term;
	if (slot->is_defined)
		return 0;
	slot->is_defined = true;
	v->g->traits[*term] |= TERM_EXCLUSION;
	return add_excluded(v, in_text, *term, err);
}

int vocabulary_add_exclusions(struct vocabulary *v, struct brief *brief, struct err *err)
{
	brief->exclusion = brief->exclusion_in_text = NO_TERM;
	if (!*v->rule->exclusion)
		return 0;
	if (strstr(v->rule->exclusion, ANYWHERE) &&
		add_exclusion(v, true, &brief->exclusion_in_text, err) < 0)
		return -1;
	return add_exclusion(v, false, &brief->exclusion, err);
}

void vocabulary_release(struct vocabulary *v)
{
	free(v->entries);
	free(v->origins);
	free(v->slots);
	arena_release(&v->arena);
}
