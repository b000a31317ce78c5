#include "load/merge.h"

#include <string.h>

#include "base/date.h"

void words_init(struct words *words, struct dictionary *dictionary)
{
	words->complaint = dictionary_add(dictionary, FIELD_KIND, (struct span){"complaint", 9});
	words->closed = dictionary_add(dictionary, FIELD_STATUS, (struct span){"closed", 6});
	words->withdrawn = dictionary_add(dictionary, FIELD_STATUS, (struct span){"withdrawn", 9});
}

static bool is_identifier(enum narrative narrative)
{
	return narrative == NARRATIVE_CUSTOMER_ID || narrative == NARRATIVE_PHONE ||
	       narrative == NARRATIVE_EMAIL || narrative == NARRATIVE_CUSTOMER_NAME ||
	       narrative == NARRATIVE_ORDER_ID;
}

static void make_blank(struct complaint *blank)
{
	*blank = (struct complaint){.twin = NUMBER_NONE};
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		blank->fact[fact] = fact_is_term(fact) ? 0 : NUMBER_NONE;
	blank->fact[FACT_FLAGS] = blank->fact[FACT_CUSTOMER] = 0;
}

void merge_begin(struct merge *merge, const struct batch *batch)
{
	make_blank(&merge->blank);
	merge->n_facts = merge->n_narratives = 0;
	merge->has_identifier = false;
	for (enum fact fact = 0; fact < N_FACTS; fact++)
		if (FACTS[fact].field != N_FIELDS && batch->has[FACTS[fact].field] &&
			!fact_is_identity_or_cause(fact))
			merge->facts[merge->n_facts++] = fact;
	for (enum narrative i = 0; i < N_NARRATIVES; i++) {
		if (!batch->has[NARRATIVE_FIELDS[i]])
			continue;
		merge->narratives[merge->n_narratives++] = i;
		merge->has_identifier = merge->has_identifier || is_identifier(i);
	}
}

void complaint_clear(const struct merge *merge, struct complaint *complaint)
{
	*complaint = merge->blank;
}

/* What rules filled in where the export was blank outlives the next blank of that export. */
static bool is_derived(const int64_t *fact, enum fact which, int64_t value)
{
	return fact[FACT_FLAGS] & FACTS[which].is_derived &&
	       value == (fact_is_term(which) ? 0 : NUMBER_NONE);
}

static int64_t read_fact(
	const struct merge *merge, const struct batch *batch, size_t row, enum fact fact)
{
	enum field field = FACTS[fact].field;

	return field_is_text(field)
		       ? dictionary_add(merge->dictionary, field, batch->text[field][row])
		       : batch->number[field][row];
}

static bool set_instant(int64_t *fact, enum fact which, int64_t packed)
{
	uint32_t bit = FACTS[which].has_time;
	int64_t value = packed == NUMBER_NONE ? NUMBER_NONE : instant_seconds(packed);
	int64_t flags = packed != NUMBER_NONE && instant_has_time(packed)
				? fact[FACT_FLAGS] | bit
				: fact[FACT_FLAGS] & ~(int64_t)bit;
	bool changed = fact[which] != value || fact[FACT_FLAGS] != flags;

	fact[which] = value;
	fact[FACT_FLAGS] = flags;
	return changed;
}

static bool set_fact(int64_t *fact, enum fact which, int64_t value)
{
	bool changed = fact[which] != value;

	if (FACTS[which].has_time)
		return set_instant(fact, which, value);
	if (!changed || is_derived(fact, which, value))
		return false;
	fact[FACT_FLAGS] &= ~(int64_t)FACTS[which].is_derived;
	fact[which] = value;
	return true;
}

static int64_t derived_flag(const struct batch *batch, size_t row, enum fact which)
{
	return batch->derived[row] & FACTS[which].derived ? FACTS[which].is_derived : 0;
}

/* A rule's value on the way in takes no value's place but another rule's. */
static bool fill_in(int64_t *fact, enum fact which, int64_t flag, int64_t value)
{
	int64_t blank = fact_is_term(which) ? 0 : NUMBER_NONE;
	bool changed = fact[which] != value;

	if (fact[which] != blank && !(fact[FACT_FLAGS] & flag))
		return false;
	fact[which] = value;
	fact[FACT_FLAGS] |= flag;
	return changed;
}

static bool put_fact(const struct merge *merge, const struct batch *batch, size_t row,
	enum fact which, int64_t *fact)
{
	int64_t value = read_fact(merge, batch, row, which);
	int64_t flag = derived_flag(batch, row, which);

	return flag ? fill_in(fact, which, flag, value) : set_fact(fact, which, value);
}

static void set_flag(int64_t *fact, int64_t flag, bool on)
{
	fact[FACT_FLAGS] = on ? fact[FACT_FLAGS] | flag : fact[FACT_FLAGS] & ~flag;
}

/* What follows from other columns. */
static void derive(const struct merge *merge, int64_t *fact)
{
	const struct words *words = &merge->words;
	bool has_ended =
		fact[FACT_STATUS] == words->closed || fact[FACT_STATUS] == words->withdrawn;

	if (fact[FACT_RECEIVED] != NUMBER_NONE)
		fact[FACT_DAY] = instant_day(fact[FACT_RECEIVED]);
	set_flag(fact, FLAG_COMPLAINT, !fact[FACT_KIND] || fact[FACT_KIND] == words->complaint);
	set_flag(fact, FLAG_ENDED_UNDATED, has_ended && fact[FACT_CLOSED] == NUMBER_NONE);
}

/* A duplicate that was found outlives the blank of an export; what an export says is its own. */
static bool keep_found(struct complaint *complaint, struct span new, struct merge_changes *changes)
{
	if (!(complaint->fact[FACT_FLAGS] & FLAG_DUPLICATE_FOUND))
		return false;
	if (!new.n)
		return true;
	set_flag(complaint->fact, FLAG_DUPLICATE_FOUND, false);
	changes->facts = true;
	return false;
}

struct merge_changes merge_row(const struct merge *merge, const struct batch *batch, size_t row,
	struct complaint *complaint)
{
	struct merge_changes changes = {0};

	for (size_t i = 0; i < merge->n_facts; i++) {
		enum fact fact = merge->facts[i];

		if (!put_fact(merge, batch, row, fact, complaint->fact))
			continue;
		changes.facts = true;
		changes.received = changes.received || fact == FACT_RECEIVED;
	}
	for (size_t i = 0; i < merge->n_narratives; i++) {
		enum narrative which = merge->narratives[i];
		struct span *old = &complaint->narrative[which];
		struct span new = batch->text[NARRATIVE_FIELDS[which]][row];

		if (which == NARRATIVE_DUPLICATE_OF && keep_found(complaint, new, &changes))
			continue;
		if (old->n == new.n && (!new.n || !memcmp(old->text, new.text, new.n)))
			continue;
		*old = new;
		changes.narrative = true;
		changes.duplicate_of = changes.duplicate_of || which == NARRATIVE_DUPLICATE_OF;
	}
	derive(merge, complaint->fact);
	return changes;
}
