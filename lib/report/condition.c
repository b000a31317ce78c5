/* {{#if ...}}: a value, or two with an operator between them. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/value.h"

struct place {
	const struct scope *scope;
	const char *start; /* of the condition, which stands at that line and column */
	int line, column;
};

static const char *const OPERATORS[] = {"==", "!=", "<=", ">=", "<", ">"};

static const char *find_operator(const char *text, size_t n, size_t *which)
{
	char quote = 0;

	for (const char *p = text; p < text + n; p++) {
		if (*p == '"' || *p == '\'')
			quote = quote == *p ? 0 : quote ? quote : *p;
		for (size_t i = 0; !quote && i < sizeof OPERATORS / sizeof *OPERATORS; i++) {
			size_t length = strlen(OPERATORS[i]);

			if ((size_t)(text + n - p) >= length && !memcmp(p, OPERATORS[i], length)) {
				*which = i;
				return p;
			}
		}
	}
	return NULL;
}

/* A side of the comparison: a quoted text, a number, or a value of the template. */
static int read_side(
	const struct place *at, const char *text, size_t n, struct value *value, struct err *err)
{
	int column = at->column + (int)text_count(at->start, (size_t)(text - at->start));
	char *copy, *stop;

	text = text_trim(text, &n);
	copy = arena_text(scope_root(at->scope)->arena, text, n);
	if (n >= 2 && (*copy == '\'' || *copy == '"') && copy[n - 1] == *copy) {
		copy[n - 1] = '\0';
		*value = (struct value){.kind = VALUE_TEXT, .text = copy + 1};
		return 0;
	}
	*value = (struct value){.kind = VALUE_NUMBER, .number = strtod(copy, &stop)};
	if (n && !*stop && !isalpha((unsigned char)*copy))
		return 0;
	return value_read(at->scope, text, n, at->line, column, value, err);
}

static bool is_true(const struct value *value)
{
	switch (value->kind) {
	case VALUE_NUMBER:
		return value->number != 0;
	case VALUE_TEXT:
		return *value->text && strcmp(value->text, "0") != 0;
	case VALUE_LIST:
	case VALUE_ROWS:
		return value->from < value->to;
	case VALUE_EMPTY:
		break;
	}
	return false;
}

/* Params are text; beside a number they are read as one. */
static double as_number(const struct value *value)
{
	char *stop;
	double number;

	if (value->kind == VALUE_NUMBER)
		return value->number;
	if (value->kind != VALUE_TEXT)
		return NAN;
	number = strtod(value->text, &stop);
	return *stop || stop == value->text ? NAN : number;
}

/* Order of two values, or an unordered one (NAN) where either is undefined: then only != holds. */
static double compare(const struct value *a, const struct value *b)
{
	if (a->kind == VALUE_TEXT && b->kind == VALUE_TEXT)
		return strcmp(a->text, b->text);
	return as_number(a) - as_number(b);
}

static bool holds(size_t operator, double order)
{
	switch (operator) {
	case 0:
		return order == 0;
	case 1:
		return order != 0;
	case 2:
		return order <= 0;
	case 3:
		return order >= 0;
	case 4:
		return order < 0;
	default:
		return order > 0;
	}
}

int value_condition(const struct scope *scope, const char *text, size_t n, int line, int column,
	struct err *err)
{
	const struct place at = {scope, text, line, column};
	bool is_negated = n > 4 && !memcmp(text, "not ", 4);
	struct value left, right;
	const char *sign;
	size_t which;
	bool result;

	if (is_negated) {
		text += 4;
		n -= 4;
	}
	sign = find_operator(text, n, &which);
	if (read_side(&at, text, sign ? (size_t)(sign - text) : n, &left, err) < 0)
		return -1;
	if (!sign)
		return is_true(&left) != is_negated;
	sign += strlen(OPERATORS[which]);
	if (read_side(&at, sign, (size_t)(text + n - sign), &right, err) < 0)
		return -1;
	result = holds(which, compare(&left, &right));
	return result != is_negated;
}
