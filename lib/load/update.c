#include "load/loading.h"

#include <string.h>

#include "base/date.h"

/* The customer of the complaint by the identifiers it has now. */
static int assign_customer(struct load *load, struct complaint *complaint, struct err *err)
{
	struct identifier identifiers[N_IDENTIFIERS];
	struct span source = dictionary_text(load->store->dictionary, complaint->fact[FACT_SOURCE]);
	size_t n = identifiers_read(complaint->narrative, source, &load->buf, identifiers);

	return customers_assign(
		load->customers, identifiers, n, &complaint->fact[FACT_CUSTOMER], err);
}

static int read_former_export(struct load *load, int64_t id, int64_t *exported_at, struct err *err)
{
	int status;

	stmt_bind_integer(load->former_export, 1, id);
	status = stmt_step(load->former_export, err);
	*exported_at = status > 0 ? read_number(load->former_export, 0) : NUMBER_NONE;
	stmt_reset(load->former_export);
	return status < 0 ? -1 : 0;
}

/* By the record's own updated_at where both have one, else by the dates of the exports. */
static int is_older(struct load *load, const struct batch *batch, size_t row, const int64_t *old,
	bool *older, struct err *err)
{
	int64_t updated = batch_number(batch, FIELD_UPDATED_AT, row), exported_at;

	*older = false;
	if (updated != NUMBER_NONE && old[FACT_UPDATED] != NUMBER_NONE) {
		*older = instant_seconds(updated) < old[FACT_UPDATED];
		return 0;
	}
	if (load->exported_at == NUMBER_NONE || old[FACT_LOAD] == load->id)
		return 0;
	if (read_former_export(load, old[FACT_LOAD], &exported_at, err) < 0)
		return -1;
	*older = exported_at != NUMBER_NONE && load->exported_at < exported_at;
	return 0;
}

/* A time of day that only one of the two knows is no difference. */
static bool is_received_differing(const struct batch *batch, size_t row, const int64_t *old)
{
	int64_t packed = batch_number(batch, FIELD_RECEIVED_AT, row);

	if (packed == NUMBER_NONE)
		return false;
	if (instant_has_time(packed) && old[FACT_FLAGS] & HAS_TIME_RECEIVED)
		return instant_seconds(packed) != old[FACT_RECEIVED];
	return instant_day(instant_seconds(packed)) != old[FACT_DAY];
}

static bool is_from_before(const struct load *load, const struct complaint *complaint)
{
	return complaint->fact[FACT_ID] < load->first_complaint;
}

/* What the complaint was, should another row of this file meet it. */
static int keep_image(struct load *load, const struct complaint *complaint, struct err *err)
{
	if (!is_from_before(load, complaint))
		return 0;
	return writer_keep_past(&load->writer, complaint->fact[FACT_ID], load->store->run, err);
}

/* The new version goes over the old one, which is kept unless this very load brought it. */
static int write_version(
	struct load *load, struct complaint *complaint, bool with_narrative, struct err *err)
{
	if (keep_image(load, complaint, err) < 0)
		return -1;
	complaint->fact[FACT_RUN] = load->store->run;
	complaint->fact[FACT_LOAD] = load->id;
	return writer_put(&load->writer, complaint, with_narrative, err);
}

/* Causes and customer leave a mark, but make no version of the complaint. */
static int replace_marks(struct load *load, const struct batch *batch, size_t row,
	struct complaint *complaint, const int64_t *old, bool *has_causes, struct err *err)
{
	struct dictionary *dictionary = load->store->dictionary;
	int status = 0;

	cause_set_read(&load->cause_set, dictionary, batch, row);
	if (cause_set_prevails(&load->cause_set, dictionary, old[FACT_CAUSE_BY]))
		status = causes_replace(&load->causes, &load->marks, load->store, complaint->fact,
			&load->cause_set, err);
	if (status < 0 || causes_flush(&load->causes, err) < 0)
		return -1;
	*has_causes = status > 0;
	if (complaint->fact[FACT_CUSTOMER] == old[FACT_CUSTOMER])
		return 0;
	return mark_integer(&load->marks, complaint->fact[FACT_ID], "customer", old[FACT_CUSTOMER],
		load->store->run, err);
}

