/* How a frame answers a statement: by a look-up of an id, or by rows sorted by keys, of which the
 * first have given values, and that lie between bounds. SQLite keeps the plan as a text. */
#include "sql/frame_inner.h"
#include "sql/internal.h"

enum { FIRST_LETTER = 'A', LIST_END = '.' };

static bool is_whole(const struct frame *frame, int column)
{
	return column >= 0 && frame->columns[column].kind == FRAME_INTEGER;
}

static bool has_key(const struct frame_keys *keys, int column)
{
	for (int i = 0; i < keys->n; i++)
		if (keys->columns[i] == column)
			return true;
	return false;
}

static void add_key(struct frame_keys *keys, int column, bool is_descending)
{
	keys->columns[keys->n] = column;
	keys->is_descending[keys->n++] = is_descending;
}

static bool is_given(const struct sqlite3_index_info *info, int i)
{
	return info->aConstraint[i].usable && info->aConstraint[i].op == SQLITE_INDEX_CONSTRAINT_EQ;
}

/* Takes the constraints that the rows of the plan will meet. */
static int take_given(const struct frame *frame, sqlite3_index_info *info, struct frame_keys *keys)
{
	for (int i = 0; i < info->nConstraint; i++)
		if (is_given(info, i) && info->aConstraint[i].iColumn == 0) {
			info->aConstraintUsage[i].argvIndex = 1;
			info->aConstraintUsage[i].omit = 1;
			return FRAME_BY_ID;
		}
	for (int i = 0; i < info->nConstraint && keys->n < FRAME_KEYS; i++) {
		int column = info->aConstraint[i].iColumn;

		if (!is_given(info, i) || !is_whole(frame, column) || has_key(keys, column))
			continue;
		add_key(keys, column, false);
		info->aConstraintUsage[i].argvIndex = keys->n;
		info->aConstraintUsage[i].omit = 1;
	}
	return keys->n;
}

struct bounds {
	int columns[FRAME_BOUNDS];
	char how[FRAME_BOUNDS];
	int n;
};

/* Their values come after those of the keys. */
static void take_bounds(
	const struct frame *frame, sqlite3_index_info *info, int n_given, struct bounds *bounds)
{
	for (int i = 0; i < info->nConstraint && bounds->n < FRAME_BOUNDS; i++) {
		const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
		char how = frame_bound_how(constraint->op);

		if (!constraint->usable || how == FRAME_UNBOUND ||
			!is_whole(frame, constraint->iColumn))
			continue;
		bounds->columns[bounds->n] = constraint->iColumn;
		bounds->how[bounds->n++] = how;
		info->aConstraintUsage[i].argvIndex = n_given + bounds->n;
		info->aConstraintUsage[i].omit = 1;
	}
}

static void take_order(const struct frame *frame, sqlite3_index_info *info, struct frame_keys *keys)
{
	struct frame_keys longer = *keys;

	for (int i = 0; i < info->nOrderBy; i++) {
		int column = info->aOrderBy[i].iColumn;

		if (!is_whole(frame, column))
			return;
		if (has_key(&longer, column))
			continue;
		if (longer.n == FRAME_KEYS)
			return;
		add_key(&longer, column, info->aOrderBy[i].desc);
	}
	*keys = longer;
	info->orderByConsumed = info->nOrderBy > 0;
}

static int write_pair(char *text, int column, char sign)
{
	text[0] = (char)(FIRST_LETTER + column);
	text[1] = sign;
	return 2;
}

/* A letter for each column of the keys, with its direction, and of the bounds, with their kind,
 * then one for each that is read. */
static int write_plan(const struct frame *frame, const struct frame_keys *keys,
	const struct bounds *bounds, sqlite3_index_info *info)
{
	char *text = sqlite3_malloc(2 * FRAME_KEYS + 1 + 2 * FRAME_BOUNDS + 1 + FRAME_COLUMNS + 1);
	int n = 0;

	if (!text)
		return SQLITE_NOMEM;
	for (int i = 0; i < keys->n; i++)
		n += write_pair(text + n, keys->columns[i], keys->is_descending[i] ? '-' : '+');
	text[n++] = LIST_END;
	for (int i = 0; i < bounds->n; i++)
		n += write_pair(text + n, bounds->columns[i], bounds->how[i]);
	text[n++] = LIST_END;
	for (int i = 0; i < frame->n_columns; i++)
		if (info->colUsed >> i & 1)
			text[n++] = (char)(FIRST_LETTER + i);
	text[n] = '\0';
	info->idxStr = text;
	info->needToFreeIdxStr = 1;
	return SQLITE_OK;
}

int frame_plan(struct frame *frame, sqlite3_index_info *info)
{
	enum { ROWS_UNKNOWN = 1000000, ROWS_PER_VALUE = 100 };
	double n = frame_has(frame, 0) ? (double)frame->n : ROWS_UNKNOWN;
	struct frame_keys keys = {.n = 0};
	struct bounds bounds = {.n = 0};

	frame->wanted |= info->colUsed;
	info->idxNum = take_given(frame, info, &keys);
	if (info->idxNum == FRAME_BY_ID)
		n = 1;
	else if (info->idxNum > 0)
		n /= ROWS_PER_VALUE;
	if (info->idxNum != FRAME_BY_ID) {
		take_bounds(frame, info, keys.n, &bounds);
		take_order(frame, info, &keys);
	}
	info->estimatedRows = (sqlite3_int64)n + 1;
	info->estimatedCost = n + 5;
	return write_plan(frame, &keys, &bounds, info);
}

void frame_plan_read(
	const char *text, int n_given, sqlite3_value **arguments, struct frame_plan *plan)
{
	plan->keys.n = 0;
	plan->n_bounds = plan->n_used = 0;
	if (n_given == FRAME_BY_ID)
		return;
	for (; *text != LIST_END; text += 2)
		add_key(&plan->keys, text[0] - FIRST_LETTER, text[1] == '-');
	for (text++; *text != LIST_END; text += 2) {
		struct frame_bound *bound = &plan->bounds[plan->n_bounds];

		*bound = frame_bound_by(text[1], arguments[n_given + plan->n_bounds++]);
		bound->column = text[0] - FIRST_LETTER;
	}
	while (*++text)
		plan->used[plan->n_used++] = *text - FIRST_LETTER;
}
