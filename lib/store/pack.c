#include "store/pack.h"

#include <string.h>

#include "record/batch.h"

/* Bytes of a cell. SAME and RISING have none; in WHOLE ones the numbers are as they are. */
enum form { SAME = 0, BYTE = 1, SHORT = 2, WORD = 4, WHOLE = 8, RISING = 16 };

/* As the bytes begin; little-endian like all of a store's blobs. */
struct head {
	uint8_t form, has_none;
	uint8_t unused[2];
	uint32_t n;
	int64_t least, most;
};

struct survey {
	int64_t least, most;
	bool has_none, is_rising;
};

static struct survey look_at(const int64_t *numbers, size_t n)
{
	int64_t least = INT64_MAX, most = INT64_MIN;
	size_t n_none = 0, n_rising = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t number = numbers[i];
		bool is_none = number == NUMBER_NONE;

		n_none += is_none;
		n_rising += (uint64_t)number == (uint64_t)numbers[0] + i;
		least = !is_none && number < least ? number : least;
		most = number > most ? number : most; /* NUMBER_NONE is the least of all */
	}
	return (struct survey){n_none == n ? NUMBER_NONE : least, most, n_none > 0,
		n_none == 0 && n_rising == n && n > 1};
}

/* NUMBER_NONE takes the cell 0 where it is there, and moves the others up by one. */
static enum form find_form(const struct survey *survey)
{
	uint64_t reach = (uint64_t)survey->most - (uint64_t)survey->least;

	if (survey->least == NUMBER_NONE || (reach == 0 && !survey->has_none))
		return SAME;
	if (survey->is_rising)
		return RISING;
	reach += reach < UINT64_MAX && survey->has_none;
	return reach <= UINT8_MAX    ? BYTE
	       : reach <= UINT16_MAX ? SHORT
	       : reach <= UINT32_MAX ? WORD
				     : WHOLE;
}

#define WRITE_CELLS(type)                                                                          \
	for (size_t i = 0; i < n; i++)                                                             \
	((type *)cells)[i] = (type)(numbers[i] == NUMBER_NONE ? 0 : (uint64_t)numbers[i] - base)

static void write_cells(
	enum form form, const int64_t *numbers, size_t n, uint64_t base, void *cells)
{
	switch (form) {
	case BYTE:
		WRITE_CELLS(uint8_t);
		break;
	case SHORT:
		WRITE_CELLS(uint16_t);
		break;
	case WORD:
		WRITE_CELLS(uint32_t);
		break;
	case WHOLE:
		memcpy(cells, numbers, n * sizeof *numbers);
		break;
	case SAME:
	case RISING:
		break;
	}
}

static size_t cell_bytes(uint8_t form)
{
	return form == RISING ? 0 : form;
}

void pack_numbers(const int64_t *numbers, size_t n, struct buf *out)
{
	struct survey survey = look_at(numbers, n);
	enum form form = n ? find_form(&survey) : SAME;
	struct head head = {.form = (uint8_t)form,
		.has_none = survey.has_none,
		.n = (uint32_t)n,
		.least = survey.least,
		.most = survey.most};

	buf_add(out, &head, sizeof head);
	buf_reserve(out, n * cell_bytes(head.form));
	write_cells(
		form, numbers, n, (uint64_t)survey.least - survey.has_none, out->data + out->len);
	out->len += n * cell_bytes(head.form);
	out->data[out->len] = '\0';
}

static bool is_form(uint8_t form)
{
	return form == SAME || form == BYTE || form == SHORT || form == WORD || form == WHOLE ||
	       form == RISING;
}

bool pack_read(const void *bytes, size_t n_bytes, struct packed *packed)
{
	struct head head;

	if (n_bytes < sizeof head)
		return false;
	memcpy(&head, bytes, sizeof head);
	if (!is_form(head.form) || n_bytes - sizeof head != head.n * cell_bytes(head.form))
		return false;
	*packed = (struct packed){head.n, head.least, head.most, head.has_none, head.form,
		(const unsigned char *)bytes + sizeof head};
	return true;
}

/* Without a branch for each cell, which would be guessed wrong where some are NUMBER_NONE. */
#define READ_CELLS(type)                                                                           \
	do {                                                                                       \
		int64_t none = packed->has_none ? NUMBER_NONE : (int64_t)base;                     \
                                                                                                   \
		for (size_t i = 0; i < packed->n; i++) {                                           \
			type cell;                                                                 \
                                                                                                   \
			memcpy(&cell, packed->cells + i * sizeof cell, sizeof cell);               \
			numbers[i] = cell ? (int64_t)(base + cell) : none;                         \
		}                                                                                  \
	} while (0)

void pack_unpack(const struct packed *packed, int64_t *numbers)
{
	uint64_t base = (uint64_t)packed->least - packed->has_none;

	switch ((enum form)packed->form) {
	case SAME:
		for (size_t i = 0; i < packed->n; i++)
			numbers[i] = packed->least;
		break;
	case RISING:
		for (size_t i = 0; i < packed->n; i++)
			numbers[i] = (int64_t)((uint64_t)packed->least + i);
		break;
	case BYTE:
		READ_CELLS(uint8_t);
		break;
	case SHORT:
		READ_CELLS(uint16_t);
		break;
	case WORD:
		READ_CELLS(uint32_t);
		break;
	case WHOLE:
		memcpy(numbers, packed->cells, packed->n * sizeof *numbers);
		break;
	}
}