static void note_change(struct load *load, const struct complaint *complaint, int64_t old_run,
	bool is_version, bool has_causes)
{
	bool is_history = is_version && old_run != load->store->run;

	if (is_from_before(load, complaint))
		rewind_note(&load->rewind, complaint->fact[FACT_ID],
			(is_history ? KEPT_VERSION : KEPT_IMAGE) | (has_causes ? KEPT_CAUSES : 0u));
}

/* An earlier row of the file changed the complaint: it counts no more. */
static int take_back(struct load *load, struct complaint *complaint, struct err *err)
{
	int64_t id = complaint->fact[FACT_ID], changed[N_FACTS];

	memcpy(changed, complaint->fact, sizeof changed);
	if (rewind_back(&load->rewind, id, load->store->run, err) < 0 ||
		reader_complaint(&load->reader, id, complaint, err) < 0)
		return -1;
	store_change(load->store, changed, complaint->fact);
	load->counts.n_updated--;
	load->counts.n_unchanged++;
	return 0;
}

/* What is unchanged in a newer export is as new as that one. */
static void set_load(struct load *load, int64_t *fact)
{
	if (fact[FACT_LOAD] < load->first_load)
		load_past_note(&load->past, fact[FACT_ID], fact[FACT_LOAD]);
	fact[FACT_LOAD] = load->id;
}

static int update_complaint(struct load *load, const struct batch *batch, size_t row,
	struct complaint *complaint, struct err *err)
{
	int64_t old[N_FACTS];
	struct merge_changes changes;
	bool is_version, has_causes, has_marks;

	memcpy(old, complaint->fact, sizeof old);
	changes = merge_row(&load->merge, batch, row, complaint);
	if (complaint->fact[FACT_RECEIVED] == NUMBER_NONE)
		return err_set(err, "complaint '%.*s' would lose its received_at",
			(int)complaint->narrative[NARRATIVE_COMPLAINT_ID].n,
			complaint->narrative[NARRATIVE_COMPLAINT_ID].text);
	is_version = changes.facts || changes.narrative;
	if (load->merge.has_identifier && assign_customer(load, complaint, err) < 0)
		return -1;
	if (is_version && write_version(load, complaint, changes.narrative, err) < 0)
		return -1;
	if (replace_marks(load, batch, row, complaint, old, &has_causes, err) < 0)
		return -1;
	has_marks = has_causes || complaint->fact[FACT_CUSTOMER] != old[FACT_CUSTOMER];
	if (!is_version && has_marks && keep_image(load, complaint, err) < 0)
		return -1;
	if (!is_version && load->exported_at != NUMBER_NONE)
		set_load(load, complaint->fact);
	if ((has_marks || complaint->fact[FACT_LOAD] != old[FACT_LOAD]) &&
		writer_put(&load->writer, complaint, false, err) < 0)
		return -1;
	store_change(load->store, old, complaint->fact);
	if (changes.received || changes.duplicate_of)
		incidents_touch(&load->incidents, complaint->fact[FACT_ID]);
	if (is_version || has_marks) {
		note_change(load, complaint, old[FACT_RUN], is_version, has_causes);
		load->counts.n_updated++;
	} else {
		load->counts.n_unchanged++;
	}
	return 0;
}

int load_meet_again(struct load *load, const struct batch *batch, size_t row,
	struct complaint *complaint, struct err *err)
{
	bool older;

	coverage_add(
		&load->coverage, complaint->fact[FACT_SOURCE], (int32_t)complaint->fact[FACT_DAY]);
	if (complaint->fact[FACT_LOAD] != load->id) {
		load->n_matched++;
		load->n_differing += is_received_differing(batch, row, complaint->fact);
	}
	if (is_older(load, batch, row, complaint->fact, &older, err) < 0)
		return -1;
	if (older) {
		load->counts.n_older++;
		return 0;
	}
	if (rewind_is_changed(&load->rewind, complaint->fact[FACT_ID]) &&
		take_back(load, complaint, err) < 0)
		return -1;
	return update_complaint(load, batch, row, complaint, err);
}
