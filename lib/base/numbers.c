#include "base/numbers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct survey {
	int64_t least, most;
	bool has_none, has_any;
};

static struct survey look_at(const int64_t *values, size_t n)
{
	int64_t least = INT64_MAX, most = INT64_MIN;
	size_t n_none = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t value = values[i];

		n_none += value == NUMBERS_NONE;
		least = value != NUMBERS_NONE && value < least ? value : least;
		most = value > most ? value : most; /* NUMBERS_NONE is the least of all */
	}
	return (struct survey){least, most, n_none > 0, n_none < n};
}

/* With what was there before. */
static struct survey join(const struct numbers *numbers, struct survey new)
{
	bool had_any = numbers->n && numbers->most != NUMBERS_NONE;

	if (!numbers->n)
		return new;
	new.has_none = new.has_none || numbers->has_none;
	if (had_any) {
		new.least = new.has_any &&new.least < numbers->least ? new.least : numbers->least;
		new.most = new.has_any &&new.most > numbers->most ? new.most : numbers->most;
		new.has_any = true;
	}
	return new;
}

static int width_for(const struct survey *survey)
{
	uint64_t reach = (uint64_t)survey->most - (uint64_t)survey->least;

	if (!survey->has_any || (reach == 0 && !survey->has_none))
		return 0;
	return reach < UINT8_MAX    ? sizeof(uint8_t)
	       : reach < UINT16_MAX ? sizeof(uint16_t)
	       : reach < UINT32_MAX ? sizeof(uint32_t)
				    : sizeof(uint64_t);
}

/* What is added to a cell. The room that the width leaves is shared between smaller and larger
 * numbers to come, so that cells seldom have to be written again. */
static uint64_t base_for(const struct survey *survey, int width)
{
	uint64_t reach = (uint64_t)survey->most - (uint64_t)survey->least;
	uint64_t room;

	if (width == 0)
		return (uint64_t)(survey->has_any ? survey->least : NUMBERS_NONE);
	if (width == sizeof(uint64_t))
		return 0;
	room = ((uint64_t)1 << 8 * width) - 2 - reach;
	return (uint64_t)survey->least - 1 - room / 2;
}

static bool fits(const struct numbers *numbers, const struct survey *survey)
{
	uint64_t cells = (uint64_t)1 << (8 * numbers->width & 63);

	if (numbers->width == 0)
		return numbers->n && width_for(survey) == 0;
	return numbers->width == sizeof(uint64_t) || !survey->has_any ||
	       ((uint64_t)survey->least - numbers->base - 1 < cells - 1 &&
		       (uint64_t)survey->most - numbers->base - 1 < cells - 1);
}

#define WRITE_CELLS(type)                                                                          \
	for (size_t i = 0; i < n; i++)                                                             \
	((type *)numbers->cells)[at + i] =                                                         \
		values[i] == NUMBERS_NONE ? 0 : (type)((uint64_t)values[i] - numbers->base)

static void write_cells(struct numbers *numbers, size_t at, const int64_t *values, size_t n)
{
	switch (numbers->width) {
	case 1:
		WRITE_CELLS(uint8_t);
		break;
	case 2:
		WRITE_CELLS(uint16_t);
		break;
	case 4:
		WRITE_CELLS(uint32_t);
		break;
	case 8:
		memcpy((int64_t *)numbers->cells + at, values, n * sizeof *values);
		break;
	default:
		break;
	}
}

static void make_room(struct numbers *numbers, size_t n)
{
	if (n <= numbers->capacity)
		return;
	numbers->capacity = n + n / 2;
	if (numbers->width)
		numbers->cells =
			mem_resize(numbers->cells, numbers->capacity * (size_t)numbers->width);
}

/* The cells anew, for a wider range. */
static void widen(struct numbers *numbers, const struct survey *survey)
{
	enum { RUN = 1024 };
	struct numbers old = *numbers;
	int64_t values[RUN];

	numbers->width = width_for(survey);
	numbers->base = base_for(survey, numbers->width);
	numbers->cells =
		numbers->width ? mem_alloc((old.capacity + 1) * (size_t)numbers->width) : NULL;
	for (size_t at = 0; at < old.n; at += RUN) {
		size_t n = old.n - at < RUN ? old.n - at : RUN;

		for (size_t i = 0; i < n; i++)
			values[i] = numbers_at(&old, at + i);
		write_cells(numbers, at, values, n);
	}
	free(old.cells);
}

void numbers_add(struct numbers *numbers, const int64_t *values, size_t n)
{
	struct survey survey;

	if (n == 0)
		return;
	survey = join(numbers, look_at(values, n));
	if (!fits(numbers, &survey))
		widen(numbers, &survey);
	make_room(numbers, numbers->n + n);
	write_cells(numbers, numbers->n, values, n);
	numbers->n += n;
	numbers->least = survey.least;
	numbers->most = survey.has_any ? survey.most : NUMBERS_NONE;
	numbers->has_none = survey.has_none;
}

void numbers_release(struct numbers *numbers)
{
	free(numbers->cells);
	*numbers = (struct numbers){0};
}
